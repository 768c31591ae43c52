import { calendarOf } from '#core/calendar/working-days.ts';
import type { OfficerCommand } from '#core/dossier/command.ts';
import type { Ground } from '#core/dossier/decide.ts';
import {
  filesOf,
  type Dossier,
  type DossierEvent,
  type FeeRequest,
  type FileRef,
  type Sha256,
  type Uuid,
} from '#core/dossier/dossier.ts';
import { paymentReference } from '#core/fee/reference.ts';
import {
  MAX_BODY_BYTES,
  SyncRequest,
  SyncResponse,
  type Outcome,
  type RequestRefusal,
  type SentCommand,
} from '#core/sync/messages.ts';
import { serveSync } from '#core/sync/serve.ts';
import { answerInWordsOf, inTodaysWords, refusalInWordsOf } from '#protocol/spoken.ts';
import { canonicalJson } from '#server/commands/digest.ts';
import { runOfficerCommand, type OfficerResult } from '#server/commands/officer.ts';
import { recordFile } from '#server/commands/papers.ts';
import type { SqlLedgerTx } from '#server/commands/sql-ledger.ts';
import { takeTransfer, type Taken } from '#server/payment/take.ts';
import type { BankTransfer } from '#server/payment/transfer.ts';
import { MemoryLedger } from '#tests/support/memory-ledger.ts';
import { SimulatedSql } from './rows.ts';
import { standingAt } from './versions.ts';
import { HOUR, sha256, type World } from './world.ts';

export const UNIT = '03004';
/** Nobody can do anything for a dossier any more. */
export const CLOSED: ReadonlySet<string> = new Set(['withdrawn', 'stopped', 'notAccepted', 'returned']);

export const PAYEE = { bin: '970405', account: '113800004512', name: 'Kho bạc', bank: 'Agribank' };
const CALENDAR = calendarOf({ holidays: [], workingSaturdays: [] });
const UNITS: ReadonlySet<string> = new Set([UNIT]);

/** Words at which this server fails, as a bug of its own would make it. */
export const POISON = '☠';

/** The process died: the transaction in hand is undone, or its answer never leaves. */
class Crash extends Error {}

/** What the server said to one request: as HTTP would carry it. */
export type Said =
  { readonly response: SyncResponse } | { readonly refusal: RequestRefusal } | { readonly stored: true };

/** What one request of an upload carries: whose file it is, and its bytes from `offset` on. */
export type SentBytes = {
  readonly account: string;
  readonly file: FileRef;
  readonly offset: number;
  readonly bytes: Uint8Array;
};

/** Awaited at each await of a transaction; a test may let the server die there. */
export type ServerGate = (at: string) => Promise<void> | void;

/** The real server half of sync, the desk and the payments over rows in memory, with a store for files. */
export class ServerSide {
  readonly ledger = new MemoryLedger();
  readonly sql = new SimulatedSql(this.ledger.undo);
  readonly stored = new Map<string, Uint8Array>();
  /** Every event ever committed, by dossier, in the order it was: nothing may change one afterwards. */
  readonly journal = new Map<Uuid, { readonly owner: string; readonly events: DossierEvent[] }>();
  gate: ServerGate | null = null;
  private readonly partial = new Map<string, Uint8Array>();
  private readonly world: World;
  private downUntil = 0;
  /** Dossiers that were here and were in no backup. */
  private readonly forgotten = new Set<Uuid>();
  /** The epoch each account was in when the server last went back. */
  private readonly past = new Map<string, Uuid>();
  /** Brings it back; true where whoever does it says so. */
  private lastBackup: (() => boolean) | null = null;

  constructor(world: World) {
    this.world = world;
  }

  ground(version: number): Ground {
    return {
      now: this.world.time.now(),
      calendar: CALENDAR,
      ...standingAt(this.world.time.now(), version),
      unit: { mountain: true },
      units: UNITS,
    };
  }

  get isDown(): boolean {
    return this.world.time.now() < this.downUntil;
  }

