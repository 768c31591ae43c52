import { afterEach, beforeEach } from 'vitest';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { DossierEvent, FileRef, Happening, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, OutboxEntry, OutgoingDraft, Recorded, Stored } from '#core/ports.ts';
import type { Change, Outcome, SyncResponse } from '#core/sync/messages.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';

type SpoiltTable = 'drafts' | 'outbox' | 'files' | 'dossiers' | 'kept' | 'receipts' | 'wallet';

/** One phone's disk under test. */
export type StoreHarness = {
  /** Opens an account's store; again after `close` it is the program's next start. */
  readonly open: (account: string) => Promise<AccountStore>;
  /** So many records can be written from now on; null ends the shortage. */
  readonly roomFor: (records: number | null) => void;
  /** The record's bytes are others than they were. */
  readonly corrupt: (account: string, table: SpoiltTable, key: string | number) => Promise<void>;
  /** The browser says that it has lost them. */
  readonly loseBytes: StoreHarness['corrupt'];
  readonly stop: () => Promise<void>;
};

/** Whose store the contracts open. */
export const ACCOUNT = 'account-of-may';

/** Opens a store anew before each test of a contract, and puts it away afterwards. */
export function withStore(start: () => Promise<StoreHarness>) {
  let phone: StoreHarness;
  let store: AccountStore;
  beforeEach(async () => {
    phone = await start();
    store = await phone.open(ACCOUNT);
  });
  afterEach(async () => {
    store.close();
    await phone.stop();
  });
  return {
    get phone() {
      return phone;
    },
    get store() {
      return store;
    },
    /** The program ends, and begins again. */
    restart: async (): Promise<AccountStore> => {
      store.close();
      store = await phone.open(ACCOUNT);
      return store;
    },
  };
}

/** The value of something that must have worked. */
export function good<T>(stored: Stored<T>): T {
  if (!stored.ok) throw new Error(`The store failed: ${JSON.stringify(stored.failure)}`);
  return stored.value;
}

export function uuid(n: number): Uuid {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function draft(n = 1): Draft {
  return {
    id: uuid(n),
    rev: 0,
    procedure: EVERYTHING,
    unit: '',
    answers: EVERYTHING_ANSWERS,
    attachments: [],
    place: { at: 'page', page: 'person' },
    startedAt: 1,
    savedAt: 1,
  };
}

export const OWN = picture('a', [1, 2, 3, 4, 5, 6, 7, 8, 9]);
export const SHARED = picture('b', [9, 9, 9]);

export const WITHDRAWAL: CitizenIntent = { type: 'withdraw', dossier: uuid(50), reason: '' };

export function picture(letter: string, content: number[]): { readonly file: FileRef; readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(content);
  return { file: { hash: letter.repeat(64), size: bytes.length, type: 'image/webp' }, bytes };
}

export function submission({
  id,
  procedure,
  unit,
  answers,
  attachments,
}: Draft): Extract<CitizenIntent, { type: 'submit' }> {
  const { code, version } = procedure;
  return { type: 'submit', dossier: id, procedure: code, version, unit, answers, attachments: [...attachments] };
}

/** A draft with one photo, submitted. */
export async function submitted(store: AccountStore): Promise<{ readonly saved: Draft; readonly entry: OutboxEntry }> {
  const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
  const from = { commandId: uuid(100), madeAt: 5, draft: saved };
  return { saved, entry: good(await store.enqueue(submission(saved), from)) };
}

const EPOCH = uuid(777);
/** Of the server once it has come back from a backup. */
export const NEXT_EPOCH = uuid(778);

/** An answer of the server that says nothing but what is given. */
export function answer(given: Partial<SyncResponse> = {}): SyncResponse {
  return { ...QUIET_ANSWER, epoch: EPOCH, lastSeq: 1_000, serverTime: 2_000, ...given };
}

export function record(
  store: AccountStore,
  response: SyncResponse,
  pushed: readonly OutgoingDraft[] = [],
): Promise<Stored<Recorded>> {
  return store.sync.record(response, pushed, 1_000);
}

export function news(changes: readonly Change[]): SyncResponse {
  return answer({ changes: [...changes], cursor: changes.at(-1)?.n ?? 0 });
}

export function acceptance(
  { command, files }: OutboxEntry,
  { missing }: { missing: readonly FileRef[] },
): SyncResponse {
  return answer({
    outcomes: [done(command.seq, command.id)],
    changes: [change(1, command.intent.dossier, 1, submittedEvent(command.madeAt, files))],
    cursor: 1,
    missingFiles: missing.map((file) => file.hash),
  });
}

export function refusal({ command }: OutboxEntry): SyncResponse {
  const outcome: Outcome = {
    result: 'refused',
    seq: command.seq,
    id: command.id,
    at: 1,
    refusal: { code: 'unknownUnit' },
  };
  return { ...news([]), outcomes: [outcome] };
}

export function done(seq: number, id: Uuid): Outcome {
  return { result: 'done', seq, id, at: 1, receipt: `receipt of ${seq}` };
}

export function submittedEvent(claimedAt: number, files: readonly FileRef[]): Happening {
  return {
    type: 'submitted',
    code: 'H38.16-261122-0001',
    procedure: EVERYTHING.code,
    version: 1,
    unit: '03004',
    applicant: 'LÝ THỊ MẨY',
    answers: EVERYTHING_ANSWERS,
    attachments: files.length > 0 ? [{ document: 'idCard', files: [...files] }] : [],
    claimedAt,
  };
}

export function change(n: number, dossier: Uuid, eventN: number, what: Happening): Change {
  const role: DossierEvent['by']['role'] =
    what.type === 'submitted' || what.type === 'supplemented' || what.type === 'papersReplaced'
      ? 'citizen'
      : what.type === 'papersComplete'
        ? 'system'
        : 'officer';
  return { n, dossier, event: { n: eventN, at: 1_000 + n, by: { role, name: '' }, what } };
}

/** So many turns of the loop go by: what was begun before them is that much further. */
export async function turns(many: number): Promise<void> {
  for (let turn = 0; turn < many; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
