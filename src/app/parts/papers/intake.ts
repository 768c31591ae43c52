import type { FileRef } from '#core/dossier/dossier.ts';
import type { StoreFailure, Stored } from '#core/ports.ts';
import type { FileProblem, Prepared } from '#app/state/platform.ts';

/** Why a picked file has not become a page. */
export type Trouble =
  | { readonly kind: 'file'; readonly name: string; readonly problem: FileProblem }
  /** The same bytes are a page of this paper already. */
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'tooMany'; readonly names: readonly string[]; readonly max: number }
  /** The phone could not keep it; what comes after it is not tried. */
  | { readonly kind: 'store'; readonly names: readonly string[]; readonly failure: StoreFailure };

export type IntakePorts = {
  readonly prepare: (file: File) => Promise<Prepared>;
  readonly keep: (file: FileRef, bytes: Uint8Array) => Promise<Stored<unknown>>;
  /** The pages the paper has now. */
  readonly pages: () => readonly FileRef[];
  readonly began: (number: number, name: string) => void;
};

const UNREADABLE: Prepared = { ok: false, why: { code: 'unreadable' } };

/** Makes picked files pages of a paper, one after the other, each kept before the next is begun. */
export async function takeIn(files: readonly File[], max: number, ports: IntakePorts): Promise<readonly Trouble[]> {
  const troubles: Trouble[] = [];
  for (const [at, file] of files.entries()) {
    if (ports.pages().length >= max) {
      return [...troubles, { kind: 'tooMany', names: files.slice(at).map(({ name }) => name), max }];
    }
    ports.began(at + 1, file.name);
    // A phone short of memory fails in ways nobody foresees: the others still come in, and this one is named.
    const photo = await ports.prepare(file).catch(() => UNREADABLE);
    if (!photo.ok) troubles.push({ kind: 'file', name: file.name, problem: photo.why });
    else if (ports.pages().some(({ hash }) => hash === photo.file.hash)) {
      troubles.push({ kind: 'known', name: file.name });
    } else {
      const kept = await ports.keep(photo.file, photo.bytes);
      if (!kept.ok) {
        const names = files.slice(at).map(({ name }) => name);
        return [...troubles, { kind: 'store', names, failure: kept.failure }];
      }
    }
  }
  return troubles;
}
