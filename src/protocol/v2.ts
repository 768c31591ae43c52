import * as z from 'zod/mini';
import type { Refusal } from '#core/dossier/command.ts';
import { DossierEvent, HAPPENINGS_OF_2 } from '#core/dossier/dossier.ts';
import { Change, Outcome, SyncResponse } from '#core/sync/messages.ts';

/**
 * Protocol 2, spoken by apps up to 2026-11-25. It did not know that papers can be photographed again; its requests are
 * those of today. Served for 90 days from the release of protocol 3; then this file goes.
 */
export const ChangeV2 = z.strictObject({
  ...Change.def.shape,
  event: z.strictObject({ ...DossierEvent.def.shape, what: z.discriminatedUnion('type', HAPPENINGS_OF_2) }),
});
type ChangeV2 = z.infer<typeof ChangeV2>;

const [Done, Refused] = Outcome.def.options;
const RefusalV2 = z.looseObject({ code: z.string() });

export const SyncResponseV2 = z.strictObject({
  ...SyncResponse.def.shape,
  protocol: z.literal(2),
  outcomes: z.array(z.discriminatedUnion('result', [Done, z.extend(Refused, { refusal: RefusalV2 })])),
  changes: z.array(ChangeV2),
});
export type SyncResponseV2 = z.infer<typeof SyncResponseV2>;

/** The answer as a phone of protocol 2 takes it. */
export function answerInV2(response: SyncResponse): SyncResponseV2 {
  const outcomes = response.outcomes.map((outcome) =>
    outcome.result === 'refused' ? { ...outcome, refusal: refusalInV2(outcome.refusal) } : outcome,
  );
  return { ...response, protocol: 2, outcomes, changes: changesInV2(response.changes) };
}

/** Protocols 1 and 2 knew one version of each procedure, and no other was anything to them. */
export function refusalInV2(refusal: Refusal): Refusal {
  const isOfVersions = refusal.code === 'versionClosed' || refusal.code === 'versionUnknown';
  return isOfVersions ? { code: 'unknownProcedure' } : refusal;
}

/**
 * A history in the words protocols 1 and 2 have, event for event, since they count. What stands for papers that were
 * photographed again must change nothing there: such a phone goes on waiting for all it knows of, sends only what the
 * server asks for, and hears in the end that the papers are complete. Of the events it has, a refund of nothing alone
 * is free of the table of statuses.
 */
export function changesInV2(changes: readonly Change[]): ChangeV2[] {
  return changes.map((change) => {
    const { what } = change.event;
    if (what.type !== 'papersReplaced') return { ...change, event: { ...change.event, what } };
    const by = { role: 'system' as const, name: '' };
    return {
      ...change,
      event: { ...change.event, by, what: { type: 'refundOpened', fee: change.dossier, amount: 0 } },
    };
  });
}
