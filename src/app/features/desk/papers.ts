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
  /** How it came, where not with the submission: with a supplement, or photographed again in place of a lost page. */
  readonly since: Since;
};

type Since = 'added' | 'again' | null;

const SINCE = { submitted: null, supplemented: 'added', papersReplaced: 'again' } as const;

export type Paper = { readonly document: string; readonly pages: readonly PaperPage[] };

/** The papers in the order they were sent; what came later follows the pages it adds to, and what was replaced is gone. */
export function papersOf(events: readonly DossierEvent[], missing: readonly Sha256[]): Paper[] {
  const lacking = new Set(missing);
  const byDocument = new Map<string, { file: FileRef; since: Since }[]>();
  for (const { what } of events) {
    if (what.type !== 'submitted' && what.type !== 'supplemented' && what.type !== 'papersReplaced') continue;
    const since = SINCE[what.type];
    const gone = new Set(what.type === 'papersReplaced' ? what.lost : []);
    for (const [document, pages] of byDocument) {
      byDocument.set(
        document,
        pages.filter(({ file }) => !gone.has(file.hash)),
      );
    }
    for (const { document, files } of what.attachments) {
      const pages = byDocument.get(document) ?? [];
      byDocument.set(document, [...pages, ...files.map((file) => ({ file, since }))]);
    }
  }
  let place = 0;
  return [...byDocument].map(([document, files]) => ({
    document,
    pages: files.map(({ file, since }, at) => {
      place += 1;
      return { document, file, number: at + 1, of: files.length, place, here: !lacking.has(file.hash), since };
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
