import { filesOf, type FileRef } from '#core/dossier/dossier.ts';
import { useApp } from '#app/state/app.ts';

/** How many of these pages of a draft are not on this phone: another one took them. */
export function useElsewhere(files: readonly FileRef[]): number {
  const { drafts, supplements, progress } = useApp();
  const here = new Set(progress.filter(({ held }) => held).map(({ file }) => file.hash));
  // A page just added shows in the draft on screen before the store has been read again.
  const known = new Set(
    [...drafts, ...supplements].flatMap((draft) => filesOf(draft.attachments)).map(({ hash }) => hash),
  );
  return files.filter(({ hash }) => known.has(hash) && !here.has(hash)).length;
}
