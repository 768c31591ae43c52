import { unreachable } from '#core/assert.ts';
import type { Recorded, TransportFailure } from '#core/ports.ts';
import { MAX_COMMAND_BYTES } from '#core/sync/messages.ts';
import { behind } from './behind.ts';
import {
  INITIAL,
  type Block,
  type Fault,
  type Gap,
  type Heard,
  type Step,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
} from './state.ts';
import { brokenOff, inOrder, isUnderWay, startUploads, underWay, without } from './upload-lane.ts';

/**
 * The sync engine as a pure machine: `step(state, event) → state + effects`. Two lanes run beside each
 * other. The exchange lane carries commands and changes, the upload lane carries files, so that a new command
 * never waits behind a photo. The engine (`engine.ts`) runs the effects.
 */

/** A request that was so long under way before it failed was cut, or too long for the signal there is. */
const UNDER_WAY_MS = 1_000;
/** With nothing to send, ask for news this often while the app is in front. */
const POLL_MS = 60_000;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 5 * 60_000;
/** A server that does not know this app's version is updated by somebody, in hours or days. */
const UPDATE_REST_MS = 60 * 60_000;

/** One step. Total: every event is taken in every state, late ones without effect. */
export function step(state: SyncState, event: SyncEvent): Step {
  switch (event.type) {
    case 'started': {
      const { unsent, lastContactAt, cursor, draftCursor, epoch, first, photos } = event.start;
      const contact = lastContactAt === null ? null : { since: lastContactAt, until: lastContactAt };
      return ask({
        ...state,
        started: true,
        cursor,
        draftCursor,
        epoch,
        first,
        photos,
        lastContactAt,
        contact,
        // A command may have been queued while the store was being read; the reading may be older than it.
        unsent: merge(unsent, state.unsent),
      });
    }
    case 'queued': {
      return ask({ ...state, unsent: merge(state.unsent, [{ seq: event.seq, bytes: event.bytes }]) });
    }
    case 'wake': {
      const hopeful = event.why === 'button' || event.why === 'online' || event.why === 'signedIn';
      const woken: SyncState = { ...state, blocked: null, gap: 'none', ...(hopeful && { failures: 0, turnedBack: 0 }) };
      // Who leaves the app has no time to lose.
      return event.why === 'hidden' ? ask(woken, true) : readAgain(woken);
    }
    case 'rested':
      return state.resting ? readAgain({ ...state, resting: false, blocked: lifted(state.blocked) }) : stay(state);
    case 'reread':
      return reread(state, event);
    case 'gone':
      return stay({
        ...state,
        unsent: state.unsent.filter(({ seq }) => !event.seqs.includes(seq)),
        carried: state.carried.filter((seq) => !event.seqs.includes(seq)),
      });
    case 'answered':
      return {
        // Patience is regained once the answer is kept, and not before.
        state: { ...met(state, event.at), failures: state.failures, exchange: 'recording' },
        effects: [{ type: 'record', response: event.response }],
      };
    case 'notAnswered':
      return notAnswered(state, event);
    case 'recorded':
      return recorded(state, event.response, event.recorded);
    case 'notReread':
    case 'notRecorded':
      // The server answers, and a full phone keeps none of it: asking on without patience would cost data for nothing.
      return rest({ ...ended(state), failures: state.failures + 1, lastFailure: event.failure }, event.chance);
    case 'uploadProgress':
      return isUnderWay(state, event.hash) ? go(underWay(state, event)) : stay(state);
    case 'uploaded': {
      const arrived = [...state.arrived, event.hash];
      const next = { ...without(met(state, event.at), event.hash), arrived, turnedBack: 0 };
      // The last paper may have completed a dossier: hear of it now rather than at the next poll.
      return next.uploads.length === 0 ? ask(next) : go(next);
    }
    case 'notUploaded':
      return notUploaded(state, event);
    case 'notHeld':
      return go(without(state, event.hash));
    case 'preferred':
      return go({ ...state, first: event.first, uploads: inOrder(state.uploads, { ...state, first: event.first }) });
    case 'budgeted':
      return go({ ...state, photos: event.photos });
    case 'allowedOnce':
      return go({ ...state, allowedOnce: true });
    case 'network':
      return go({
        ...state,
        metered: event.metered,
        allowedOnce: state.allowedOnce && event.metered === state.metered,
      });
    default:
      return unreachable(event);
  }
}

/** The commands of the next request, lowest seq first: at least one, then as many as fit. */
export function pack(unsent: SyncState['unsent'], atOnce = INITIAL.atOnce): number[] {
  const seqs: number[] = [];
  let bytes = 0;
  for (const command of unsent) {
    bytes += command.bytes;
    if (seqs.length > 0 && (bytes > MAX_COMMAND_BYTES || seqs.length >= atOnce)) break;
    seqs.push(command.seq);
  }
  return seqs;
}

