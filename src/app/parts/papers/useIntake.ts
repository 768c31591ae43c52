import { useRef, useState } from 'react';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { Stored } from '#core/ports.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { platform, store } from '#app/state/app.ts';
import { takeIn, type Trouble } from './intake.ts';

/** A file on its way into a paper: the how manyth of how many. */
type UnderWay = {
  readonly document: string;
  readonly number: number;
  readonly total: number;
  readonly name: string;
};

export type Intake = {
  readonly underWay: UnderWay | null;
  readonly troubles: ReadonlyMap<string, readonly Trouble[]>;
  readonly add: (document: string, files: readonly File[], max: number) => void;
  readonly dismiss: (document: string) => void;
};

/** Whatever has papers that pages can join. */
export type IntakeTarget = {
  readonly keep: (document: string, file: FileRef, bytes: Uint8Array) => Promise<Stored<unknown>>;
  /** The pages the paper has now. */
  readonly pages: (document: string) => readonly FileRef[];
};

/** Takes picked files into papers, in the order they were picked; goes on while one moves between steps. */
export function useIntakeOf({ keep, pages }: IntakeTarget): Intake {
  const [underWay, setUnderWay] = useState<UnderWay | null>(null);
  const [troubles, setTroubles] = useState<ReadonlyMap<string, readonly Trouble[]>>(new Map());
  const tail = useRef<Promise<void>>(Promise.resolve());

  const tell = (document: string, found: readonly Trouble[]) =>
    setTroubles((before) => new Map(before).set(document, found));

  const take = async (document: string, files: readonly File[], max: number) => {
    tell(document, []);
    const found = await takeIn(files, max, {
      prepare: (file) => platform().images.prepare(file),
      keep: (file, bytes) => keep(document, file, bytes),
      pages: () => pages(document),
      began: (number, name) => setUnderWay({ document, number, total: files.length, name }),
    });
    setUnderWay(null);
    tell(document, found);
  };

  return {
    underWay,
    troubles,
    add: (document, files, max) => {
      tail.current = tail.current.then(() => take(document, files, max));
    },
    dismiss: (document) => tell(document, []),
  };
}

/** Takes them into the papers of a draft. */
export function useIntake(editor: Editor): Intake {
  return useIntakeOf({
    keep: (document, file, bytes) => editor.commit((draft) => store().addFile(draft, document, file, bytes)),
    pages: (document) => editor.state().draft.attachments.find((paper) => paper.document === document)?.files ?? [],
  });
}
