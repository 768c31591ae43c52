import type { Sha256 } from '#core/dossier/dossier.ts';
import type { FileProgress, OutboxEntry } from '#core/ports.ts';
import { behind } from '#core/sync/behind.ts';
import type { RequestRefusal } from '#core/sync/messages.ts';
import type { SyncState } from '#core/sync/state.ts';
import { heldByBudget } from '#core/sync/upload-lane.ts';
import type { SessionState } from './platform.ts';

/**
 * What the signal chip says. `percent` is of the bytes that wait on this phone. `offline`: no contact is possible.
 * `unmet`: there is a network, and the server is not met through it. `busy`, `trouble`: it was met and took nothing.
 * `serverOlder`: nor will it before it is updated. `photosHeld`: photos alone wait, and not for signal: the person keeps
 * them for Wi-Fi.
 */
export type Signal = { readonly kind: 'synced' | StillKind } | { readonly kind: 'sending'; readonly percent: number };

type StillKind =
  'waiting' | 'photosHeld' | 'offline' | 'unmet' | 'busy' | 'trouble' | 'serverOlder' | 'review' | 'signedOut';

export type SignalInput = {
  /** Somebody uses this phone. */
  readonly known: boolean;
  /** This phone's store cannot be read or does not answer, so nobody can say what waits in it. */
  readonly failed: boolean;
  /** Pages have to be photographed again. */
  readonly asks: boolean;
  /** A server restored from a backup has lost dossiers that this phone knows. */
  readonly strays: boolean;
  readonly server: SessionState['server'];
  readonly sync: SyncState | null;
  readonly outbox: readonly OutboxEntry[];
  readonly progress: readonly FileProgress[];
  /** What the server lacked by its last answer; null where that is not known. */
  readonly missing: readonly Sha256[] | null;
  readonly online: boolean;
};

/**
 * One truth for every header. What needs the person comes first, then what is happening, then what
 * waits. "Synced" is said only after a contact that left nothing to send.
 */
export function signalOf(input: SignalInput): Signal {
  const { known, failed, asks, strays, server, sync, outbox, missing, online } = input;
  if (!known) return { kind: online ? 'signedOut' : 'offline' };
  if (failed || asks || strays) return { kind: 'review' };
  const blocked = sync?.blocked ?? null;
  if (outbox.some((entry) => entry.refusal) || blocked === 'outdated' || blocked === 'disagreement') {
    return { kind: 'review' };
  }
  if (!online) return { kind: 'offline' };
  if (server === 'out' || (blocked && blocked !== 'serverOlder')) return { kind: 'signedOut' };
  if (!sync) return { kind: 'offline' };
  if (blocked) return { kind: blocked };
  const waiting = outbox.length > 0 || sync.unsent.length > 0;
  const files = sync.uploads.length > 0 || lackingHere(input).length > 0;
  // Also where it is tried again after a failure: the outbox says the same.
  if (sync.uploading.length > 0 || sync.carried.length > 0) {
    return { kind: 'sending', percent: percentSent(sync, input) };
  }
  if (sync.lastFailure) return { kind: kindOf(sync.lastFailure) };
  if (!waiting && heldByBudget(sync)) return { kind: 'photosHeld' };
  if (waiting || files) return { kind: 'waiting' };
  if (sync.lastContactAt === null) return { kind: 'offline' };
  // Nobody knows yet what the server lacks where another release has written the store.
  return { kind: missing === null ? 'waiting' : 'synced' };
}

/** The last try failed so. */
function kindOf(failure: NonNullable<SyncState['lastFailure']>): StillKind {
  switch (failure.code) {
    case 'unreachable':
      return 'offline';
    case 'timeout':
    case 'notOurs':
      return 'unmet';
    case 'refused':
      return kindOfRefusal(failure.refusal);
    case 'stale':
    case 'fault':
      return 'waiting';
    case 'tooLarge':
      return 'trouble';
    case 'full':
    case 'lost':
    case 'corrupt':
    case 'newer':
      return 'review';
  }
}

function kindOfRefusal(refusal: RequestRefusal): StillKind {
  switch (refusal.code) {
    case 'signedOut':
    case 'wrongAccount':
      return 'signedOut';
    case 'protocolUnsupported':
      return KIND_OF[behind(refusal.supported) ?? 'nobody'];
    case 'conflict':
      return 'review';
    case 'gap':
      return 'waiting';
    case 'storageFull':
    case 'busy':
    case 'tooMany':
      return 'busy';
    case 'internal':
    case 'malformed':
    case 'tooLarge':
    case 'forbidden':
    case 'notFound':
      return 'trouble';
  }
}

const KIND_OF = { outdated: 'review', serverOlder: 'serverOlder', nobody: 'trouble' } as const;

/** Files that the server lacked by its last answer and that this phone has. */
function wantedHere({ progress, missing }: Pick<SignalInput, 'progress' | 'missing'>): FileProgress[] {
  const lacking = new Set(missing);
  return progress.filter(({ file, held }) => held && lacking.has(file.hash));
}

/** Of these, what has not gone yet: an engine that has just begun does not know which files are wanted. */
export function lackingHere(input: Pick<SignalInput, 'progress' | 'missing'>): FileProgress[] {
  return wantedHere(input).filter(({ file, sent }) => sent < file.size);
}

/**
 * Of the commands and files this phone still has to bring over, how much the server holds, 0–99. A file counts until the
 * server says that it lacks it no more, so that the share does not fall when one has arrived.
 */
function percentSent({ uploading }: SyncState, input: SignalInput): number {
  const { outbox, progress } = input;
  const underWay = new Map(uploading.map((each) => [each.file.hash, each.sent]));
  const named = new Set(outbox.flatMap(({ files }) => files).map(({ hash }) => hash));
  const ofOutbox = progress.filter(({ file, held }) => held && named.has(file.hash));
  const files = new Map([...wantedHere(input), ...ofOutbox].map((item) => [item.file.hash, item]));
  let all = outbox.reduce((sum, entry) => sum + entry.bytes, 0);
  let gone = 0;
  for (const [hash, { file, sent }] of files) {
    all += file.size;
    gone += Math.min(file.size, Math.max(sent, underWay.get(hash) ?? 0));
  }
  return all === 0 ? 0 : Math.min(99, Math.floor((gone / all) * 100));
}