/** Exponential back-off with full jitter over the upper half: 0.5–1 × min(5 min, 1 s · 2ⁿ). */
export function restAfter(failures: number, chance: number): number {
  const longest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(failures, 20));
  return Math.round(longest * (0.5 + chance / 2));
}

/** Both lists by seq, each command once. */
function merge(one: SyncState['unsent'], other: SyncState['unsent']): SyncState['unsent'] {
  const bySeq = new Map([...one, ...other].map((command) => [command.seq, command]));
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}

const stay = (state: SyncState): Step => ({ state, effects: [] });

/** The exchange is over, and nothing came of it. */
const ended = (state: SyncState): SyncState => ({ ...state, exchange: 'idle', carried: [], again: false });

/** The request itself was not taken: a draft in it may be why, and must not hold up the commands. */
function isTurnedAway(failure: SyncState['lastFailure']): boolean {
  if (failure?.code !== 'refused') return false;
  return failure.refusal.code === 'tooLarge' || failure.refusal.code === 'malformed';
}

/** Starts an exchange, or remembers to when one is under way. */
function ask(state: SyncState, everyDraft = false): Step {
  if (!state.started || state.blocked) return stay(state);
  if (state.exchange !== 'idle') return stay({ ...state, again: everyDraft ? 'all' : state.again || 'resting' });
  const effects: SyncEffect[] = state.resting ? [{ type: 'stopResting' }] : [];
  const { unsent, epoch, cursor, draftCursor } = state;
  const seqs = state.gap === 'listens' || state.atOnce === 0 ? [] : pack(unsent, state.atOnce);
  // Commands come first: a draft goes along only with the last of them, and not where a window is short.
  const commandsOnly = seqs.length < unsent.length || state.atOnce <= 1 || isTurnedAway(state.lastFailure);
  const wanted = everyDraft ? 'all' : 'resting';
  effects.push({ type: 'ask', ask: { seqs, epoch, cursor, draftCursor, drafts: commandsOnly ? 'none' : wanted } });
  // With the last command of a short window gone, the drafts it held back follow while it lasts.
  const again = state.atOnce === 1 && seqs.length === unsent.length && wanted;
  return { state: { ...state, exchange: 'asking', carried: seqs, again, resting: false }, effects };
}

/**
 * Reads what waits before asking. Being told of a command is a hint that may be lost with the tab that gave it; the
 * store is the truth.
 */
function readAgain(state: SyncState, gap: Gap | null = null): Step {
  if (!state.started || state.blocked || state.exchange !== 'idle') return ask(state);
  const effects: SyncEffect[] = state.resting ? [{ type: 'stopResting' }] : [];
  effects.push({ type: 'reread', gap });
  return { state: { ...state, exchange: 'rereading', again: false, resting: false }, effects };
}

function reread(state: SyncState, { unsent, gap, chance }: Extract<SyncEvent, { type: 'reread' }>): Step {
  const next: SyncState = { ...state, exchange: 'idle', again: false, unsent: merge(unsent, state.unsent) };
  if (gap === null) return ask(next, state.again === 'all');
  const failure: TransportFailure = { code: 'refused', refusal: gap, retryAfterMs: null };
  // Told of late, or never: what the server misses waits here, and goes with the others after a rest.
  return joins(next.unsent, gap.resendFrom) ? patiently(next, failure, chance) : fail(next, failure, chance);
}

/** Whether these commands follow each other without a hole from this seq on. */
function joins(unsent: SyncState['unsent'], from: number): boolean {
  const later = unsent.filter(({ seq }) => seq >= from);
  return later.length > 0 && later.every(({ seq }, at) => seq === from + at);
}

function recorded(state: SyncState, response: Heard, { toUpload, resend, ...heard }: Recorded): Step {
  const answered = new Set(response.outcomes.map((outcome) => outcome.seq));
  const unsent = merge(
    state.unsent.filter((command) => !answered.has(command.seq)),
    resend,
  );
  const next: SyncState = {
    ...state,
    ...heard,
    exchange: 'idle',
    carried: [],
    atOnce: state.atOnce === 0 ? INITIAL.atOnce : Math.min(INITIAL.atOnce, state.atOnce * 4),
    failures: 0,
    lastFailure: null,
    gap: answered.size > 0 ? 'none' : state.gap === 'listens' ? 'heard' : state.gap,
    unsent,
    uploads: inOrder(
      toUpload.filter(({ hash }) => !state.arrived.includes(hash)),
      state,
    ),
    arrived: [],
  };
  // Commands an answer passed over would be asked for ever: only progress asks again at once.
  const listened = state.gap === 'listens' || state.atOnce === 0;
  const moved = (answered.size > 0 && unsent.length > 0) || resend.length > 0 || listened;
  if (response.more || state.again || moved) {
    const asked = ask({ ...next, again: false }, state.again === 'all');
    const also = startUploads(asked.state);
    return { state: also.state, effects: [...asked.effects, ...also.effects] };
  }
  return go(next);
}

