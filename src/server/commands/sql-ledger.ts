import { assert, must } from '#core/assert.ts';
import { dayOf } from '#core/calendar/day.ts';
import {
  STATUSES,
  filesOf,
  type Dossier,
  type DossierEvent,
  type FileRef,
  type Sha256,
  type Uuid,
} from '#core/dossier/dossier.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import type { Change } from '#core/sync/messages.ts';
import type { Ledger } from '#core/sync/ledger.ts';
import { fold as foldText } from '#core/text/fold.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { canonicalJson, sha256 } from './digest.ts';
import { missingFilesOf, readDossier, type OwnedDossier } from './load.ts';
import { attempt, besideRows, draftRows } from './sync-rows.ts';
import type { Nudge, Nudges } from './nudges.ts';
import { outcomesOf, type Outcomes } from './outcomes.ts';
import type { FileLedgerTx } from './papers.ts';

/** The ledger inside one transaction, with the plain SQL beside it for rows that are not the ledger's. */
export interface SqlLedgerTx extends FileLedgerTx {
  readonly sql: Sql;
  /** The desks of a dossier's unit look again after the commit, though the dossier itself is as it was. */
  nudge(dossier: Uuid): Promise<void>;
}

/** The server's ledger. Desks are nudged after the commit, never before. */
export interface SqlLedger extends Ledger {
  transaction<T>(work: (tx: SqlLedgerTx) => Promise<T>): Promise<T>;
}

type LedgerOptions = {
  readonly database: Pick<OpenDatabase, 'transaction'>;
  /** What a unit's dossier codes begin with: "H38.16". */
  readonly unitPrefix: (unit: string) => string;
  readonly nudges: Pick<Nudges, 'emit'>;
};

/** A dossier in one of these may still get its papers. */
export const OPEN_STATUSES = STATUSES.filter((status) => !isClosed(status));

/**
 * The ledger over the database. Locks are always taken in one order, device, account, dossier, so that two
 * requests of one account wait for each other instead of blocking each other; where accounts cross, the
 * database ends one of the two and `transaction` runs it again.
 */
export function createLedger({ database, unitPrefix, nudges }: LedgerOptions): SqlLedger {
  return {
    transaction: async (work) => {
      const { result, touched } = await database.transaction(async (sql) => {
        const changed = new Map<Uuid, Nudge>();
        const outcomes = outcomesOf(sql);
        const tx = ledgerTx(sql, outcomes, unitPrefix, (nudge) => changed.set(nudge.dossier, nudge));
        const done = await work(tx);
        await outcomes.write();
        return { result: done, touched: changed };
      });
      for (const nudge of touched.values()) nudges.emit(nudge);
      return result;
    },
  };
}

