import type * as z from 'zod/mini';
import type { FileRef } from '#core/dossier/dossier.ts';
import type {
  AccountStore,
  CatalogueSearch,
  Clock,
  Hasher,
  Ids,
  Stored,
  StoreFailure,
  Timers,
  TransportFailure,
} from '#core/ports.ts';
import type { CatalogueEntry } from '#core/procedure/entry.ts';
import type { KeptDetail, PocketView } from '#core/procedure/pocket.ts';
import type { SendingChoice, SyncState, WakeReason } from '#core/sync/state.ts';
import type { Trail } from '#core/sync/trail.ts';
import type { Me } from '#protocol/http.ts';
import type { Unsent } from '#platform/store/unsent.ts';
import type { Silence } from '#platform/store/silence.ts';
import type { StorageReport } from '#platform/store/storage.ts';

export type { StorageReport, Unsent };

/**
 * Everything the page may do to the world, composed by `openPlatform()` (services.ts). Screens are written
 * against this type; each `watch` calls back after a change and answers a function that stops it.
 */
export type Platform = {
  readonly session: Session;
  /** The store of an account on this phone: opened once, then the same object until that account signs out. */
  readonly store: (account: string) => Promise<Stored<AccountStore>>;
  /** Calls back when the phone's storage leaves something unanswered for too long, and when it has answered after all. */
  readonly storeSilence: Pick<Silence, 'watch'>;
  /** Sync of the session's account, whichever tab runs it. */
  readonly sync: Sync;
  /** Fetched at the first call; the same object ever after. */
  readonly search: () => Promise<CatalogueSearch>;
  readonly pocket: Pocket;
  readonly images: Images;
  readonly jws: Jws;
  readonly codes: Codes;
  readonly api: Api;
  readonly storageReport: () => Promise<StorageReport>;
  /** Asks the browser never to evict; true when it promised. Also asked by itself at the first draft. */
  readonly persist: () => Promise<boolean>;
  readonly installPrompt: InstallPrompt;
  readonly update: Update;
  readonly host: Host;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly hasher: Hasher;
};

/**
 * Who uses the phone. `me` is known without network from the last visit, and stays when the server's session
 * has run out, so that work goes on; only `signOut` ends it.
 */
export type SessionState = {
  /** False until the phone's memory has been read, some milliseconds after the start: `me` is not known before. */
  readonly settled: boolean;
  readonly me: Me | null;
  /** What the server said last: `in` as `me`, `out` (sign in again to send), or `unknown` without contact so far. */
  readonly server: 'in' | 'out' | 'unknown';
  /** Why the store of whoever used this phone last does not open; then nobody is known, and somebody may be. */
  readonly shut?: StoreFailure;
};

export type Session = {
  readonly state: () => SessionState;
  readonly watch: (changed: (state: SessionState) => void) => () => void;
  /** Asks the server who is signed in. Never rejects: without network the state stays as it was. */
  readonly refresh: () => Promise<SessionState>;
  /** Where a full navigation signs in and comes back to `returnTo`, a path of this origin ("/ho-so"). */
  readonly signInUrl: (returnTo: string) => string;
  /** Looks again who used this phone last. */
  readonly recall: () => Promise<void>;
  /** All that this phone keeps of whoever used it last, as it lies sealed (`sealed-export.ts`). */
  readonly sealedCopy: () => Promise<Stored<Blob>>;
  /** What signing out would destroy on this phone. Ask the person before `signOut` when anything is left. */
  readonly unsent: () => Promise<Stored<Unsent>>;
  /**
   * Deletes the account's store and key from this phone and ends the server's session. Without network the
   * server is told at the next contact, before anything else; `toldServer` says whether it knows already. Not `done`:
   * the store is still here, or the phone may forget to tell the server. Call again; nobody is known meanwhile.
   */
  readonly signOut: () => Promise<{ readonly done: boolean; readonly toldServer: boolean }>;
};

export type Sync = {
  readonly state: () => SyncState;
  /** What has led the engine to its state; null where another tab runs it. */
  readonly trail: () => Trail | null;
  readonly watch: (changed: (state: SyncState) => void) => () => void;
  readonly wake: (why: WakeReason) => void;
  /** Call after every successful `enqueue` with the entry's seq and bytes. */
  readonly queued: (seq: number, bytes: number) => void;
  /** What the person chose about sending; keep it in the store first (`setSending`). */
  readonly choose: (choice: SendingChoice) => void;
};

