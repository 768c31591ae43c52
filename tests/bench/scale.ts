import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { digest } from '#server/identity/sessions.ts';
import { createPostgresDatabase, startPostgres } from '#tests/support/postgres.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';
import { Mistaken, COMMANDS, makePhone, sync, type Phone } from './scale-phones.ts';
import { insertRaw } from './scale-raw.ts';
import { tableOf } from './table.ts';
import lao from '#content/provinces/lao-cai.json' with { type: 'json' };

type Size = { readonly phones: number; readonly withinMs: number; readonly crowd: number };

const FULL: Size = { phones: 1_000, withinMs: 60_000, crowd: 200 };
const QUICK: Size = { phones: 60, withinMs: 5_000, crowd: 20 };

/**
 * `npm run bench -- scale [--quick]`: phones with thirty commands each come back within a minute to one server
 * process on PostgreSQL, one in ten loses its answer and one in twenty is heard twice; then a crowd comes at the
 * same moment, which shows what the server can do. Every row is compared with what the phones hold, and the same
 * rows are inserted raw. Times are never asserted; one command lost or taken twice is a failure.
 */
export async function benchScale(options: readonly string[]): Promise<unknown> {
  const size = options.includes('--quick') ? QUICK : FULL;
  const postgres = startPostgres({ durable: true });
  if (!postgres.ok) throw new Error(`No PostgreSQL: ${postgres.why}`);
  const database = await createPostgresDatabase(postgres.url);
  const data = mkdtempSync(path.join(tmpdir(), 'banso-bench-scale-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = { DATABASE_URL: database.url, BANSO_RATE_ADDRESS: '1000000', BANSO_LOG: 'warn' };
  const server = new ServerProcess({ port, data, origin, environment });
  const client = new Client({ connectionString: database.url });
  try {
    await server.start();
    await client.connect();
    const units = lao.communes.map((commune) => commune.code);
    const phones = Array.from({ length: size.phones + size.crowd }, (_, number) => makePhone(number, units));
    await signIn(client, phones);
    const returning = phones.slice(0, size.phones);
    const spread = await comeBack(returning, origin, size.withinMs);
    const crowd = await comeBack(phones.slice(size.phones), origin, 0);
    const found = await compare(client, phones);
    const raw = await insertRaw(
      database.url,
      phones.slice(size.phones).map(({ account }) => account),
    );
    const rawPerSecond = Math.round((size.crowd * COMMANDS) / raw.seconds);
    const rows = [
      { what: `${size.phones} phones within ${size.withinMs / 1000} s`, ...cellsOf(spread) },
      { what: `${size.crowd} phones at once`, ...cellsOf(crowd) },
      { what: `the same ${raw.rows} rows, raw`, 'commands/s': String(rawPerSecond), p50: '–', p99: '–', retries: '–' },
    ];
    process.stderr.write(`\n${tableOf(rows)}\nlost ${found.lost}, twice ${found.twice}\n`);
    if (found.lost > 0 || found.twice > 0) process.exitCode = 1;
    return {
      bench: 'scale',
      ...size,
      commandsEach: COMMANDS,
      ...found,
      spread,
      crowd,
      raw: { rows: raw.rows, commandsPerSecond: rawPerSecond },
    };
  } finally {
    await server.stop();
    await client.end();
    await database.drop();
    postgres.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Accounts and sessions as signing in leaves them. */
async function signIn(client: Client, phones: readonly Phone[]): Promise<void> {
  const accounts = phones.map(({ account }) => account);
  await client.query(
    `INSERT INTO account (id, subject, kind, name, person)
     SELECT id, 'bench|' || id, 'resident', 'LÝ THỊ MẨY', '{"name":"LÝ THỊ MẨY"}' FROM unnest($1::text[]) AS id`,
    [accounts],
  );
  await client.query(
    `INSERT INTO session (id_hash, account, expires_at)
     SELECT hash, account, now() + interval '1 day' FROM unnest($1::text[], $2::text[]) AS given (hash, account)`,
    [phones.map(({ token }) => digest(token)), accounts],
  );
}

type Measured = {
  /** Of a phone: from its first try until the server has answered all it has, however many tries that took. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  readonly commandsPerSecond: number;
  /** Tries that failed and were made again. */
  readonly retries: number;
};

/** What a phone that tries this often has not got through is lost. */
const TRIES = 300;

/** The phones sync at even distances over a time. A phone that fails tries again each second. */
async function comeBack(phones: readonly Phone[], origin: string, withinMs: number): Promise<Measured> {
  const began = performance.now();
  let retries = 0;
  const times = await Promise.all(
    phones.map(async (phone, at) => {
      await pause((at * withinMs) / phones.length);
      const first = performance.now();
      for (let tries = 1; ; tries += 1) {
        try {
          await sync(phone, origin);
          return performance.now() - first;
        } catch (error) {
          if (error instanceof Mistaken) throw error;
          process.stderr.write(`${String(error)}\n`);
          if (tries === TRIES) return performance.now() - first;
          retries += 1;
          await pause(1_000);
        }
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const share = (of: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(of * sorted.length))] ?? 0);
  return {
    p50Ms: share(0.5),
    p99Ms: share(0.99),
    slowestMs: share(1),
    commandsPerSecond: Math.round((phones.length * COMMANDS) / seconds),
    retries,
  };
}

/** The server's rows beside what the phones hold: commands lost, and effects that are there more than once. */
async function compare(client: Client, phones: readonly Phone[]): Promise<{ lost: number; twice: number }> {
  const commands = await client.query<{ id: string; done: boolean }>(
    `SELECT id, outcome ->> 'result' = 'done' AS done FROM command`,
  );
  const stored = new Map(commands.rows.map(({ id, done }) => [id, done]));
  const sent = phones.flatMap((phone) => phone.commands.map(({ id }) => ({ id, heard: phone.done.has(id) })));
  const ids = new Set(sent.map(({ id }) => id));
  const events = await client.query<{ dossier: string; type: string; times: number }>(
    `SELECT dossier, event #>> '{what,type}' AS type, count(*)::int AS times FROM dossier_event GROUP BY 1, 2`,
  );
  const effects = new Map(events.rows.map(({ dossier, type, times }) => [`${dossier} ${type}`, times]));
  const wanted = phones.flatMap((phone) =>
    phone.commands.map(({ intent }) => `${intent.dossier} ${intent.type === 'submit' ? 'submitted' : 'withdrawn'}`),
  );
  const changes = await client.query<{ account: string; count: number; last: number }>(
    'SELECT account, count(*)::int AS count, max(n)::int AS last FROM change GROUP BY account',
  );
  const uneven = changes.rows.filter(({ count, last }) => count !== COMMANDS || last !== COMMANDS).length;
  const unheard = phones.filter((phone) => phone.changes !== COMMANDS).length;
  return {
    lost:
      sent.filter(({ id, heard }) => !heard || stored.get(id) !== true).length +
      wanted.filter((effect) => !effects.has(effect)).length +
      unheard,
    twice:
      commands.rows.filter(({ id }) => !ids.has(id)).length +
      wanted.filter((effect) => (effects.get(effect) ?? 0) > 1).length +
      uneven,
  };
}

function cellsOf({ commandsPerSecond, p50Ms, p99Ms, retries }: Measured) {
  return {
    'commands/s': String(commandsPerSecond),
    p50: `${p50Ms} ms`,
    p99: `${p99Ms} ms`,
    retries: String(retries),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
