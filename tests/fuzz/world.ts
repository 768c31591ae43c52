import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must } from '#core/assert.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import { PROTOCOL, SyncResponse, type SyncRequest } from '#core/sync/messages.ts';
import { uploadPath } from '#protocol/http.ts';
import { loadContent, type Content } from '#server/content.ts';
import { openDatabase, type Sql } from '#server/db/database.ts';
import { signBody } from '#server/payment/signature.ts';
import { COPY, COPY_ANSWERS, UNIT } from '#tests/support/prepare.ts';
import { Random } from '#tests/support/random.ts';
import { send, type Asked, type Answer } from '#tests/support/send.ts';
import { prepareDataFolder } from '#tests/support/database.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';
import { signInByHttp, type SignedIn } from '#tests/support/sign-in.ts';

type Photo = { readonly bytes: Buffer; readonly hash: string };

/** Columns that a request may move without changing anything anybody said, and rows of sign-ins that are begun. */
const VOLATILE = `to_jsonb(t) - 'seen_at' - 'expires_at'`;
const VOLATILE_TABLES = new Set(['login_attempt']);

/** What devices are known by: under another account the same id is another device. */
const DEVICE_OF = { device: "t.account || ' ' || t.id", command: "t.account || ' ' || t.device" };

type Derived = 'digest' | 'close' | 'dossier' | 'content' | 'waiting' | 'withdrawn';

/** The real server with something in it: two people, their dossiers and files, a desk, a bank; and a victim for uploads. */
export class FuzzWorld {
  readonly server: ServerProcess;
  readonly resident: SignedIn;
  readonly stranger: SignedIn;
  readonly officer: SignedIn;
  /** A request that has been served, command for command, and its answer. */
  readonly served: SyncRequest;
  readonly answered: SyncResponse;
  /** Another phone of the resident’s, which has sent nothing. */
  readonly otherDevice: string;
  readonly stored: Photo;
  /** Half of it is here. */
  readonly begun: Photo;
  readonly webhookSecret: string;
  readonly transfer: string;
  readonly deskCommand: unknown;
  /** The resident's dossiers, and one of somebody else's. */
  readonly dossiers: readonly Dossier[];
  readonly foreign: string;
  readonly content: Pick<Content, 'ground'> = loadContent({ province: 'lao-cai' });
  readonly #folder: string;
  /** The devices that were there at the first digest, each with its account. */
  #devices: readonly string[] | null = null;

  private constructor(folder: string, made: Omit<FuzzWorld, Derived>) {
    this.#folder = folder;
    this.server = made.server;
    this.resident = made.resident;
    this.stranger = made.stranger;
    this.officer = made.officer;
    this.served = made.served;
    this.answered = made.answered;
    this.otherDevice = made.otherDevice;
    this.stored = made.stored;
    this.begun = made.begun;
    this.webhookSecret = made.webhookSecret;
    this.transfer = made.transfer;
    this.deskCommand = made.deskCommand;
    this.dossiers = made.dossiers;
    this.foreign = made.foreign;
  }

  get dossier(): string {
    return must(this.answered.changes[0], 'a change').dossier;
  }

  /** One that is to be added to and waits for a photo, one as it was sent, one that waits for its fee. */
  get waiting() {
    const having = (status: Dossier['status']) => this.dossiers.find((dossier) => dossier.status === status);
    return {
      begun: must(having('supplementRequested'), 'a dossier to add to'),
      plain: must(having('registered'), 'a dossier as it was sent'),
      owing: must(having('paymentRequested'), 'a dossier with a fee'),
    };
  }

  get withdrawn(): Dossier {
    return must(
      this.dossiers.find(({ status }) => status === 'withdrawn'),
      'a dossier that was withdrawn',
    );
  }