  /** One request's bytes in, one answer's bytes out; null when the process died underneath or is not up. */
  async exchange(session: string | null, body: string): Promise<string | null> {
    if (this.isDown) return null;
    const { world } = this;
    world.note(body);
    if (Buffer.byteLength(body) > MAX_BODY_BYTES) return said({ refusal: { code: 'tooLarge', limit: MAX_BODY_BYTES } });
    const parsed = JSON.parse(body) as SyncRequest;
    // An older phone has put its words through their schema itself.
    const asked = world.thorough && parsed.protocol !== 1 ? SyncRequest.parse(parsed) : parsed;
    const request = inTodaysWords(asked);
    if (session === null) return said({ refusal: { code: 'signedOut' } });
    if (request.account !== session) return said({ refusal: { code: 'wrongAccount' } });
    return await this.orDie(async () => {
      const served = await serveSync({ transaction: (work) => this.commit(work) }, request, {
        now: world.time.now(),
        name: session,
        ground: (_procedure, version) => this.ground(version),
        digest: (command) => Promise.resolve(this.digest(command)),
        sign: ({ command }) => Promise.resolve(`receipt:${command.id}`),
        receiptFor: (receipt) => Promise.resolve(receipt.slice('receipt:'.length)),
        passing: (error) => error instanceof Crash,
        alarm: () => undefined,
      });
      const answer = said(
        served.ok
          ? { response: answerInWordsOf(asked, served.response) as SyncResponse }
          : { refusal: refusalInWordsOf(asked, served.refusal) },
      );
      world.note(answer);
      return answer;
    });
  }

  /** Takes the bytes of a file that follow what is here; a cut leaves what has arrived. */
  async upload(session: string | null, { account, file, offset, bytes }: SentBytes): Promise<string | null> {
    if (this.isDown) return null;
    if (session === null) return said({ refusal: { code: 'signedOut' } });
    if (account !== session) return said({ refusal: { code: 'wrongAccount' } });
    const key = `${account}/${file.hash}`;
    if (!this.stored.has(key)) {
      const before = this.partial.get(key) ?? new Uint8Array();
      // A copy of an older request, or bytes of before the server went back.
      if (offset !== before.length) return said({ refusal: { code: 'busy' } });
      const isCut = this.world.strikes('uploadCut');
      const arrived = isCut ? bytes.slice(0, this.world.random.int(bytes.length + 1)) : bytes;
      const here = Buffer.concat([before, arrived]);
      this.partial.set(key, here);
      if (isCut) return null;
      this.partial.delete(key);
      if (sha256(here) !== file.hash) return said({ refusal: { code: 'malformed', detail: 'hash' } });
      this.stored.set(key, here);
    }
    return await this.orDie(async () => {
      await this.commit((tx) => recordFile(tx, account, file, this.world.time.now()));
      return said({ stored: true });
    });
  }

  /** An officer's command from the desk; null when the process died underneath. */
  async office(dossierId: Uuid, command: OfficerCommand): Promise<OfficerResult | null> {
    if (this.isDown) return null;
    return await this.orDie(() =>
      this.commit((tx) =>
        runOfficerCommand(tx, {
          dossierId,
          officer: { account: 'dín', name: 'Dín', unit: UNIT },
          command,
          ground: (dossier) => this.ground(dossier.version),
          makeFee: async (dossier, amount, reason) => this.makeFee(dossier, amount, reason),
        }),
      ),
    );
  }

  /** A webhook or a line of the statement; null when nobody was told that it is on record. */
  async transfer(transfer: BankTransfer): Promise<Taken | null> {
    if (this.isDown) return null;
    const taken = await this.orDie(() =>
      this.commit((tx) =>
        takeTransfer(transfer, {
          sql: tx.sql,
          tx,
          provider: 'sandbox',
          now: this.world.time.now(),
          ground: (_procedure, version) => this.ground(version),
        }),
      ),
    );
    if (taken) this.world.note(taken.kind);
    return taken;
  }

