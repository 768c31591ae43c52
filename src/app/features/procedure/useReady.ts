import { dayOf } from '#core/calendar/day.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { PaperKind } from '#core/wallet/kind.ts';
import { hasExpired, papersFor } from '#core/wallet/paper.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useWallet } from '#app/state/wallet.ts';
import type { Ready } from './ready.ts';

/** The papers of a procedure that are there already, by their ids. */
export function useReady(procedure: Procedure): Ready {
  const draft = useApp(({ drafts }) => drafts.find((one) => one.procedure.code === procedure.code));
  const { papers } = useWallet();
  const today = dayOf(platform().clock.now());
  const ready = new Map<string, 'draft' | 'wallet' | 'over'>();
  for (const document of procedure.documents) {
    const [best] = papersFor(document, papers, today);
    if (best) ready.set(document.id, hasExpired(best, today) ? 'over' : 'wallet');
  }
  for (const { document } of draft?.attachments ?? []) ready.set(document, 'draft');
  return ready;
}

/** The kinds of papers the wallet has any of. */
export function useKeptKinds(): ReadonlySet<PaperKind> {
  return new Set(useWallet().papers.map(({ kind }) => kind));
}
