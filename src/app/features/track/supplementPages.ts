import type { FileRef, SupplementItem } from '#core/dossier/dossier.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { SupplementPage } from '#app/state/actions.ts';
import type { FileProblem, Prepared } from '#app/state/platform.ts';

/** What does not belong to a paper of the procedure goes under this name. */
const OTHER = 'other';

/** As many pages as any paper takes where the procedure does not say. */
const MAX_PAGES = 12;

/** A page somebody has added to one of the things that were asked, kept in memory until it is sealed. */
export type AddedPage = SupplementPage & { readonly item: number; readonly preview: Blob | null };

export type PickProblem =
  | { readonly kind: 'file'; readonly name: string; readonly problem: FileProblem }
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'tooMany'; readonly names: readonly string[]; readonly max: number };

/** The paper of the procedure that a request is about, and how many pages of it one answer may bring. */
export function paperOf(item: SupplementItem | undefined, procedure: Procedure | null): { id: string; max: number } {
  const known = procedure?.documents.find(({ id }) => id === item?.document);
  return known ? { id: known.id, max: known.maxPages ?? MAX_PAGES } : { id: OTHER, max: MAX_PAGES };
}

/** Makes picked files pages of a paper. Answers those that are added and why the others are not. */
export async function addPicked(
  files: readonly File[],
  to: { readonly item: number; readonly document: string; readonly max: number; readonly have: readonly FileRef[] },
  prepare: (file: File) => Promise<Prepared>,
): Promise<{ readonly pages: readonly AddedPage[]; readonly problems: readonly PickProblem[] }> {
  const pages: AddedPage[] = [];
  const problems: PickProblem[] = [];
  const hashes = new Set(to.have.map(({ hash }) => hash));
  for (const [at, picked] of files.entries()) {
    if (hashes.size >= to.max) {
      problems.push({ kind: 'tooMany', names: files.slice(at).map(({ name }) => name), max: to.max });
      break;
    }
    const photo = await prepare(picked);
    if (!photo.ok) problems.push({ kind: 'file', name: picked.name, problem: photo.why });
    else if (hashes.has(photo.file.hash)) problems.push({ kind: 'known', name: picked.name });
    else {
      hashes.add(photo.file.hash);
      const { file, bytes, preview } = photo;
      pages.push({ item: to.item, document: to.document, file, bytes, preview });
    }
  }
  return { pages, problems };
}
