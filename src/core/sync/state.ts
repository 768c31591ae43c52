import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Recorded, StoreFailure, SyncStart, TransportFailure, Wanted } from '#core/ports.ts';
import type { Outcome, RequestRefusal, SyncResponse } from '#core/sync/messages.ts';
import type { Uploading } from './upload-lane.ts';

// What the sync engine's machine (`machine.ts`) knows, is told and wants done.

/** Why the engine does not go on; a wake tries again, and where the server is older a long rest does too. */
export type Block = 'signedOut' | 'wrongAccount' | 'outdated' | 'serverOlder' | 'disagreement';

/** The phone's own store or a part of the app failed in a way nobody foresaw. It is tried again like everything else. */
export type Fault = { readonly code: 'fault' };

/** Which networks may carry photos. Text always goes. */
export type PhotoBudget = 'any' | 'wifi';

export type SyncState = {
  readonly started: boolean;
  readonly cursor: number;
  readonly draftCursor: number;
  readonly epoch: Uuid | null;
  readonly unsent: readonly { readonly seq: number; readonly bytes: number }[];
  /**
   * How many commands go into one request: a hundred, one after a cut, and more again with every answer. None, nor
   * drafts, to a server that was older: it is not known yet whether it takes any.
   */
  readonly atOnce: number;
  readonly exchange: 'idle' | 'rereading' | 'asking' | 'recording';
  /** Commands of the exchange under way; none in one that only asks for news. */
  readonly carried: readonly number[];
  /** Ask once more after this exchange, and with which drafts: something happened meanwhile, or it held them back. */
  readonly again: false | 'resting' | 'all';
  readonly uploads: readonly Wanted[];
  readonly uploading: readonly Uploading[];
  /**
   * Arrived since the last answer. One that this or the next still misses rests until the poll: a server that says of a
   * file that it is whole and misses it all the same would be asked without end.
   */
  readonly arrived: readonly Sha256[];
  /** Files the server, or a proxy before it, has turned back: they come after all others. */
  readonly setBack: readonly Sha256[];
  /** The dossier whose papers the person wants to go before the others. */
  readonly first: Uuid | null;
  readonly photos: PhotoBudget;
  /** Whether the phone says that this network costs by the byte; null where it does not say. */
  readonly metered: boolean | null;
  /** The person lets photos go over this metered network, until it changes. */
  readonly allowedOnce: boolean;
  readonly resting: boolean;
  /** Failed attempts since the last contact. */
  readonly failures: number;
  /** Uploads that failed of something else than a cut since the last that went through: no exchange that goes well makes up for them. */
  readonly turnedBack: number;
  readonly lastFailure: TransportFailure | StoreFailure | Fault | null;
  readonly lastContactAt: number | null;
  /** The last stretch of time in which the server could be reached, from its first answer to its last. */
  readonly contact: { readonly since: number; readonly until: number } | null;
  readonly blocked: Block | null;
  /**
   * The server lacks commands before those sent, and the store has no others: the server came back from a backup.
   * `listens`: the next exchange carries none, and its answer says from where to send again. `heard`: it has said
   * so, and another gap is a disagreement.
   */
  readonly gap: 'none' | 'listens' | 'heard';
};

export type SyncEvent =
  | { readonly type: 'started'; readonly start: SyncStart }
  | { readonly type: 'queued'; readonly seq: number; readonly bytes: number }
  | { readonly type: 'wake'; readonly why: WakeReason }
  | { readonly type: 'rested' }
  /** What waits in the store, read again. `gap`: the refusal that was the reason. */
  | {
      readonly type: 'reread';
      readonly unsent: SyncState['unsent'];
      readonly gap: Gap | null;
      readonly chance: number;
    }
  | { readonly type: 'notReread'; readonly failure: StoreFailure | Fault; readonly chance: number }
  /** The store has no such commands to send: they were told of late, after their outcome. */
  | { readonly type: 'gone'; readonly seqs: readonly number[] }
  | { readonly type: 'answered'; readonly response: SyncResponse; readonly at: number }
  /** `ms`: how long the request was under way. */
  | {
      readonly type: 'notAnswered';
      readonly failure: TransportFailure | Fault;
      readonly ms: number;
      readonly chance: number;
    }
  | { readonly type: 'recorded'; readonly response: Heard; readonly recorded: Recorded }
  | { readonly type: 'notRecorded'; readonly failure: StoreFailure | Fault; readonly chance: number }
  | { readonly type: 'uploadProgress'; readonly hash: Sha256; readonly sent: number }
  | { readonly type: 'uploaded'; readonly hash: Sha256; readonly at: number }
  | {
      readonly type: 'notUploaded';
      readonly hash: Sha256;
      readonly failure: TransportFailure | Fault;
      readonly chance: number;
    }
  /** This phone no longer holds the bytes; another device may. */
  | { readonly type: 'notHeld'; readonly hash: Sha256 }
  | { readonly type: 'preferred'; readonly first: Uuid | null }
  | { readonly type: 'budgeted'; readonly photos: PhotoBudget }
  | { readonly type: 'allowedOnce' }
  /** The network changed; `metered` is null where the phone does not tell. */
  | { readonly type: 'network'; readonly metered: boolean | null };

/** What the machine looks at of an answer that has been kept. */
export type Heard = Pick<SyncResponse, 'more'> & { readonly outcomes: readonly Pick<Outcome, 'seq'>[] };

/** What the person, or the network the phone is on, decides about sending. */
export type SendingChoice = Extract<SyncEvent, { type: 'preferred' | 'budgeted' | 'allowedOnce' | 'network' }>;

/** What may wake the engine. Only `button`, `online` and `signedIn` forget earlier failures; `hidden` sends drafts that are not at rest yet. */
export type WakeReason = 'button' | 'online' | 'visible' | 'hidden' | 'background' | 'signedIn';

/** The server's word that a command is missing before those sent. */
export type Gap = Extract<RequestRefusal, { code: 'gap' }>;

export type SyncEffect =
  /** Read again what waits in the store. */
  | { readonly type: 'reread'; readonly gap: Gap | null }
  | { readonly type: 'ask'; readonly ask: Ask }
  | { readonly type: 'record'; readonly response: SyncResponse }
  | { readonly type: 'upload'; readonly file: Wanted }
  | { readonly type: 'rest'; readonly ms: number }
  | { readonly type: 'stopResting' };

/** One exchange: which commands, from where the answer continues, and which drafts go along. */
export type Ask = {
  readonly seqs: readonly number[];
  readonly epoch: Uuid | null;
  readonly cursor: number;
  readonly draftCursor: number;
  /** `none`: commands fill the request. `resting`: drafts nobody is typing in. */
  readonly drafts: 'none' | 'resting' | 'all';
};

export type Step = { readonly state: SyncState; readonly effects: readonly SyncEffect[] };

/** An engine that has not begun: apart from the machine, so that a page can show it before the machine's code has come. */
export const INITIAL: SyncState = {
  started: false,
  cursor: 0,
  draftCursor: 0,
  epoch: null,
  unsent: [],
  atOnce: 100,
  exchange: 'idle',
  carried: [],
  again: false,
  uploads: [],
  uploading: [],
  arrived: [],
  setBack: [],
  first: null,
  photos: 'any',
  metered: null,
  allowedOnce: false,
  resting: false,
  failures: 0,
  turnedBack: 0,
  lastFailure: null,
  lastContactAt: null,
  contact: null,
  blocked: null,
  gap: 'none',
};