/** Goes on with the upload lane; with nothing left to do, rests until the next poll. */
function go(state: SyncState): Step {
  const upload = startUploads(state);
  const { uploading, exchange, resting } = upload.state;
  if (uploading.length > 0 || exchange !== 'idle' || resting || state.blocked || !state.started) return upload;
  return { state: { ...upload.state, resting: true }, effects: [...upload.effects, { type: 'rest', ms: POLL_MS }] };
}

/**
 * What one cut ends together, files or a file and an exchange, has failed once. A file that is turned back again and
 * again costs its bytes each time: between its tries lies more and more time, whatever goes well meanwhile.
 */
function notUploaded(state: SyncState, event: Extract<SyncEvent, { type: 'notUploaded' }>): Step {
  const { hash, failure, chance } = event;
  const next = brokenOff(state, hash, failure);
  const counted = state.exchange !== 'idle' || (state.resting && state.failures > 0);
  if (counted && blockOf(failure) === null) return stay({ ...next, lastFailure: failure });
  return fail(next, failure, chance, restAfter(next.turnedBack, chance));
}

/**
 * A window of signal may be shorter than all that waits takes: sent whole, it would begin again in every window and
 * never arrive. So after a cut one command goes alone.
 */
function notAnswered(before: SyncState, { failure, ms, chance }: Extract<SyncEvent, { type: 'notAnswered' }>): Step {
  const atOnce = failure.code !== 'refused' && ms >= UNDER_WAY_MS ? Math.min(1, before.atOnce) : before.atOnce;
  const state: SyncState = { ...ended(before), atOnce };
  const gap = failure.code === 'refused' && failure.refusal.code === 'gap' ? failure.refusal : null;
  return gap ? readAgain(state, gap) : fail(state, failure, chance);
}

function fail(before: SyncState, failure: TransportFailure | Fault, chance: number, atLeastMs = 0): Step {
  const listens = before.gap === 'none' && failure.code === 'refused' && failure.refusal.code === 'gap';
  const state: SyncState = listens ? { ...before, gap: 'listens' } : before;
  const blocked = listens ? null : blockOf(failure);
  if (!blocked) return patiently(state, failure, chance, atLeastMs);
  const stopped: SyncState = { ...state, failures: state.failures + 1, lastFailure: failure, blocked };
  if (blocked !== 'serverOlder') return stay(stopped);
  return rest({ ...stopped, atOnce: 0 }, chance, UPDATE_REST_MS * (0.5 + chance / 2));
}

function patiently(state: SyncState, failure: TransportFailure | Fault, chance: number, atLeastMs = 0): Step {
  const failed = { ...state, failures: state.failures + 1, lastFailure: failure };
  const patience = failure.code === 'refused' ? failure.retryAfterMs : null;
  return rest(failed, chance, Math.max(patience ?? 0, atLeastMs));
}

/** Both lanes wait for the same timer, which begins with an exchange: it tells what is still missing. */
function rest(state: SyncState, chance: number, atLeastMs = 0): Step {
  if (state.exchange !== 'idle' || state.resting) return stay(state);
  const ms = Math.max(restAfter(state.failures, chance), atLeastMs);
  return { state: { ...state, resting: true }, effects: [{ type: 'rest', ms }] };
}

/** The server has answered: whatever failed before is over. */
function met(state: SyncState, at: number): SyncState {
  const goesOn = state.contact !== null && state.lastFailure === null;
  const contact = { since: goesOn && state.contact ? state.contact.since : at, until: at };
  return { ...state, failures: 0, lastFailure: null, lastContactAt: at, contact, blocked: lifted(state.blocked) };
}

/** What ends by itself: an answer, or a rest, and the server may understand. */
const lifted = (blocked: Block | null): Block | null => (blocked === 'serverOlder' ? null : blocked);

function blockOf(failure: TransportFailure | Fault): Block | null {
  if (failure.code !== 'refused') return null;
  switch (failure.refusal.code) {
    case 'signedOut':
      return 'signedOut';
    case 'wrongAccount':
      return 'wrongAccount';
    case 'protocolUnsupported':
      return behind(failure.refusal.supported);
    case 'gap':
    case 'conflict':
      return 'disagreement';
    default:
      return null;
  }
}
