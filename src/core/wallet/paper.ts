import type { Day } from '#core/calendar/day.ts';
import type { FileRef, Uuid } from '#core/dossier/dossier.ts';
import type { DocumentRequirement } from '#core/procedure/procedure.ts';
import type { PaperKind } from './kind.ts';

/** A paper the person chose to keep on this phone, to be put into one dossier after another. It goes at sign-out. */
export type WalletPaper = {
  readonly id: Uuid;
  /** Rises with every write; 0 for one that has never been written. */
  readonly rev: number;
  readonly kind: PaperKind;
  readonly files: readonly FileRef[];
  /** Whose it is, in the person's words; empty where there is nothing to tell apart. */
  readonly whose: string;
  /** The last day printed on the paper, where the person has told it; never worked out. */
  readonly validTo: Day | null;
  /** By this phone's clock. */
  readonly keptAt: number;
};

/** True only where the paper's own last day is known and over. */
export function hasExpired({ validTo }: Pick<WalletPaper, 'validTo'>, today: Day): boolean {
  return validTo !== null && validTo < today;
}

/** The wallet's papers that are what a procedure asks for; those past their last day come last. */
export function papersFor(
  { kind, how }: Pick<DocumentRequirement, 'kind' | 'how'>,
  wallet: readonly WalletPaper[],
  today: Day,
): readonly WalletPaper[] {
  // What has to be shown is not there by having a picture of it.
  if (kind === undefined || how !== 'photo') return [];
  const own = wallet.filter((paper) => paper.kind === kind);
  return own.toSorted((a, b) => Number(hasExpired(a, today)) - Number(hasExpired(b, today)));
}

/** True when the wallet has every one of these pages, and there are any. */
export function isKept(files: readonly FileRef[], wallet: readonly WalletPaper[]): boolean {
  const kept = new Set(wallet.flatMap((paper) => paper.files.map(({ hash }) => hash)));
  return files.length > 0 && files.every(({ hash }) => kept.has(hash));
}

/**
 * Of the wallet's papers that are what is asked for, those that can still join the pages there are: all of them where
 * there are none, the others where the pages came from the wallet (the birth certificate of each child), and none beside
 * what was photographed, which is the paper.
 */
export function joining(files: readonly FileRef[], papers: readonly WalletPaper[]): readonly WalletPaper[] {
  if (files.length > 0 && !isKept(files, papers)) return [];
  const here = new Set(files.map(({ hash }) => hash));
  return papers.filter((paper) => !paper.files.every(({ hash }) => here.has(hash)));
}