  static async open(): Promise<FuzzWorld> {
    const folder = mkdtempSync(path.join(tmpdir(), 'banso-fuzz-'));
    const data = path.join(folder, 'data');
    await prepareDataFolder(data);
    const port = await freePort();
    const server = new ServerProcess({
      port,
      data,
      origin: `http://localhost:${port}`,
      environment: {
        BANSO_APP: path.join(folder, 'no-app'),
        BANSO_LOG: 'error',
        BANSO_RATE_ADDRESS: '900000000',
        BANSO_RATE_ACCOUNT: '900000000',
      },
    });
    await server.start();
    const [resident, stranger, officer] = [
      await signInByHttp(server.origin, 'ly-thi-may'),
      await signInByHttp(server.origin, 'giang-a-pao'),
      await signInByHttp(server.origin, 'vang-thi-din'),
    ];
    const random = new Random(7);
    const [stored, begun] = [photograph(random), photograph(random)];
    const asker = { server, person: resident };
    await upload(asker, stored, stored.bytes.length);
    await upload(asker, begun, begun.bytes.length / 2);

    const served = requestOf(resident, random, [stored, begun]);
    const answered = SyncResponse.parse(JSON.parse((await postSync(asker, served)).body.toString()));
    const otherDevice = random.uuid();
    await postSync(asker, { ...served, device: otherDevice, commands: [], drafts: [] });
    const theirs = requestOf(stranger, random, []);
    await postSync({ server, person: stranger }, theirs);
    const foreign = must(
      SyncResponse.parse(JSON.parse((await postSync({ server, person: stranger }, theirs)).body.toString())).changes[0],
      'a change',
    ).dossier;
    const deskCommand = {
      id: random.uuid(),
      seen: 1,
      intent: { type: 'requestSupplement', items: [{ what: 'ảnh' }], reason: 'mờ', dueDay: '2027-12-31' },
    };
    const desk = { server, person: officer };
    await act(desk, must(answered.changes[0], 'change').dossier, deskCommand);
    const [owed, withdrawn] = [random.uuid(), random.uuid()];
    await postSync(asker, earlier(served, random, owed, withdrawn));
    await act(desk, owed, { id: random.uuid(), seen: 1, intent: { type: 'receive' } });
    const fee = { type: 'requestFee', amount: 10_000, reason: 'Lệ phí' };
    await act(desk, owed, { id: random.uuid(), seen: 2, intent: fee });
    const told = await postSync(asker, { ...served, device: otherDevice, commands: [], drafts: [] });
    const dossiers = dossiersIn(SyncResponse.parse(JSON.parse(told.body.toString())));
    const keys = path.join(server.data, 'keys/webhook.json');
    const { secret: webhookSecret } = JSON.parse(readFileSync(keys, 'utf8')) as { secret: string };
    const transfer = JSON.stringify({
      id: 'T1',
      amount: 5000,
      currency: 'VND',
      account: '1',
      memo: 'không rõ',
      paidAt: Date.now(),
    });
    await ask(
      { server, person: officer },
      {
        method: 'POST',
        path: '/api/payment/webhook/sandbox',
        headers: { 'X-Banso-Signature': signBody(webhookSecret, Date.now(), Buffer.from(transfer)) },
        body: transfer,
      },
    );
    const made = { server, resident, stranger, officer, served, answered, otherDevice, stored, begun, webhookSecret };
    return new FuzzWorld(folder, { ...made, transfer, deskCommand, dossiers, foreign });
  }