  /** Makes a backup; what is in it is announced to phones a while later. */
  backup(announcedAfter: number): void {
    const { time, random } = this.world;
    const upTo = time.now() - 1;
    const [rows, sql, stored] = [this.ledger.snapshot(), this.sql.snapshot(), new Map(this.stored)];
    const journal = [...this.journal].map(([id, { owner, events }]) => [id, { owner, events: [...events] }] as const);
    const born = this.world.restoredAt;
    time.after(announcedAfter, () => {
      if (born !== this.world.restoredAt) return;
      this.ledger.noteBackup(upTo);
      this.lastBackup = () => {
        const isSaid = random.chance(0.8);
        const before = [...this.ledger.rows.dossiers.keys()];
        this.ledger.restore(rows, isSaid);
        for (const id of before) if (!this.ledger.rows.dossiers.has(id)) this.forgotten.add(id);
        sql();
        if (random.chance(0.5)) {
          this.stored.clear();
          for (const [key, bytes] of stored) this.stored.set(key, bytes);
        }
        this.journal.clear();
        for (const [id, { owner, events }] of journal) this.journal.set(id, { owner, events: [...events] });
        return isSaid;
      };
    });
  }

  /** The disk is gone, and the last announced backup comes in its place after some hours; null: there is none. */
  restore(): 'said' | 'unsaid' | null {
    if (!this.lastBackup) return null;
    for (const account of ['mẩy', 'páo']) this.past.set(account, this.ledger.epochOf(account));
    const isSaid = this.lastBackup();
    this.partial.clear();
    const { time, random } = this.world;
    this.world.restoredAt = time.now();
    this.downUntil = time.now() + random.int(3 * HOUR);
    return isSaid ? 'said' : 'unsaid';
  }

  /** Whether a phone that was last answered in this epoch has heard that the server went back, if it ever did. */
  isHeardIn(account: string, epoch: Uuid | null): boolean {
    if (this.world.restoredAt === null) return true;
    return epoch === this.ledger.epochOf(account) && epoch !== this.past.get(account);
  }

  /** Bytes of a file that have arrived and are not on record yet. */
  bytesOf(account: string, hash: Sha256): number {
    const key = `${account}/${hash}`;
    return (this.stored.get(key) ?? this.partial.get(key))?.length ?? 0;
  }

  /** Whether a dossier was lost with the disk; it may have been submitted again since. */
  hasForgotten(id: Uuid): boolean {
    return this.forgotten.has(id);
  }

  /** The number of the last write of any of an account's drafts; 0 before the first. */
  lastDraftOf(account: string): number {
    const own = [...this.ledger.rows.drafts.values()].filter((row) => row.account === account);
    return Math.max(0, ...own.map(({ n }) => n));
  }

  /** Whether a command's effect is committed: what "Đã gửi" claims. */
  hasDone(account: string, id: Uuid): boolean {
    for (const [key, { outcome }] of this.ledger.rows.outcomes) {
      if (outcome.id === id) return hasEffect(outcome) && key.startsWith(account);
    }
    return false;
  }

  /** Or wants it no more. */
  hasFile(account: string, hash: string): boolean {
    return this.ledger.rows.files.has(`${account}\n${hash}`) || this.isGivenUp(hash);
  }

  /**
   * The person photographed the page again, thinking it lost, and so gave it up wherever it still was. A server that
   * went back may have forgotten that.
   */
  isGivenUp(hash: string): boolean {
    for (const { dossier } of this.ledger.rows.dossiers.values()) {
      if (dossier.events.some(({ what }) => what.type === 'papersReplaced' && what.lost.includes(hash))) return true;
    }
    if (this.world.restoredAt === null) return false;
    for (const { intent } of this.world.shown.commands.values()) {
      if (intent.type === 'replacePapers' && intent.lost.includes(hash)) return true;
    }
    return false;
  }

  /** The dossiers that name the page have ended before it came: nobody asks for it any more, and its phone lets it go. */
  hasEndedWithout(account: string, hash: string): boolean {
    if (this.ledger.rows.files.has(`${account}\n${hash}`)) return false;
    const naming = [...this.ledger.rows.dossiers.values()].filter(
      ({ owner, dossier }) => owner === account && filesOf(dossier.attachments).some((file) => file.hash === hash),
    );
    return naming.length > 0 && naming.every(({ dossier }) => CLOSED.has(dossier.status));
  }

