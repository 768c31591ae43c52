import type { Sha256 } from '#core/dossier/dossier.ts';
import type { TransportFailure, Wanted } from '#core/ports.ts';
import type { Fault, Step, SyncState } from './state.ts';

/**
 * So many files are on their way at once: while the server makes sure of one, the next fills the link. On a round
 * trip of 400 ms, one at a time leaves a seventh of it empty.
 */
export const UPLOADS_AT_ONCE = 2;
/**
 * The next file begins once no more than this of the one before it has yet to be handed over: sooner, they would
 * share the link for nothing, and the first would arrive later.
 */
const NEARLY_GONE_BYTES = 128 * 1024;

export type Uploading = { readonly file: Wanted; readonly sent: number };

/** Whether photos do not go over this network: it costs by the byte, and the person does not want that. */
export function keepsPhotos(state: SyncState): boolean {
  // A phone that does not tell which network it is on is asked about each time: it may cost money.
  return state.photos === 'wifi' && state.metered !== false && !state.allowedOnce;
}

/** True while photos wait for that reason. */
export function heldByBudget(state: SyncState): boolean {
  return keepsPhotos(state) && state.uploads.length > 0;
}

/** Whether something waits that may go over this network. */
export function hasToSend(state: SyncState): boolean {
  return state.unsent.length > 0 || (state.uploads.length > 0 && !heldByBudget(state));
}

/** Begins with the next files, as many as have room. */
export function startUploads(state: SyncState): Step {
  const file = state.uploads.find(({ hash }) => !isUnderWay(state, hash));
  if (!file || !hasRoom(state, file)) return { state, effects: [] };
  const begun = startUploads({ ...state, uploading: [...state.uploading, { file, sent: 0 }] });
  return { state: begun.state, effects: [{ type: 'upload', file }, ...begun.effects] };
}

/**
 * After a failure nothing begins before the next contact, and nothing begins while text waits: a window of a second
 * must let it through. A file that is under way goes on, since what has arrived of it is kept.
 */
function hasRoom(state: SyncState, next: Wanted): boolean {
  const { uploading, unsent, blocked, lastFailure } = state;
  if (blocked || lastFailure || unsent.length > 0 || heldByBudget(state)) return false;
  if (uploading.length === 0) return true;
  if (uploading.length >= UPLOADS_AT_ONCE) return false;
  const left = uploading.reduce((sum, { file, sent }) => sum + file.size - sent, 0);
  const passes = uploading.every(({ file }) => rank(next, state) <= rank(file, state)) && next.size < left;
  return passes || left <= NEARLY_GONE_BYTES;
}

export function isUnderWay({ uploading }: SyncState, hash: Sha256): boolean {
  return uploading.some(({ file }) => file.hash === hash);
}

/** What the person wants first; then small things, so that the most papers arrive in a short window of signal. */
export function inOrder(files: readonly Wanted[], choice: Choice): Wanted[] {
  return files.toSorted((a, b) => rank(a, choice) - rank(b, choice) || a.size - b.size);
}

type Choice = Pick<SyncState, 'first' | 'setBack'>;

/** A file the server has refused comes last, so that it never keeps the others from arriving. */
function rank({ hash, dossier }: Wanted, { first, setBack }: Choice): number {
  return setBack.includes(hash) ? 2 : first !== null && dossier === first ? 0 : 1;
}

/**
 * Bytes handed to the system may be lost on their way: the last one counts only once the server has said so, and none of
 * them is a contact.
 */
export function underWay(
  state: SyncState,
  { hash, sent }: { readonly hash: Sha256; readonly sent: number },
): SyncState {
  return {
    ...state,
    uploading: state.uploading.map((each) =>
      each.file.hash === hash ? { ...each, sent: Math.min(sent, each.file.size - 1) } : each,
    ),
  };
}

/** The file has arrived, or is not to be had here. */
export function without(state: SyncState, hash: Sha256): SyncState {
  return {
    ...state,
    uploading: state.uploading.filter(({ file }) => file.hash !== hash),
    uploads: state.uploads.filter((file) => file.hash !== hash),
    setBack: state.setBack.filter((each) => each !== hash),
  };
}

/** The file is not under way any more, and still wanted. */
export function brokenOff(state: SyncState, hash: Sha256, failure: TransportFailure | Fault): SyncState {
  const isCut = failure.code === 'unreachable' || failure.code === 'timeout';
  const isItsOwn = failure.code === 'refused' || failure.code === 'notOurs';
  const setBack = isItsOwn ? [...state.setBack.filter((each) => each !== hash), hash] : state.setBack;
  return {
    ...state,
    turnedBack: isCut ? state.turnedBack : state.turnedBack + 1,
    uploading: state.uploading.filter(({ file }) => file.hash !== hash),
    uploads: inOrder(state.uploads, { first: state.first, setBack }),
    setBack,
  };
}