  /**
   * A digest of every table and every file, by name. The server must be down. A phone that came later may have left the
   * row it is known by and one for each of its commands, as long as all of them were refused for what they are.
   */
  async digest(): Promise<Record<string, string>> {
    const database = await openDatabase({ dataDir: this.server.data });
    try {
      return await database.transaction(async (sql) => {
        const { rows } = await sql.query<{ name: string }>(
          `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
        );
        this.#devices ??= (await sql.query<{ of: string }>(`SELECT ${DEVICE_OF.device} AS of FROM device t`)).rows.map(
          ({ of }) => of,
        );
        const digests: Record<string, string> = {};
        for (const { name } of rows.filter((row) => !VOLATILE_TABLES.has(row.name))) {
          const device = name === 'device' || name === 'command' ? DEVICE_OF[name] : null;
          const where = device === null ? '' : `WHERE ${device} = ANY ($1::text[])`;
          const text = `SELECT md5(coalesce(string_agg(r, '|' ORDER BY r), '')) AS digest FROM (SELECT (${VOLATILE})::text AS r FROM "${name}" t ${where}) AS rows`;
          const { rows: digest } = await sql.query<{ digest: string }>(text, device === null ? [] : [this.#devices]);
          digests[name] = must(digest[0], name).digest;
        }
        return {
          ...digests,
          'commands of new devices': await notRefused(sql, this.#devices),
          files: treeDigest(this.server.data, 'files'),
          uploads: treeDigest(this.server.data, 'uploads'),
        };
      });
    } finally {
      await database.close();
    }
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

type Asker = { readonly server: ServerProcess; readonly person: SignedIn };

async function ask({ server, person }: Asker, asked: Omit<Asked, 'port'>): Promise<Answer> {
  const headers = { Origin: server.origin, Cookie: person.cookie, ...asked.headers };
  const sent = await send({ ...asked, port: server.port, headers });
  if (!sent.ok || sent.answer.status >= 300) {
    throw new Error(`${asked.method} ${asked.path}: ${sent.ok ? sent.answer.body.toString() : sent.why}`);
  }
  return sent.answer;
}

async function postSync(asker: Asker, request: SyncRequest): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  return await ask(asker, { method: 'POST', path: '/api/sync', headers, body: JSON.stringify(request) });
}

/** What an officer does, which must be done. */
async function act(desk: Asker, dossier: string, command: unknown): Promise<void> {
  const answer = await ask(desk, {
    method: 'POST',
    path: `/api/desk/dossiers/${dossier}/commands`,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(command),
  });
  const { refusal } = JSON.parse(answer.body.toString()) as { refusal: unknown };
  if (refusal !== null) throw new Error(JSON.stringify(refusal));
}

/** The commands of another phone: a submission, and one that is withdrawn at once. */
function earlier(served: SyncRequest, random: Random, kept: string, withdrawn: string): SyncRequest {
  const submission = { ...(served.commands[1]?.intent as object) };
  const intents = [
    { ...submission, dossier: kept },
    { ...submission, dossier: withdrawn },
    { type: 'withdraw', dossier: withdrawn, reason: 'nhầm' },
  ];
  const commands = intents.map((intent, i) => ({ id: random.uuid(), seq: i + 1, madeAt: 1_790_000_000_000, intent }));
  return { ...served, device: random.uuid(), commands, drafts: [] };
}

function dossiersIn({ changes }: SyncResponse): Dossier[] {
  const ids = [...new Set(changes.map(({ dossier }) => dossier))];
  return ids.map((id) => {
    const events = changes.filter(({ dossier }) => dossier === id).map(({ event }) => event);
    return must(fold(id, events), 'dossier');
  });
}

/** Outcomes of commands of other devices that have an effect, or at which the server failed. */
async function notRefused(sql: Sql, devices: readonly string[]): Promise<string> {
  const { rows } = await sql.query<{ outcome: unknown }>(
    `SELECT outcome FROM command t WHERE NOT ${DEVICE_OF.command} = ANY ($1::text[])
       AND (outcome ->> 'result' <> 'refused' OR outcome #>> '{refusal,code}' = 'setAside')`,
    [devices],
  );
  return JSON.stringify(rows);
}

/** Three commands and a draft: a submission with papers, one without, and a withdrawal that is refused. */
function requestOf({ me }: SignedIn, random: Random, photos: readonly Photo[]): SyncRequest {
  const submission = (files: readonly Photo[]) => ({
    type: 'submit',
    dossier: random.uuid(),
    procedure: COPY.code,
    version: COPY.version,
    unit: UNIT,
    answers: COPY_ANSWERS,
    attachments: files.map(({ hash, bytes }) => ({
      document: 'other',
      files: [{ hash, size: bytes.length, type: 'image/jpeg' }],
    })),
  });
  const intents = [submission(photos), submission([]), { type: 'withdraw', dossier: random.uuid(), reason: 'nhầm' }];
  const { paperKind, paperName } = COPY_ANSWERS as Record<string, string>;
  const body = {
    procedure: COPY.code,
    version: COPY.version,
    unit: UNIT,
    answers: { paperKind: paperKind ?? '', paperName: paperName ?? '' },
    attachments: [],
    startedAt: 1_790_000_000_000,
    savedAt: 1_790_000_000_000,
  };
  return {
    protocol: PROTOCOL,
    account: me.account,
    device: random.uuid(),
    epoch: null,
    commands: intents.map((intent, i) => ({ id: random.uuid(), seq: i + 1, madeAt: 1_790_000_000_000, intent })),
    cursor: 0,
    drafts: [{ id: random.uuid(), base: 0, body }],
    draftCursor: 0,
  };
}

function photograph(random: Random): Photo {
  const bytes = Buffer.from(Array.from({ length: 20_000 }, () => random.int(256)));
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}

async function upload(asker: Asker, { hash, bytes }: Photo, upTo: number): Promise<void> {
  const tus = { 'Tus-Resumable': '1.0.0' };
  const announced = { 'Upload-Length': String(bytes.length), 'Upload-Metadata': `type ${btoa('image/jpeg')}` };
  await ask(asker, { method: 'POST', path: uploadPath(hash), headers: { ...tus, ...announced } });
  const headers = { ...tus, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' };
  await ask(asker, { method: 'PATCH', path: uploadPath(hash), headers, body: bytes.subarray(0, upTo) });
}

function treeDigest(data: string, name: string): string {
  const folder = path.join(data, name);
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  for (const file of entries.map((one) => path.join(one.parentPath, one.name)).sort()) {
    hash.update(path.relative(folder, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}
