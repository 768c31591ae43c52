import type { Uuid } from '#core/dossier/dossier.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { picture } from './store-kit.ts';

/** A page that no phone ever has. */
export const NOWHERE = picture('f', [5, 5]);
/** An id that nothing here bears. */
export const STRANGE = '00000000-0000-4000-8000-900000000000';

/** An answer that no server in its right mind would give: a kind of fault, applied to one that it would. */
export function oddAnswer(
  answer: SyncResponse,
  kind: number,
  { n, lastGiven, draft }: { readonly n: number; readonly lastGiven: number; readonly draft: Uuid | null },
): SyncResponse {
  const { lastSeq, changes, serverTime } = answer;
  // Never of a number that no command was given: no request has one.
  const seq = 1 + (n % Math.max(lastGiven, 1));
  const another = { result: 'done', seq, id: STRANGE, at: serverTime, receipt: 'receipt' } as const;
  const last = changes.at(-1);
  const later = last ? [{ ...last, event: { ...last.event, n: last.event.n + 1 } }] : [];
  const odd: readonly Partial<SyncResponse>[] = [
    // Of another command than had that number.
    { outcomes: lastGiven > 0 ? [another] : [] },
    // It has forgotten commands and does not say that it went back.
    { lastSeq: Math.max(0, lastSeq - 1 - (n % 3)) },
    // A dossier's stream with a hole in it, or with an event twice.
    { changes: [...changes.slice(0, -1), ...later] },
    // Changes are told that do not join on to the ones before.
    { changes: changes.slice(1), cursor: (changes.at(-1)?.n ?? 0) + 2 },
    // Another phone was first with a draft, and what it wrote is not told.
    { draftOutcomes: draft ? [{ id: draft, rev: 9, result: 'differs' }] : [], draftCursor: answer.draftCursor + 3 },
    { missingFiles: [...answer.missingFiles, NOWHERE.file.hash] },
    { backedUpTo: null },
    { missingFiles: [], backedUpTo: serverTime },
    { cursor: 0, draftCursor: 0 },
    { drafts: draft ? [{ id: draft, rev: 7, body: null, over: 'submitted' }] : [] },
  ];
  return { ...answer, ...odd[kind % odd.length] };
}
