import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pino from 'pino';
import { must } from '#core/assert.ts';
import type { CitizenIntent, OfficerIntent } from '#core/dossier/command.ts';
import type { Dossier, FileRef, Uuid } from '#core/dossier/dossier.ts';
import type { Overlay } from '#core/procedure/overlay.ts';
import { PROTOCOL } from '#core/sync/messages.ts';
import { serveSync } from '#core/sync/serve.ts';
import { DeskDossier, DeskList, DeskOutcome } from '#protocol/desk.ts';
import type { Me } from '#protocol/http.ts';
import { createApp } from '#server/app.ts';
import { createBank, type Bank } from '#server/bank/bank.ts';
import { findDossier } from '#server/commands/load.ts';
import { createNudges } from '#server/commands/nudges.ts';
import { recordFile } from '#server/commands/papers.ts';
import { createLedger, type SqlLedger } from '#server/commands/sql-ledger.ts';
import { contentOf, readContent, type Content } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { openListener } from '#server/http/listener.ts';
import type { PrivateKey } from '#server/keys.ts';
import { createMakeFee } from '#server/payment/request.ts';
import { signBody, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { loadPayee } from '#server/payment/treasury.ts';
import { contextAt, FRESH } from './ledger.contract.ts';
import type { BankTransfer } from '#server/payment/transfer.ts';
import { bankRoutes } from '#server/routes/bank.ts';
import { deskRoutes } from '#server/routes/desk.ts';
import { webhookPath, webhookRoute } from '#server/routes/payment.ts';
import { freshDatabase, type TestEngine } from '#tests/support/database.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { startPostgres } from '#tests/support/postgres.ts';

export const SECRET = 'between the bank and the province';
/** Monday, 09:05 in Vietnam. */
const MONDAY = Date.UTC(2026, 10, 9, 2, 5);
export const UNIT = '03004';
export const OTHER_UNIT = '03037';
export const PAYEE = loadPayee({ province: 'lao-cai' });

const PEOPLE = {
  may: person('mẩy', 'resident', null),
  pao: person('páo', 'resident', null),
  officer: person('lan', 'officer', UNIT),
  stranger: person('hoa', 'officer', OTHER_UNIT),
  administrator: person('minh', 'administrator', null),
} as const satisfies Record<string, Me>;
export type PersonName = keyof typeof PEOPLE;

function person(name: string, kind: Me['kind'], unit: string | null): Me {
  return { account: `account-${name}`, name, kind, unit, person: { name } };
}

/** The desk and the money over the real SQL: an own database, a server on an own port, and a clock by hand. */
export class DeskWorld {
  now = MONDAY;
  readonly database: OpenDatabase;
  readonly ledger: SqlLedger;
  readonly content: Content;
  /** What the province sets for itself; nothing unless a test says so. */
  readonly overlays: Overlay[];
  readonly origin: string;
  readonly bank: Bank;
  readonly log: string[];
  readonly #seqs = new Map<PersonName, number>();
  readonly #device = randomUUID();
  readonly #stop: () => Promise<void>;

  private constructor(
    parts: Pick<DeskWorld, 'database' | 'ledger' | 'content' | 'overlays' | 'origin' | 'bank' | 'log'>,
    stop: () => Promise<void>,
  ) {
    ({
      database: this.database,
      ledger: this.ledger,
      content: this.content,
      overlays: this.overlays,
      origin: this.origin,
      bank: this.bank,
      log: this.log,
    } = parts);
    this.#stop = stop;
  }

  static async open(engine: TestEngine, signing: PrivateKey): Promise<DeskWorld> {
    const database = await freshDatabase(engine);
    for (const { account, kind, name, unit, person: told } of Object.values(PEOPLE)) {
      const row = { id: account, subject: `test|${account}`, kind, name, unit, person: JSON.stringify(told) };
      await database.db.insertInto('account').values(row).execute();
    }
    const overlays: Overlay[] = [];
    const content = contentWith(overlays);
    const nudges = createNudges();
    const ledger = createLedger({ database, unitPrefix: content.unitPrefix, nudges });
    const makeFee = await createMakeFee({
      signing,
      payee: PAYEE,
      calendar: content.calendar,
    });
    const listener = await openListener(0, '127.0.0.1');
    const origin = `http://127.0.0.1:${listener.port}`;
    const now = () => world.now;
    const bank = createBank({ secret: SECRET, webhook: origin + webhookPath('sandbox'), now, backOff: [10, 10] });
    const log: string[] = [];
    const app = createApp({
      settings: {
        origin,
        behindProxy: false,
        rate: { perAddress: 100_000, perAccount: 100_000 },
        identity: { kind: 'sandbox' },
      },
      routes: [
        ...deskRoutes({ database, ledger, content, nudges, makeFee, hasRoom: async () => true, now }),
        webhookRoute({ provider: 'sandbox', secret: SECRET, ledger, content, now }),
        ...bankRoutes(bank, {}),
      ],
      sessions: {
        find: async ({ headers }) => {
          const name = /(?:^|; )as=(\w+)/.exec(headers.get('Cookie') ?? '')?.[1] ?? '';
          return Object.hasOwn(PEOPLE, name) ? PEOPLE[name as PersonName] : null;
        },
      },
      log: pino({ level: 'debug', base: null }, { write: (line: string) => void log.push(line) }),
      assets: null,
    });
    listener.attach(app.handle);
    const world = new DeskWorld({ database, ledger, content, overlays, origin, bank, log }, async () => {
      bank.stop();
      await listener.close(200);
      await database.close();
    });
    return world;
  }

  async close(): Promise<void> {
    await this.#stop();
  }

  /** As it was when it opened: the same people, no dossiers, no money, and Monday morning again. */
  async clear(): Promise<void> {
    await sql`TRUNCATE device, command, officer_command, dossier, dossier_event, dossier_file, change, file,
      code_counter, fee, bank_transaction, receipt_counter, draft, payment_report, rating`.execute(this.database.db);
    await this.database.db.updateTable('account').set({ last_change: 0 }).execute();
    this.#seqs.clear();
    this.log.length = 0;
    this.overlays.length = 0;
    this.now = MONDAY;
  }

  /** A request of somebody; with a body it is a POST. */
  async ask(as: PersonName | null, path: string, body?: unknown): Promise<Response> {
    return await fetch(this.origin + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(as === null ? {} : { Cookie: `as=${as}` }),
        ...(body === undefined ? {} : { Origin: this.origin, 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
  }

  /** The next command of a citizen's phone; fails when it is refused. */
  async sync(who: PersonName, intent: CitizenIntent): Promise<void> {
    const seq = (this.#seqs.get(who) ?? 0) + 1;
    this.#seqs.set(who, seq);
    const { account, name } = PEOPLE[who];
    const commands = [{ id: randomUUID(), seq, madeAt: this.now - 60_000, intent }];
    const served = await serveSync(
      this.ledger,
      { protocol: PROTOCOL, account, device: this.#device, commands, ...FRESH },
      {
        ...contextAt(this.now),
        name,
        ground: (procedure, version, unit) => this.content.ground(procedure, version, unit, this.now),
      },
    );
    const outcome = served.ok ? served.response.outcomes[0] : served.refusal;
    if (!served.ok || served.response.outcomes[0]?.result !== 'done') throw new Error(JSON.stringify(outcome));
  }

  /** A dossier with one paper of `pages` photos, of which all but `missing` have arrived. Answers its id. */
  async submit(
    who: PersonName,
    wish: { unit?: string; applicant?: string; idNumber?: string; pages?: number; missing?: number } = {},
  ): Promise<Uuid> {
    const { unit = UNIT, applicant = 'LÝ THỊ MẨY', idNumber = '010192004512', pages = 2, missing = 0 } = wish;
    const dossier = randomUUID();
    const files = Array.from({ length: pages }, (_, page) => fileOf(`${dossier} ${page}`));
    await this.sync(who, {
      type: 'submit',
      dossier,
      procedure: EVERYTHING.code,
      version: EVERYTHING.version,
      unit,
      answers: { ...EVERYTHING_ANSWERS, applicantName: applicant, idNumber },
      attachments: [{ document: 'idCard', files }],
    });
    for (const file of files.slice(missing)) await this.store(PEOPLE[who].account, file);
    return dossier;
  }

  async store(owner: string, file: FileRef): Promise<void> {
    await this.ledger.transaction((tx) => recordFile(tx, owner, file, this.now));
  }

  async dossier(id: Uuid): Promise<Dossier> {
    const found = await this.database.transaction((tx) => findDossier(tx, id));
    return must(found, 'dossier').dossier;
  }

  /** The dossier as the desk shows it. */
  async shown(id: Uuid): Promise<DeskDossier> {
    return DeskDossier.parse(await (await this.ask('officer', `/api/desk/dossiers/${id}`)).json());
  }

  /** What an officer does next; `id` and `seen` are right unless given. */
  async act(
    id: Uuid,
    intent: OfficerIntent,
    given: { as?: PersonName; command?: Uuid; seen?: number } = {},
  ): Promise<Response> {
    const seen = given.seen ?? (await this.dossier(id)).events.length;
    const command = { id: given.command ?? randomUUID(), seen, intent };
    return await this.ask(given.as ?? 'officer', `/api/desk/dossiers/${id}/commands`, command);
  }

  /** The same where it must succeed. */
  async done(id: Uuid, intent: OfficerIntent, as: PersonName = 'officer'): Promise<DeskDossier> {
    const answer = await this.act(id, intent, { as });
    const { dossier, refusal } = DeskOutcome.parse(await answer.json());
    if (refusal) throw new Error(JSON.stringify(refusal));
    return dossier;
  }

  async list(as: PersonName, query: Record<string, string> = {}): Promise<DeskList> {
    const answer = await this.ask(as, `/api/desk/dossiers?${new URLSearchParams(query).toString()}`);
    return DeskList.parse(await answer.json());
  }

  async search(as: PersonName, words: string, place: { after?: string } = {}): Promise<DeskList> {
    const answer = await this.ask(as, '/api/desk/search', { words, ...place });
    return DeskList.parse(await answer.json());
  }

  /** A dossier that waits for its fee of 16,000 đồng. */
  async owing(who: PersonName = 'may', unit: string = UNIT): Promise<Dossier> {
    const id = await this.submit(who, { unit });
    const officer = unit === UNIT ? 'officer' : 'stranger';
    await this.done(id, { type: 'receive' }, officer);
    await this.done(id, { type: 'requestFee', amount: 16_000, reason: 'Lệ phí' }, officer);
    return await this.dossier(id);
  }

  /** Reports a transfer as the bank does; `headers` replace the right signature. */
  async report(transfer: unknown, headers?: Record<string, string>): Promise<Response> {
    const body = typeof transfer === 'string' ? transfer : JSON.stringify(transfer);
    const signature = signBody(SECRET, this.now, new TextEncoder().encode(body));
    return await fetch(this.origin + webhookPath('sandbox'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(headers ?? { [SIGNATURE_HEADER]: signature }) },
      body,
    });
  }

  /** A transfer that pays a dossier's fee exactly. */
  paying(dossier: Dossier, changes: Partial<BankTransfer> = {}): BankTransfer {
    const fee = must(dossier.fee, 'fee');
    return {
      id: `FT${randomUUID()}`,
      amount: fee.amount,
      currency: 'VND',
      account: fee.payee.account,
      memo: fee.reference,
      paidAt: this.now,
      ...changes,
    };
  }
}

/** Both engines for `describe.each`; one that is not there is null, and its name says why. Call `stop` after all. */
export function testEngines(): {
  readonly engines: readonly { name: string; engine: TestEngine | null }[];
  readonly stop: () => void;
} {
  const postgres = startPostgres();
  return {
    engines: [
      { name: 'PGlite', engine: 'pglite' },
      postgres.ok
        ? { name: 'PostgreSQL', engine: { postgresUrl: postgres.url } }
        : { name: `PostgreSQL, which is not here: ${postgres.why}`, engine: null },
    ],
    stop: () => {
      if (postgres.ok) postgres.stop();
    },
  };
}

export function fileOf(text: string): FileRef {
  return { hash: createHash('sha256').update(text).digest('hex'), size: 1_000, type: 'image/webp' };
}

/** The province's data with the procedure for tests among its own; `overlays` may change while it is in use. */
function contentWith(overlays: readonly Overlay[]): Content {
  const data = readContent({ province: 'lao-cai' });
  return contentOf({ ...data, versions: [...data.versions, EVERYTHING], overlays });
}
