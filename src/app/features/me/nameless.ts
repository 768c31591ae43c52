import type { Wanted } from '#core/ports.ts';
import type { SyncState } from '#core/sync/state.ts';
import type { Trail, TrailEvent } from '#core/sync/trail.ts';

/** Short names ("d1", "f2", "e1") in the order of first mention: the same throughout a file and nowhere else. */
export type ShortNames = Readonly<Record<'dossier' | 'file' | 'epoch', (id: string) => string>>;

export function shortNames(): ShortNames {
  const after = (letter: string) => {
    const known = new Map<string, string>();
    return (id: string) => {
      const name = known.get(id) ?? `${letter}${known.size + 1}`;
      known.set(id, name);
      return name;
    };
  };
  return { dossier: after('d'), file: after('f'), epoch: after('e') };
}

/** An engine's state without anything that tells of a person. The machine takes it as it would take the real one. */
export function namelessState(state: SyncState, names: ShortNames): SyncState {
  return {
    started: state.started,
    cursor: state.cursor,
    draftCursor: state.draftCursor,
    epoch: state.epoch && names.epoch(state.epoch),
    unsent: state.unsent.map(ofCommand),
    atOnce: state.atOnce,
    exchange: state.exchange,
    carried: [...state.carried],
    again: state.again,
    uploads: state.uploads.map((wanted) => ofFile(wanted, names)),
    uploading: state.uploading.map(({ file, sent }) => ({ file: ofFile(file, names), sent })),
    arrived: state.arrived.map(names.file),
    setBack: state.setBack.map(names.file),
    first: state.first && names.dossier(state.first),
    photos: state.photos,
    metered: state.metered,
    allowedOnce: state.allowedOnce,
    resting: state.resting,
    failures: state.failures,
    turnedBack: state.turnedBack,
    lastFailure: state.lastFailure && ofFailure(state.lastFailure),
    lastContactAt: state.lastContactAt,
    contact: state.contact && { since: state.contact.since, until: state.contact.until },
    blocked: state.blocked,
    gap: state.gap,
  };
}

/** A trail under the same names: replayed, it ends in the nameless form of the state it ended in on the phone. */
export function namelessTrail({ from, events }: Trail, names: ShortNames): Trail {
  return { from: namelessState(from, names), events: events.map((event) => ofEvent(event, names)) };
}

function ofEvent(event: TrailEvent, names: ShortNames): TrailEvent {
  switch (event.type) {
    case 'started': {
      const { cursor, draftCursor, epoch, first, photos, unsent, lastContactAt } = event.start;
      return {
        type: 'started',
        start: {
          account: '',
          device: '',
          cursor,
          draftCursor,
          epoch: epoch && names.epoch(epoch),
          first: first && names.dossier(first),
          photos,
          unsent: unsent.map(ofCommand),
          lastContactAt,
        },
      };
    }
    case 'queued':
      return { type: 'queued', seq: event.seq, bytes: event.bytes };
    case 'wake':
      return { type: 'wake', why: event.why };
    case 'rested':
    case 'allowedOnce':
      return { type: event.type };
    case 'reread': {
      const gap = event.gap && { code: event.gap.code, resendFrom: event.gap.resendFrom };
      return { type: 'reread', unsent: event.unsent.map(ofCommand), gap, chance: event.chance };
    }
    case 'notReread':
    case 'notRecorded':
      return { type: event.type, failure: ofFailure(event.failure), chance: event.chance };
    case 'gone':
      return { type: 'gone', seqs: [...event.seqs] };
    case 'answered':
      return { type: 'answered', at: event.at };
    case 'notAnswered':
      return { type: 'notAnswered', failure: ofFailure(event.failure), ms: event.ms, chance: event.chance };
    case 'recorded': {
      const { cursor, draftCursor, epoch, toUpload, resend } = event.recorded;
      return {
        type: 'recorded',
        response: { outcomes: event.response.outcomes.map(({ seq }) => ({ seq })), more: event.response.more },
        recorded: {
          cursor,
          draftCursor,
          epoch: epoch && names.epoch(epoch),
          toUpload: toUpload.map((wanted) => ofFile(wanted, names)),
          resend: resend.map(ofCommand),
        },
      };
    }
    case 'uploadProgress':
      return { type: 'uploadProgress', hash: names.file(event.hash), sent: event.sent };
    case 'uploaded':
      return { type: 'uploaded', hash: names.file(event.hash), at: event.at };
    case 'notUploaded':
      return {
        type: 'notUploaded',
        hash: names.file(event.hash),
        failure: ofFailure(event.failure),
        chance: event.chance,
      };
    case 'notHeld':
      return { type: 'notHeld', hash: names.file(event.hash) };
    case 'preferred':
      return { type: 'preferred', first: event.first && names.dossier(event.first) };
    case 'budgeted':
      return { type: 'budgeted', photos: event.photos };
    case 'network':
      return { type: 'network', metered: event.metered };
  }
}

function ofCommand({ seq, bytes }: SyncState['unsent'][number]): SyncState['unsent'][number] {
  return { seq, bytes };
}

function ofFile({ hash, size, type, dossier }: Wanted, names: ShortNames): Wanted {
  return { hash: names.file(hash), size, type, dossier: dossier && names.dossier(dossier) };
}

type Failure = NonNullable<SyncState['lastFailure']>;

/** What a server put into words stays out; codes and numbers are all there is beside it. */
function ofFailure<F extends Failure>(failure: F): F;
function ofFailure(failure: Failure): Failure {
  if (failure.code !== 'refused') return failure;
  const { refusal, retryAfterMs } = failure;
  switch (refusal.code) {
    case 'malformed':
      return { code: 'refused', refusal: { code: 'malformed', detail: '' }, retryAfterMs };
    case 'internal':
      return { code: 'refused', refusal: { code: 'internal', request: '' }, retryAfterMs };
    default:
      return { code: 'refused', refusal, retryAfterMs };
  }
}
