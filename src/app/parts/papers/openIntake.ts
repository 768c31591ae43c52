import type { FileRef } from '#core/dossier/dossier.ts';
import type { Stored } from '#core/ports.ts';
import { platform } from '#app/state/app.ts';
import { takeIn, type Trouble } from './intake.ts';

/** A file on its way into a paper: the how manyth of how many. */
type UnderWay = {
  readonly document: string;
  readonly number: number;
  readonly total: number;
  readonly name: string;
};

export type IntakeState = {
  readonly underWay: UnderWay | null;
  /** What did not become a page of a paper, until the person has read it. */
  readonly troubles: ReadonlyMap<string, readonly Trouble[]>;
};

/** Whatever has papers that pages can join. */
export type IntakeTarget = {
  readonly keep: (document: string, file: FileRef, bytes: Uint8Array) => Promise<Stored<unknown>>;
  /** The pages the paper has now. */
  readonly pages: (document: string) => readonly FileRef[];
};

/** Takes picked files into papers, in the order they were picked; goes on whatever screen the person is on. */
export function openIntake({ keep, pages }: IntakeTarget) {
  let state: IntakeState = { underWay: null, troubles: new Map() };
  let tail: Promise<void> = Promise.resolve();
  const watchers = new Set<() => void>();

  const changed = (change: Partial<IntakeState>): void => {
    state = { ...state, ...change };
    for (const watcher of watchers) watcher();
  };

  const tell = (document: string, found: readonly Trouble[]): void => {
    const troubles = new Map(state.troubles);
    if (found.length > 0) troubles.set(document, found);
    else troubles.delete(document);
    changed({ troubles });
  };

  const take = async (document: string, files: readonly File[], max: number): Promise<void> => {
    try {
      const found = await takeIn(files, max, {
        prepare: (file) => platform().images.prepare(file),
        keep: (file, bytes) => keep(document, file, bytes),
        pages: () => pages(document),
        began: (number, name) => changed({ underWay: { document, number, total: files.length, name } }),
      });
      // Those of files picked before these may not have been read.
      tell(document, [...(state.troubles.get(document) ?? []), ...found]);
    } finally {
      changed({ underWay: null });
    }
  };

  return {
    state: (): IntakeState => state,
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    add(document: string, files: readonly File[], max: number): void {
      tell(document, []);
      tail = tail.catch(() => undefined).then(() => take(document, files, max));
    },
    dismiss: (document: string): void => tell(document, []),
    /** Done once every file picked so far is a page or is told of. */
    settled: (): Promise<void> => tail.catch(() => undefined),
  };
}

export type OpenIntake = ReturnType<typeof openIntake>;
