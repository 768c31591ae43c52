import { createHash } from 'node:crypto';
import http from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { Command } from '#core/dossier/command.ts';
import type { Dossier, FeeRequest, FileRef, Happening } from '#core/dossier/dossier.ts';
import { apply } from '#core/dossier/fold.ts';
import { PROTOCOL, SyncResponse, type Change, type DraftPush, type Outcome } from '#core/sync/messages.ts';
import { ErrorBody, HTTP_STATUS, uploadPath } from '#protocol/http.ts';
import { CHECKSUM_MISMATCH } from '#server/files/refused.ts';
import type { Random } from '#tests/support/random.ts';
import { send, type Answer, type Asked } from '#tests/support/send.ts';
import type { SignedIn } from '#tests/support/sign-in.ts';
import { PhoneDrafts, type DraftsOptions } from './drafts.ts';
import type { Findings } from './findings.ts';
import { makeIntent } from './intent.ts';

/** A file a phone holds, whether the server has said that it is stored, and how many power cuts its upload has seen. */
type HeldFile = { readonly file: FileRef; readonly bytes: Buffer; acknowledged: boolean; cuts: number };

export type SeatOptions = {
  readonly port: number;
  readonly origin: string;
  readonly person: SignedIn;
  readonly random: Random;
  readonly findings: Findings;
  /** How often the power was cut so far. */
  readonly powerCuts: () => number;
};

export type PhoneOptions = SeatOptions & { readonly keptDrafts: DraftsOptions['kept'] };

/** Commands in one request at most. */
const BATCH = 5;
const TUS = { 'Tus-Resumable': '1.0.0' };

/**
 * A phone that forgets nothing: it speaks the protocol to the letter, writes down everything the server
 * acknowledges, and complains as soon as an answer goes back on an earlier one.
 */
