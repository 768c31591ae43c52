import { must } from '#core/assert.ts';
import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Clock, PutAside } from '#core/ports.ts';
import { isRot } from './failure.ts';
import { bytesOf } from './plan.ts';
import { sameSealing, sealingOf, type Sealed, type Sealer } from './seal.ts';
import {
  fileTables,
  NO_THEIRS,
  type AccountDb,
  type AsideRow,
  type AsideTable,
  type FileRow,
  type OutboxRow,
  type StandingRow,
  type StoredEntry,
} from './tables.ts';
import { readwrite } from './transaction.ts';

/** Reads records one by one. What does not open is put aside as it lies, and everything else goes on (decisions/002). */
export type Shelf = {
  /** The record; null, and put aside, when it does not open even when read a second time. */
  readonly open: <T>(db: AccountDb, table: AsideTable, key: string | number, row: Sealed) => Promise<T | null>;
  readonly openFile: (db: AccountDb, row: FileRow) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** An entry that does not open becomes an empty command with its number and id, which asks the server about it. */
  readonly openEntry: (db: AccountDb, row: OutboxRow) => Promise<StoredEntry>;
};

/** What a row may say in the clear. */
type Clear = Partial<Sealed> & {
  readonly files?: readonly Sha256[];
  readonly savedAt?: number;
  readonly madeAt?: number;
  readonly dossier?: Uuid;
  readonly id?: Uuid;
};

export const VOID = { type: 'void' } as const;

export function shelfOf(sealer: Sealer, clock: Clock, changed: () => void): Shelf {
  const open = async <T>(
    db: AccountDb,
    table: AsideTable,
    key: string | number,
    row: Sealed,
    read: (sealed: Sealed) => Promise<T>,
  ): Promise<T | null> => {
    const first = await orRot(() => read(row));
    if (first !== ROT) return first;
    // Once more, from the disk: decrypting may have failed for want of memory.
    const second = await orRot(async () => {
      const again = sealedIn(table, await db.table<Clear>(table).get(key));
      return again && (await read(again));
    });
    if (second !== ROT) return second;
    await putAside(db, sealer, table, key, clock.now());
    changed();
    return null;
  };

  return {
    open: (db, table, key, row) => open(db, table, key, row, (sealed) => sealer.open(table, key, sealed)),
    openFile: (db, row) => open(db, 'files', row.hash, row, (sealed) => sealer.openBytes('files', row.hash, sealed)),
    openEntry: async (db, row) =>
      (await open<StoredEntry>(db, 'outbox', row.seq, row, (sealed) => sealer.open('outbox', row.seq, sealed))) ??
      voidEntry(row.id, row.seq, row.madeAt ?? 0),
  };
}

/** The rows of a table, or those of some keys; of one whose bytes the browser has lost, what is known without them. */
export async function rowsOf<Row>(
  db: AccountDb,
  table: AsideTable,
  some?: readonly (string | number)[],
): Promise<Row[]> {
  const rows = db.table<Row, string | number>(table);
  const all = await orRot(async () =>
    some ? (await rows.bulkGet([...some])).filter((row) => row !== undefined) : rows.toArray(),
  );
  if (all !== ROT) return all;
  const found: Row[] = [];
  for (const key of some ?? (await rows.toCollection().primaryKeys())) {
    const row = await orRot(() => rows.get(key));
    // The type is our word: such a row opens under no key, and is put aside when that is tried.
    if (row === ROT) found.push((await withoutBytes(db, table, key)) as Row);
    else if (row !== undefined) found.push(row);
  }
  return found;
}

export async function listAside(db: AccountDb): Promise<PutAside[]> {
  const rows = await db.aside.toArray();
  const drafts = new Set<string | number>(await db.drafts.toCollection().primaryKeys());
  const here: Record<AsideTable, ReadonlySet<string | number>> = {
    drafts,
    files: new Set(await db.files.toCollection().primaryKeys()),
    dossiers: new Set(await db.dossiers.toCollection().primaryKeys()),
    receipts: new Set(await db.receipts.toCollection().primaryKeys()),
    wallet: new Set(await db.wallet.toCollection().primaryKeys()),
    standings: new Set((await db.standings.toArray()).filter(({ theirs }) => theirs).map(({ id }) => id)),
    outbox: new Set(),
    kept: new Set(),
  };
  return rows
    .map((row): PutAside => {
      const isCommand = row.table === 'outbox' || row.table === 'kept';
      // A submission that never left may come back as the draft other phones know.
      const again = isCommand
        ? row.outcome === 'notSent' && drafts.has(row.dossier ?? '')
        : here[row.table].has(row.key) && !row.ended;
      return {
        what: WHAT[row.table],
        id: row.command ?? String(row.key),
        dossier: row.dossier,
        savedAt: row.savedAt,
        foundAt: row.at,
        fate: again ? 'back' : isCommand ? (row.outcome ?? 'asking') : 'kept',
        seen: row.seen ?? false,
      };
    })
    .toSorted((a, b) => b.foundAt - a.foundAt);
}

/** The last of a draft or a file that lies aside; undefined when none does. */
export async function asideOf(db: AccountDb, table: 'drafts' | 'files', key: string): Promise<AsideRow | undefined> {
  const rows = await db.aside.where('id').startsWith(`${table}/${key}/`).toArray();
  return rows.toSorted((a, b) => a.at - b.at).at(-1);
}