  private digest(command: SentCommand): string {
    // Every member of a command comes and goes in the same order here, so its text identifies it as well.
    return this.world.thorough ? sha256(canonicalJson(command)) : JSON.stringify(command);
  }

  private makeFee(dossier: Dossier, amount: number, reason: string): FeeRequest {
    const { random, time } = this.world;
    const letters = Array.from({ length: 4 }, () => String.fromCharCode(65 + random.int(26))).join('');
    const reference = paymentReference(dossier.code, letters);
    const id = random.uuid();
    const expiresAt = time.now() + 5 * 24 * HOUR;
    const row = {
      id,
      dossier: dossier.id,
      reference,
      amount,
      payee: PAYEE,
      expires_at: new Date(expiresAt),
      paid_at: null,
    };
    this.sql.fees.set(id, row);
    return { id, amount, reason, reference, payee: PAYEE, expiresAt, signed: 'signed' };
  }

  /** A transaction that may die before its commit; what it appended goes into the journal after it. */
  private async commit<T>(work: (tx: SqlLedgerTx) => Promise<T>): Promise<T> {
    const appended: { owner: string; id: Uuid; events: readonly DossierEvent[] }[] = [];
    const result = await this.ledger.transaction(async (inner) => {
      const tx: SqlLedgerTx = {
        ...(this.gate ? gated(inner, this.gate) : inner),
        sql: this.sql,
        nudge: async () => undefined,
        append: async (owner, dossier, events) => {
          await this.gate?.('append');
          if (events.some(({ what }) => what.type === 'withdrawn' && what.reason === POISON)) throw new Error('poison');
          await inner.append(owner, dossier, events);
          for (const { what } of events) {
            const taken = what.type === 'papersReplaced' ? what.lost : [];
            if (taken.some((hash) => this.ledger.rows.files.has(`${owner}\n${hash}`)))
              this.world.violated('lost', 'a page that had arrived was taken out of a dossier');
          }
          appended.push({ owner, id: dossier.id, events });
        },
      };
      const value = await work(tx);
      await this.gate?.('commit');
      if (this.world.strikes('crashBeforeCommit')) throw new Crash();
      return value;
    });
    for (const { owner, id, events } of appended) this.write(owner, id, events);
    await this.gate?.('committed');
    if (this.world.strikes('crashAfterCommit')) throw new Crash();
    return result;
  }

  private write(owner: string, id: Uuid, events: readonly DossierEvent[]): void {
    const page = this.journal.get(id) ?? { owner, events: [] };
    this.journal.set(id, page);
    page.events.push(...events);
    for (const event of events) {
      if (event.at !== this.world.time.now())
        this.world.violated('lost', `${event.what.type} is not dated by the server`);
    }
  }

  private async orDie<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.downUntil = this.world.time.now() + this.world.random.int(5 * 60_000);
      return null;
    }
  }

  /** The process ends here and now, as a gate may want it to. */
  static die(): never {
    throw new Crash();
  }
}

/** Each call of a transaction passes the gate first. */
function gated<T extends object>(tx: T, gate: ServerGate): T {
  const entries = Object.entries(tx).map(([name, call]: [string, (...args: never[]) => unknown]) => [
    name,
    async (...args: never[]) => {
      await gate(name);
      return await call(...args);
    },
  ]);
  return Object.fromEntries(entries) as T;
}

/** Whether something came of it: an empty command only spends a number. */
export function hasEffect(outcome: Outcome): boolean {
  return outcome.result === 'done' && outcome.receipt !== '';
}

function said(what: Said): string {
  return `${JSON.stringify(what)}\n`;
}

/** What the phone makes of an answer's text. */
export function heard(text: string, thorough: boolean): Said {
  const parsed = JSON.parse(text) as Said;
  if (thorough && 'response' in parsed) return { response: SyncResponse.parse(parsed.response) };
  return parsed;
}