export class Phone {
  readonly account: string;
  readonly device: string;
  /** Every command ever made, by seq from 1. */
  readonly made: Command[] = [];
  /** The outcomes the server has told, by seq. */
  readonly outcomes = new Map<number, Outcome>();
  readonly files = new Map<string, HeldFile>();
  /** The account's changes as this phone was told them in this epoch. */
  changes: Change[] = [];
  readonly drafts: PhoneDrafts;
  /** "H38.16-261109-0042 of …": codes and receipts with the dossier they were told for, in whichever epoch. */
  readonly numbers = new Set<string>();
  #cookie: string;
  readonly #options: PhoneOptions;
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #dossiers = new Map<string, Dossier>();
  #missing: ReadonlySet<string> = new Set();
  #epoch: string | null = null;
  /** By which a server that went back finds out, or one that lost as little as that it answered. */
  #answeredAt: number | null = null;
  #expected = false;
  /** The server went back to a backup, and this phone has heard of it. */
  rewound = false;
  /** Acknowledgements that the server had forgotten then. */
  forgotten = 0;

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.account = options.person.me.account;
    this.#cookie = options.person.cookie;
    this.device = options.random.uuid();
    const { random, findings, keptDrafts: kept } = options;
    this.drafts = new PhoneDrafts({ device: this.device, random, findings, kept });
  }

  get acknowledged(): number {
    const files = [...this.files.values()].filter((held) => held.acknowledged);
    return this.outcomes.size + files.length + this.drafts.acknowledged;
  }

  /** Everything made has been acknowledged. */
  get settled(): boolean {
    return this.outcomes.size === this.made.length && this.#waitingFiles().length === 0 && this.drafts.settled;
  }

  /** Fees this phone has heard of in this epoch. */
  get fees(): FeeRequest[] {
    return [...this.#dossiers.values()].flatMap(({ fee }) => fee ?? []);
  }

  /** Does one thing of what a phone does. False: the server was not there. */
  async step(): Promise<boolean> {
    const { random } = this.#options;
    const waiting = this.#waitingFiles();
    if (waiting.length > 0 && random.chance(0.5)) return await this.#upload(random.pick(waiting));
    if (random.chance(0.3)) this.drafts.write();
    if (this.made.length - this.outcomes.size < 12) {
      for (let count = random.int(4); count > 0; count -= 1) this.#make();
    }
    return await this.sync();
  }

  /** Sends what waits, and until that is done makes nothing new. */
  async drain(): Promise<boolean> {
    const [file] = this.#waitingFiles();
    return this.outcomes.size === this.made.length && file ? await this.#upload(file) : await this.sync(true);
  }

  /** Sends what waits, now and then with something that was acknowledged before, and takes the answer in. `yielding`: of two versions of a draft the other phone's. */
  async sync(yielding = false): Promise<boolean> {
    const { random, findings } = this.#options;
    const known = this.outcomes.size;
    const from = random.chance(0.2) ? random.int(known + 1) : known;
    // After a restore it asks first how far the server has come.
    const commands = this.#expected ? [] : this.made.slice(from, known + random.int(BATCH) + 1).slice(0, 2 * BATCH);
    const drafts = this.#expected ? [] : this.drafts.pushes();
    const body = JSON.stringify({
      protocol: PROTOCOL,
      account: this.account,
      device: this.device,
      epoch: this.#epoch,
      commands,
      cursor: this.changes.length,
      drafts,
      draftCursor: this.drafts.cursor,
      ...(this.#answeredAt === null ? {} : { proof: String(this.#answeredAt) }),
    });
    const answer = await this.#ask({ method: 'POST', path: '/api/sync', body, headers: JSON_BODY });
    if (answer === null) return false;
    if (answer.status !== 200) return this.#refused(answer, 'sync');
    const parsed = SyncResponse.safeParse(readJson(answer.body));
    if (!parsed.success) findings.add('bugs', `sync answered what is no SyncResponse: ${parsed.error.message}`);
    else this.#take(parsed.data, commands, drafts, yielding);
    return true;
  }

  /** Asks again for everything that was ever acknowledged. */
  async remember(): Promise<void> {
    for (const held of this.files.values()) if (held.acknowledged) await this.#offsetOf(held);
  }

  /** The server is about to go back to a backup: the next answer may be of another epoch, once. */
  expectRewind(): void {
    this.#expected = true;
  }

  /** The server has forgotten this person. False: it takes them for another than the one whose commands wait here. */
  signInAgain({ cookie, me }: SignedIn): boolean {
    this.#cookie = cookie;
    const same = me.account === this.account;
    if (!same) this.#options.findings.add('lost', `account ${this.account}, which is ${me.account} now`);
    return same;
  }

  close(): void {
    this.#agent.destroy();
  }

  #take(response: SyncResponse, sent: readonly Command[], drafts: readonly DraftPush[], yielding: boolean): void {
    const { findings } = this.#options;
    const name = `device ${this.device}`;
    if (response.epoch !== this.#epoch) this.#enter(response);
    this.#answeredAt = response.serverTime;
    if (response.lastSeq < this.outcomes.size) {
      findings.add('lost', `${name}: the server is at ${response.lastSeq}, and had told ${this.outcomes.size}`);
    }
    if (response.outcomes.length !== sent.length) findings.add('bugs', `${name}: not an outcome for each command`);
    for (const [i, outcome] of response.outcomes.entries()) {
      const command = sent[i];
      const before = this.outcomes.get(outcome.seq);
      if (command?.seq !== outcome.seq || command.id !== outcome.id) {
        findings.add('corrupt', `${name}: an outcome for something that was not sent, ${outcome.seq}`);
      } else if (before && !isDeepStrictEqual(before, outcome)) {
        findings.add('corrupt', `${name}: another outcome than before for ${outcome.seq}`);
      } else this.outcomes.set(outcome.seq, outcome);
    }
    for (const change of response.changes) this.#learn(change);
    this.#missing = new Set(response.missingFiles);
    this.drafts.take(response, drafts, yielding);
    if (response.cursor !== this.changes.length) findings.add('corrupt', `${name}: the cursor is ${response.cursor}`);
  }

  /** Another epoch: what the server has not told in it goes out again, and everything is read from the start. */
  #enter({ epoch, lastSeq }: SyncResponse): void {
    if (this.#epoch !== null && !this.#expected) {
      this.#options.findings.add('corrupt', `device ${this.device}: a new epoch, and nobody restored anything`);
    }
    this.#epoch = epoch;
    this.rewound = this.#expected;
    this.#expected = false;
    for (const seq of this.outcomes.keys()) {
      if (seq > lastSeq && this.outcomes.delete(seq)) this.forgotten += 1;
    }
    for (const held of this.files.values()) held.acknowledged = false;
    this.changes = [];
    this.#dossiers.clear();
  }

  #learn(change: Change): void {
    if (change.n !== this.changes.length + 1) {
      this.#options.findings.add('lost', `device ${this.device}: change ${change.n} after ${this.changes.length}`);
    }
    this.changes.push(change);
    const { dossier: id, event } = change;
    const number = numberIn(event.what);
    if (number !== null) this.numbers.add(`${number} of ${id}`);
    const dossier = apply(id, this.#dossiers.get(id) ?? null, event);
    if (dossier) this.#dossiers.set(id, dossier);
    else this.#options.findings.add('corrupt', `device ${this.device}: change ${change.n} cannot follow`);
  }

  #make(): void {
    const { random } = this.#options;
    const id = random.uuid();
    const intent = makeIntent(id, {
      random,
      dossiers: [...this.#dossiers.values()],
      drafts: this.drafts.live,
      missing: this.#missing,
      photograph: () => this.#photograph().file,
    });
    this.made.push({ id, seq: this.made.length + 1, madeAt: Date.now(), intent });
  }

  #photograph(): HeldFile {
    const { random } = this.#options;
    const bytes = Buffer.alloc(1_000 + random.int(24_000));
    for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(random.int(2 ** 32), at);
    bytes.set([0xff, 0xd8, 0xff, 0xe0]);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const held: HeldFile = {
      file: { hash, size: bytes.length, type: 'image/jpeg' },
      bytes,
      acknowledged: false,
      cuts: 0,
    };
    this.files.set(hash, held);
    return held;
  }

  /** Files named by commands that were accepted; others may never be wanted. */
  #waitingFiles(): HeldFile[] {
    return [...this.files.values()].filter((held) => !held.acknowledged);
  }

  /** Begins or goes on with an upload, some of its bytes at a time. */
  async #upload(held: HeldFile): Promise<boolean> {
    const { random } = this.#options;
    const { hash, size, type } = held.file;
    const found = await this.#offsetOf(held);
    if (found === null) return false;
    const cuts = this.#options.powerCuts();
    if (found === 'none') {
      held.cuts = cuts;
      const metadata = { 'Upload-Length': String(size), 'Upload-Metadata': `type ${btoa(type)}` };
      const begun = await this.#ask({ method: 'POST', path: uploadPath(hash), headers: { ...TUS, ...metadata } });
      return begun !== null && (begun.status === 201 || this.#refused(begun, 'upload'));
    }
    if (held.acknowledged) return true;
    const bytes = held.bytes.subarray(found, random.chance(0.6) ? size : found + 1 + random.int(size - found));
    const headers = { ...TUS, 'Upload-Offset': String(found), 'Content-Type': 'application/offset+octet-stream' };
    const slowly = random.chance(0.5) ? { bytes: 2_000, pauseMs: 2 } : undefined;
    const sent = await this.#ask({
      method: 'PATCH',
      path: uploadPath(hash),
      headers: { ...headers, 'Content-Length': String(bytes.length) },
      body: bytes,
      ...(slowly ? { slowly } : {}),
    });
    if (sent === null) return false;
    // What was not flushed may be other bytes after a power cut: then the upload begins anew.
    if (sent.status === CHECKSUM_MISMATCH && cuts > held.cuts) return true;
    if (sent.status !== 204) return this.#refused(sent, 'upload');
    this.#holds(held, Number(sent.headers['upload-offset']));
    return true;
  }

  async #offsetOf(held: HeldFile): Promise<number | 'none' | null> {
    const { findings } = this.#options;
    const answer = await this.#ask({ method: 'HEAD', path: uploadPath(held.file.hash), headers: TUS });
    if (answer === null) return null;
    if (answer.status === 404) {
      if (held.acknowledged) findings.add('lost', `file ${held.file.hash} of ${this.account}`);
      return 'none';
    }
    if (answer.status !== 200) {
      // HEAD has no body to say why.
      if (answer.status === HTTP_STATUS.internal) findings.add('bugs', 'HEAD of an upload: 500');
      return null;
    }
    const offset = Number(answer.headers['upload-offset']);
    this.#holds(held, offset);
    return offset;
  }

  #holds(held: HeldFile, offset: number): void {
    const { size, hash } = held.file;
    const whole = offset === size;
    if (!Number.isInteger(offset) || offset > size)
      this.#options.findings.add('corrupt', `offset ${offset} of ${hash}`);
    if (held.acknowledged && !whole) this.#options.findings.add('lost', `bytes of ${hash} of ${this.account}`);
    held.acknowledged ||= whole;
  }

  /** False: come again later. What may not be refused is a finding. */
  #refused(answer: Answer, about: string): boolean {
    const { findings } = this.#options;
    const parsed = ErrorBody.safeParse(readJson(answer.body));
    if (!parsed.success) {
      findings.add('bugs', `${about}: ${answer.status} without a refusal of the protocol`);
      return false;
    }
    const { error } = parsed.data;
    if (error.code === 'busy' || error.code === 'storageFull') return false;
    // Two requests for one upload may cross after a cut, and then the offset is another.
    if (about === 'upload' && answer.status === 409) return true;
    if (error.code === 'gap')
      findings.add('lost', `${about}: "resend from ${error.resendFrom}", had told ${this.outcomes.size}`);
    else findings.add('bugs', `${about}: refused with ${JSON.stringify({ ...error, request: undefined })}`);
    return false;
  }

  async #ask(asked: Omit<Asked, 'port' | 'agent'>): Promise<Answer | null> {
    const { port, origin, findings } = this.#options;
    const headers = { Origin: origin, Cookie: this.#cookie, ...asked.headers };
    const sent = await send({ ...asked, port, headers, agent: this.#agent });
    if (sent.ok) return sent.answer;
    if (sent.why === 'hung') findings.add('bugs', `${asked.method} ${asked.path.slice(0, 13)} hung`);
    return null;
  }
}

/** What people go by, and may have on paper: a dossier's code, a receipt's number. */
export function numberIn(what: Happening): string | null {
  if (what.type === 'submitted') return what.code;
  return what.type === 'paymentRecorded' ? what.receiptNo : null;
}

const JSON_BODY = { 'Content-Type': 'application/json' };

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