function ledgerTx(
  sql: Sql,
  outcomes: Outcomes,
  unitPrefix: (unit: string) => string,
  touch: (nudge: Nudge) => void,
): SqlLedgerTx {
  return {
    sql,

    nudge: async (dossier) => {
      const { rows } = await sql.query<{ unit: string }>('SELECT unit FROM dossier WHERE id = $1', [dossier]);
      touch({ unit: must(rows[0], 'dossier').unit, dossier });
    },

    lockDevice: async (account, device, now) => {
      // Whoever claims to have had an answer had it before this statement began, and so does its view of the row.
      const { rows } = await sql.query<{ last_seq: number; answered_at: Date | null }>(
        `WITH before AS (SELECT seen_at FROM device WHERE account = $1 AND id = $2)
         INSERT INTO device (account, id, seen_at) VALUES ($1, $2, $3)
         ON CONFLICT (account, id) DO UPDATE SET seen_at = greatest(device.seen_at, EXCLUDED.seen_at)
         RETURNING last_seq, (SELECT seen_at FROM before) AS answered_at`,
        [account, device, new Date(now)],
      );
      await lockAccount(sql, account);
      const row = must(rows[0], 'device');
      return { lastSeq: row.last_seq, answeredAt: row.answered_at?.getTime() ?? null };
    },

    setLastSeq: async (account, device, seq) => {
      await sql.query('UPDATE device SET last_seq = $3 WHERE account = $1 AND id = $2 AND last_seq <> $3', [
        account,
        device,
        seq,
      ]);
    },

    findOutcome: outcomes.find,

    saveOutcome: async (account, device, stored) => outcomes.save(account, device, stored),

    commandIdUsed: outcomes.idUsed,

    lockDossier: async (id) => await lockDossier(sql, id),

    append: async (owner, dossier, events) => {
      await append(sql, owner, dossier, events);
      touch({ unit: dossier.unit, dossier: dossier.id });
    },

    expectFiles: async (owner, dossier, files) => {
      await sql.query(
        `INSERT INTO dossier_file (dossier, owner, role, hash, size, type)
         SELECT $1::uuid, $2::text, 'paper', * FROM unnest($3::text[], $4::bigint[], $5::text[])
         ON CONFLICT (dossier, hash, role) DO NOTHING`,
        [
          dossier,
          owner,
          files.map((file) => file.hash),
          files.map((file) => file.size),
          files.map((file) => file.type),
        ],
      );
    },

    forgetFiles: async (dossier, hashes) => {
      await sql.query("DELETE FROM dossier_file WHERE dossier = $1 AND role = 'paper' AND hash = ANY ($2::text[])", [
        dossier,
        hashes,
      ]);
    },

    missingFilesOf: async (_owner, dossier) => await missingFilesOf(sql, dossier),

    missingFiles: async (account) => {
      const { rows } = await sql.query<{ hash: Sha256 }>(
        `SELECT DISTINCT wanted.hash FROM dossier_file wanted
         JOIN dossier ON dossier.id = wanted.dossier
         WHERE dossier.owner = $1 AND NOT dossier.papers_complete AND dossier.status = ANY ($2::text[])
           AND wanted.owner = $1 AND wanted.role = 'paper'
           AND NOT EXISTS (SELECT FROM file WHERE file.owner = $1 AND file.hash = wanted.hash)
         ORDER BY wanted.hash`,
        [account, OPEN_STATUSES],
      );
      return rows.map((row) => row.hash);
    },

    changesAfter: async (account, cursor, limit) => {
      const { rows } = await sql.query<Change>(
        `SELECT change.n, change.dossier, dossier_event.event FROM change
         JOIN dossier_event ON dossier_event.dossier = change.dossier AND dossier_event.n = change.event_n
         WHERE change.account = $1 AND change.n > $2 ORDER BY change.n LIMIT $3`,
        [account, cursor, limit],
      );
      return rows;
    },

    nextCode: async (unit, now) => {
      const day = dayOf(now);
      const { rows } = await sql.query<{ last: number }>(
        `INSERT INTO code_counter (unit, day, last) VALUES ($1, $2, 1)
         ON CONFLICT (unit, day) DO UPDATE SET last = code_counter.last + 1 RETURNING last`,
        [unit, day],
      );
      return dossierCode(unitPrefix(unit), day, must(rows[0], 'counter').last);
    },

    ...draftRows(sql),
    ...besideRows(sql),
    attempt: async (part) => await attempt(sql, part),

    storeFile: async (owner, file) => await storeFile(sql, owner, file),
  };
}