const WHAT: Record<AsideTable, PutAside['what']> = {
  drafts: 'draft',
  outbox: 'command',
  kept: 'command',
  files: 'paper',
  dossiers: 'dossier',
  receipts: 'receipt',
  standings: 'version',
  wallet: 'walletPaper',
};

/** Tables whose keys are not those of dossiers. */
const OF_NO_DOSSIER: ReadonlySet<AsideTable> = new Set(['outbox', 'kept', 'receipts', 'wallet']);

const ROT = Symbol('rot');

async function orRot<T>(work: () => Promise<T>): Promise<T | typeof ROT> {
  try {
    return await work();
  } catch (error) {
    if (isRot(error)) return ROT;
    throw error;
  }
}

function sealedIn(table: AsideTable, row: Clear | undefined): Sealed | null {
  const sealed = table === 'standings' ? (row as Partial<StandingRow> | undefined)?.theirs : row;
  return (sealed ?? null) as Sealed | null;
}

/** What is known of a record without reading it: its key, and what its indexes say of it. */
async function withoutBytes(db: AccountDb, table: AsideTable, key: string | number): Promise<Clear> {
  const { primKey, idxByName } = db.table(table).schema;
  const found: Record<string, unknown> = { [String(primKey.keyPath)]: key, files: [] };
  for (const { name, multi } of Object.values(idxByName)) {
    const values: unknown[] = [];
    await db
      .table<Clear, string | number>(table)
      .orderBy(name)
      .eachKey((value, { primaryKey }) => {
        if (primaryKey === key) values.push(value);
      });
    found[name] = multi ? values : values[0];
  }
  return found;
}

async function putAside(
  db: AccountDb,
  sealer: Sealer,
  table: AsideTable,
  key: string | number,
  at: number,
): Promise<void> {
  const rows = db.table<Clear, string | number>(table);
  const found = await orRot(() => rows.get(key));
  const row = found === ROT ? await withoutBytes(db, table, key) : found;
  if (!row) return;
  const asks = table === 'outbox' ? await sealVoid(sealer, must(row.id, 'an id'), Number(key), row) : null;
  const described = await describe(db, table, key, row, at);
  await readwrite(db, [...fileTables(db), db.state, db.receipts], async () => {
    // To read it once more, where its bytes are lost, would end the transaction (seen in Chromium, caught or not).
    const isHere =
      found === ROT ? (await rows.where(':id').equals(key).count()) === 1 : isStill(table, row, await rows.get(key));
    if (!isHere) return;
    await db.aside.put(described);
    if (asks) await db.outbox.put(asks);
    else if (table === 'standings') await db.standings.update(String(key), NO_THEIRS);
    else await db.table(table).delete(key);
    if (table === 'drafts' || table === 'standings') await db.state.update('state', { retellDrafts: true });
    if (table === 'dossiers') await db.state.update('state', { retellDossiers: true });
  });
}

function isStill(table: AsideTable, before: Clear, now: Clear | undefined): boolean {
  return now !== undefined && sameSealing(sealedIn(table, before) ?? {}, sealedIn(table, now) ?? {});
}

async function describe(
  db: AccountDb,
  table: AsideTable,
  key: string | number,
  row: Clear,
  at: number,
): Promise<AsideRow> {
  const id = `${table}/${key}/${sealingOf(sealedIn(table, row) ?? {})}`;
  const isCommand = table === 'outbox' && row.id !== undefined;
  return {
    id,
    table,
    key,
    row,
    at,
    ...(isCommand && { command: row.id }),
    // Acknowledged commands are only opened once the server has forgotten them.
    ...(table === 'kept' && { outcome: 'notSent' as const }),
    dossier: await dossierOf(db, table, key, row),
    savedAt: row.savedAt ?? row.madeAt ?? null,
    files: row.files ?? [],
  };
}

async function dossierOf(db: AccountDb, table: AsideTable, key: string | number, row: Clear): Promise<Uuid | null> {
  if (table === 'files') {
    const [waiting] = await db.dossiers.where('waiting').equals(key).primaryKeys();
    const [draft] = await db.drafts.where('files').equals(key).primaryKeys();
    if (waiting ?? draft) return waiting ?? draft ?? null;
    const seqs = await db.outbox.where('files').equals(key).primaryKeys();
    return (await rowsOf<OutboxRow>(db, 'outbox', seqs)).find(({ dossier }) => dossier)?.dossier ?? null;
  }
  return row.dossier ?? (OF_NO_DOSSIER.has(table) ? null : String(key));
}

function voidEntry(id: Uuid, seq: number, madeAt: number): StoredEntry {
  const command = { id, seq, madeAt, intent: VOID };
  return { command, bytes: bytesOf(command), files: [], refusal: null };
}

async function sealVoid(sealer: Sealer, id: Uuid, seq: number, { madeAt = 0, dossier }: Clear): Promise<OutboxRow> {
  const sealed = await sealer.seal('outbox', seq, voidEntry(id, seq, madeAt));
  return { ...sealed, seq, id, files: [], madeAt, ...(dossier !== undefined && { dossier }) };
}
