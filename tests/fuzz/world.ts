import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must } from '#core/assert.ts';
import { PROTOCOL, SyncResponse, type SyncRequest } from '#core/sync/messages.ts';
import { uploadPath } from '#protocol/http.ts';
import { openDatabase } from '#server/db/database.ts';
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
  readonly #folder: string;

  private constructor(folder: string, made: Omit<FuzzWorld, 'digest' | 'close' | 'dossier'>) {
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
  }

  get dossier(): string {
    return must(this.answered.changes[0], 'a change').dossier;
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
    await postSync({ server, person: stranger }, requestOf(stranger, random, []));
    const deskCommand = {
      id: random.uuid(),
      seen: 1,
      intent: { type: 'requestSupplement', items: [{ what: 'ảnh' }], reason: 'mờ', dueDay: '2027-12-31' },
    };
    await ask(
      { server, person: officer },
      {
        method: 'POST',
        path: `/api/desk/dossiers/${must(answered.changes[0], 'change').dossier}/commands`,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(deskCommand),
      },
    );
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
    return new FuzzWorld(folder, { ...made, transfer, deskCommand });
  }

  /** A digest of every table and every file, by name. The server must be down. */
  async digest(): Promise<Record<string, string>> {
    const database = await openDatabase({ dataDir: this.server.data });
    try {
      return await database.transaction(async (sql) => {
        const { rows } = await sql.query<{ name: string }>(
          `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
        );
        const digests: Record<string, string> = {};
        for (const { name } of rows.filter((row) => !VOLATILE_TABLES.has(row.name))) {
          const text = `SELECT md5(coalesce(string_agg(r, '|' ORDER BY r), '')) AS digest FROM (SELECT (${VOLATILE})::text AS r FROM "${name}" t) AS rows`;
          digests[name] = must((await sql.query<{ digest: string }>(text)).rows[0], name).digest;
        }
        return {
          ...digests,
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