/** "H38.16-261109-0042": the unit's prefix, the Vietnamese day as YYMMDD, the day's number. */
export function dossierCode(prefix: string, day: string, number: number): string {
  return `${prefix}-${day.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
}

/** "No key" since references to the account from other tables need not wait. */
async function lockAccount(sql: Sql, account: string): Promise<void> {
  await sql.query('SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE', [account]);
}

async function lockDossier(sql: Sql, id: Uuid): Promise<OwnedDossier | null> {
  const { rows } = await sql.query<{ owner: string }>('SELECT owner FROM dossier WHERE id = $1', [id]);
  const row = rows[0];
  if (!row) return null;
  // An owner never changes, so it may be read before anything is locked.
  await lockAccount(sql, row.owner);
  await sql.query('SELECT 1 FROM dossier WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return { owner: row.owner, dossier: await readDossier(sql, id) };
}

/**
 * The dossier's columns, its events and the account's changes in one statement, as each costs a round trip to the
 * database. Foreign keys are checked at its end.
 */
async function append(sql: Sql, owner: string, dossier: Dossier, events: readonly DossierEvent[]): Promise<void> {
  const links = await linksOf(sql, dossier.id, events);
  const { text, values } = keeping(owner, dossier, events);
  const { rows } = await sql.query(
    `WITH kept AS (${text}), appended AS (
       INSERT INTO dossier_event (dossier, n, at, event, prev_hash, hash)
       SELECT $1::uuid, * FROM unnest($3::int[], $4::timestamptz[], $5::jsonb[], $6::text[], $7::text[])
     ), numbered AS (
       UPDATE account SET last_change = last_change + cardinality($3::int[]) WHERE id = $2 RETURNING last_change
     )
     INSERT INTO change (account, dossier, n, event_n)
     SELECT $2::text, $1::uuid, last_change - cardinality($3::int[]) + place, event_n
     FROM numbered, unnest($3::int[]) WITH ORDINALITY AS event (event_n, place) RETURNING n`,
    [
      dossier.id,
      owner,
      events.map((event) => event.n),
      events.map((event) => new Date(event.at)),
      events,
      links.map((link) => link.previous),
      links.map((link) => link.hash),
      ...values,
    ],
  );
  assert(rows.length === events.length, `account ${owner}`);
}

/** Writes a dossier's columns with parameters from $8 on; its id is $1, its owner $2. */
function keeping(
  owner: string,
  dossier: Dossier,
  events: readonly DossierEvent[],
): { text: string; values: unknown[] } {
  const files = filesOf(dossier.attachments);
  const paid = dossier.fee !== null && dossier.payments.some((payment) => payment.fee === dossier.fee?.id);
  const kept = [
    dossier.status,
    dossier.promisedDay,
    dossier.papersComplete,
    paid,
    files.length,
    files.reduce((sum, file) => sum + file.size, 0),
    dossier.events.length,
    new Date(must(events.at(-1), 'event').at),
  ];
  if (events[0]?.n !== 1) {
    const text = `UPDATE dossier SET status = $8, promised_day = $9::date, papers_complete = $10, paid = $11, files_all = $12,
      bytes = $13, event_count = $14, updated_at = $15 WHERE id = $1`;
    return { text, values: kept };
  }
  return {
    text: `INSERT INTO dossier (id, owner, status, promised_day, papers_complete, paid, files_all, bytes, event_count,
        updated_at, code, procedure, version, unit, applicant, applicant_folded, submitted_at, claimed_at)
      VALUES ($1, $2, $8, $9::date, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
    values: [
      ...kept,
      dossier.code,
      dossier.procedure,
      dossier.version,
      dossier.unit,
      dossier.applicant,
      foldText(dossier.applicant),
      new Date(dossier.submittedAt),
      new Date(dossier.claimedAt),
    ],
  };
}

/** Each event's hash covers the one before it, so that no event can be changed or taken out unnoticed. */
async function linksOf(
  sql: Sql,
  dossier: Uuid,
  events: readonly DossierEvent[],
): Promise<{ previous: string; hash: string }[]> {
  const first = must(events[0], 'event');
  let previous = '';
  if (first.n > 1) {
    const { rows } = await sql.query<{ hash: string }>('SELECT hash FROM dossier_event WHERE dossier = $1 AND n = $2', [
      dossier,
      first.n - 1,
    ]);
    previous = must(rows[0], 'the event before').hash;
  }
  return events.map((event) => {
    const link = { previous, hash: eventHash(previous, event) };
    previous = link.hash;
    return link;
  });
}

/** The link of a dossier's history that an event makes. */
export function eventHash(previous: string, event: DossierEvent): Sha256 {
  return sha256(previous + canonicalJson(event));
}

async function storeFile(sql: Sql, owner: string, file: FileRef): Promise<readonly Uuid[]> {
  await lockAccount(sql, owner);
  await sql.query(
    'INSERT INTO file (owner, hash, size, type) VALUES ($1, $2, $3, $4) ON CONFLICT (owner, hash) DO NOTHING',
    [owner, file.hash, file.size, file.type],
  );
  const { rows } = await sql.query<{ id: Uuid }>(
    `SELECT dossier.id FROM dossier_file wanted JOIN dossier ON dossier.id = wanted.dossier
     WHERE wanted.owner = $1 AND wanted.hash = $2 AND wanted.role = 'paper' AND NOT dossier.papers_complete
     ORDER BY dossier.id`,
    [owner, file.hash],
  );
  return rows.map((row) => row.id);
}