/** The province's whole catalogue on this phone. It keeps itself up to date. */
export type Pocket = {
  readonly view: () => PocketView;
  /** The same once the phone has been looked at. */
  readonly look: () => Promise<PocketView>;
  readonly watch: (changed: (view: PocketView) => void) => () => void;
  /** Fetches the details of every procedure, and keeps them from now on. */
  readonly fetchAll: () => Promise<void>;
  readonly entries: () => Promise<readonly CatalogueEntry[]>;
  /** The search index kept under this key (`keepSearch`), else null. */
  readonly keptSearch: (key: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Keeps a search index in place of the former one. What cannot be kept is made again the next time. */
  readonly keepSearch: (key: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** What the phone has of a procedure, without asking anybody. */
  readonly glance: (code: string) => Promise<{
    readonly entry: CatalogueEntry | null;
    readonly detail: KeptDetail | null;
  }>;
  /**
   * A procedure's details, from the phone or the server; null when the server's catalogue has no such code. `detail` is
   * null while it can only be fetched where there is signal. `entry` as `glance` found it: the index is not read again.
   */
  readonly detail: (
    code: string,
    entry: CatalogueEntry | null,
  ) => Promise<{ readonly detail: KeptDetail | null; readonly fresh: boolean } | null>;
};

export type Images = {
  /**
   * Makes a photo or PDF ready to keep and send. A photo is turned upright, shrunk to 1,600 px on its longest
   * side and written anew (WebP, or JPEG where the browser cannot), which drops EXIF. One at a time: further
   * calls wait.
   */
  readonly prepare: (chosen: Blob) => Promise<Prepared>;
};

export type Prepared =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly file: FileRef;
      /** What to show of it; null for a PDF. The caller makes and revokes the object URL. */
      readonly preview: Blob | null;
    }
  | { readonly ok: false; readonly why: FileProblem };

/** Why a chosen file cannot be a paper. `limit` in bytes. */
export type FileProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'notSupported'; readonly type: string }
  | { readonly code: 'tooLarge'; readonly limit: number }
  | { readonly code: 'unreadable' };

export type PinnedKey = {
  readonly kid: string;
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
};

export type Verified =
  /** `type` is the header's `typ`: what the signer says this is. Compare it before believing the payload. */
  | { readonly ok: true; readonly kid: string; readonly type: string | null; readonly payload: unknown }
  | { readonly ok: false; readonly why: 'malformed' | 'unknownKey' | 'badSignature' };

export type Jws = {
  /** Verifies a compact JWS (RFC 7515), ES256 only, with the pinned key its `kid` names. Works offline. */
  readonly verify: (token: string, keys: readonly PinnedKey[]) => Promise<Verified>;
};

/** Reads QR codes, offline. */
export type Codes = {
  /** The text of a code in a picture; null when none is found in it, or when it is no picture. */
  readonly inPicture: (picture: Blob) => Promise<string | null>;
  /** Shows the camera in `view` and calls `found` with each code it sees, until `stop`. */
  readonly watch: (view: HTMLVideoElement, found: (text: string) => void) => Promise<Watching>;
};

/** `denied`: by the person or the browser. `none`: no camera here. `busy`: there is one, and it does not start. */
export type Watching =
  { readonly ok: true; readonly stop: () => void } | { readonly ok: false; readonly why: 'denied' | 'none' | 'busy' };

type Answered<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: TransportFailure };

/** One online request that is not sync (the desk, notices, …). Only an answer that parses counts. */
export type Api = {
  readonly get: <S extends z.ZodMiniType>(path: string, answer: S) => Promise<Answered<z.infer<S>>>;
  readonly post: <S extends z.ZodMiniType>(path: string, body: unknown, answer: S) => Promise<Answered<z.infer<S>>>;
  /** The bytes of a file the server keeps, at most 10 MB. */
  readonly file: (path: string) => Promise<Answered<Blob>>;
};

export type InstallPrompt = {
  readonly available: () => boolean;
  readonly watch: (changed: (available: boolean) => void) => () => void;
  /** Must be called from a tap. */
  readonly ask: () => Promise<'accepted' | 'dismissed' | 'unavailable'>;
};

export type Update = {
  /** A newer version is installed and waits. */
  readonly waiting: () => boolean;
  readonly watch: (changed: (waiting: boolean) => void) => () => void;
  /** Lets the newer version take over and reloads once it has. Call with nothing dirty, or with consent. */
  readonly accept: () => Promise<void>;
};

/** What this browser can do; probed once at the start. */
export type Host = {
  readonly serviceWorker: boolean;
  readonly backgroundSync: boolean;
  readonly locks: boolean;
  readonly share: boolean;
  readonly camera: boolean;
  /** Runs as an installed app. */
  readonly installed: boolean;
};
