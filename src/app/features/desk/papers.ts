import type { DossierEvent, FileRef, Sha256 } from '#core/dossier/dossier.ts';

/** One page of a paper. `number` counts within its paper, `place` through all papers; both from 1. */
export type PaperPage = {
  readonly document: string;
  readonly file: FileRef;
  readonly number: number;
  readonly of: number;
  readonly place: number;
  /** The server has its bytes. */
  readonly here: boolean;
  /** It came with a supplement, not with the submission. */
  readonly added: boolean;
};

export type Paper = { readonly document: string; readonly pages: readonly PaperPage[] };

/** The papers in the order they were sent; what a supplement added follows the pages it adds to. */
export function papersOf(events: readonly DossierEvent[], missing: readonly Sha256[]): Paper[] {
  const lacking = new Set(missing);
  const byDocument = new Map<string, { file: FileRef; added: boolean }[]>();
  for (const { what } of events) {
    if (what.type !== 'submitted' && what.type !== 'supplemented') continue;
    for (const { document, files } of what.attachments) {
      const pages = byDocument.get(document) ?? [];
      pages.push(...files.map((file) => ({ file, added: what.type === 'supplemented' })));
      byDocument.set(document, pages);
    }
  }
  let place = 0;
  return [...byDocument].map(([document, files]) => ({
    document,
    pages: files.map(({ file, added }, at) => {
      place += 1;
      return { document, file, number: at + 1, of: files.length, place, here: !lacking.has(file.hash), added };
    }),
  }));
}

/** How many different files the server holds of those the dossier names; a page sent twice is one file. */
export function arrival(papers: readonly Paper[]): { here: number; all: number } {
  const files = new Map(papers.flatMap((paper) => paper.pages.map((page) => [page.file.hash, page.here] as const)));
  return { here: [...files.values()].filter(Boolean).length, all: files.size };
}

export function isImage(file: Pick<FileRef, 'type'>): boolean {
  return file.type !== 'application/pdf';
}
