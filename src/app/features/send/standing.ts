import type { TransportFailure } from '#core/ports.ts';
import { behind } from '#core/sync/behind.ts';
import type { SyncState } from '#core/sync/state.ts';
import { heldByBudget } from '#core/sync/upload-lane.ts';
import type { RequestRefusal } from '#core/sync/messages.ts';
import type { SessionState } from '#app/state/platform.ts';

/** Why things wait, or that they do not: the key of a sentence. What needs the person comes first. */
export type Standing =
  | 'outdated'
  | 'wrongAccount'
  | 'disagreement'
  | 'signedOut'
  | 'offline'
  | 'serverOlder'
  | 'unreachable'
  | 'portal'
  | 'slow'
  | 'busy'
  | 'trouble'
  | 'fault'
  | 'phoneFull'
  | 'phoneStore'
  | 'sending'
  | 'wifi'
  | 'soon'
  | 'nothing';

type Sources = {
  readonly online: boolean;
  readonly server: SessionState['server'];
  readonly sync: SyncState | null;
  /** How many things wait here. */
  readonly count: number;
};

const OF_REFUSAL = {
  malformed: 'trouble',
  tooLarge: 'trouble',
  signedOut: 'signedOut',
  wrongAccount: 'wrongAccount',
  forbidden: 'trouble',
  notFound: 'trouble',
  gap: 'soon',
  conflict: 'disagreement',
  storageFull: 'busy',
  busy: 'busy',
  tooMany: 'busy',
  internal: 'trouble',
} as const satisfies Record<Exclude<RequestRefusal['code'], 'protocolUnsupported'>, Standing>;

const OF_FAILURE = {
  unreachable: 'unreachable',
  notOurs: 'portal',
  timeout: 'slow',
  full: 'phoneFull',
  stale: 'soon',
  lost: 'phoneStore',
  corrupt: 'phoneStore',
  newer: 'phoneStore',
  tooLarge: 'trouble',
  fault: 'fault',
} as const satisfies Record<Exclude<NonNullable<SyncState['lastFailure']>['code'], 'refused'>, Standing>;

/** How sending stands now. A failure counts until the next contact. */
export function standingOf({ online, server, sync, count }: Sources): Standing {
  const blocked = sync?.blocked ?? null;
  if (blocked && blocked !== 'signedOut' && blocked !== 'serverOlder') return blocked;
  if (blocked === 'signedOut' || server === 'out') return 'signedOut';
  if (!online) return 'offline';
  if (blocked) return blocked;
  if (sync && (sync.uploading.length > 0 || sync.carried.length > 0)) return 'sending';
  if (sync && heldByBudget(sync)) return 'wifi';
  const failure = sync?.lastFailure;
  if (failure) return failure.code === 'refused' ? ofRefusal(failure) : OF_FAILURE[failure.code];
  return count > 0 ? 'soon' : 'nothing';
}

function ofRefusal({ refusal }: Extract<TransportFailure, { code: 'refused' }>): Standing {
  return refusal.code === 'protocolUnsupported' ? (behind(refusal.supported) ?? 'trouble') : OF_REFUSAL[refusal.code];
}
