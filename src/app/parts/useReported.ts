import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import { useApp } from '#app/state/app.ts';
import { useKeptReceipts } from './useKeptReceipts.ts';

/**
 * Whether this phone has told of a payment: `waiting` to be sent, or `done` with the server's receipt; `unread` for the
 * moment until that is known.
 */
export function useReported({ id, events }: Dossier, fee: Uuid): 'unread' | 'no' | 'waiting' | 'done' {
  const waiting = useApp((app) =>
    app.outbox.some(
      ({ command: { intent }, refusal }) => refusal === null && intent.type === 'reportPayment' && intent.fee === fee,
    ),
  );
  // A receipt names no fee: one from before this fee was asked for is about another.
  const askedAt = events.findLast(({ what }) => what.type === 'feeRequested' && what.fee.id === fee)?.at ?? 0;
  const kept = useKeptReceipts(id);
  if (waiting) return 'waiting';
  if (kept === null) return 'unread';
  return kept.some(({ type, at }) => type === 'reportPayment' && at >= askedAt) ? 'done' : 'no';
}
