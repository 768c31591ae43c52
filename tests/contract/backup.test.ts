import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bringBack } from '#server/backup/bring-back.ts';
import { takeBackup } from '#server/backup/take.ts';
import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import { FolderInUse } from '#server/db/lock.ts';
import { openKeys } from '#server/keys.ts';
import { readSettings, type Settings } from '#server/settings.ts';

const place = mkdtempSync(path.join(tmpdir(), 'banso-backup-'));
const to = path.join(place, 'backup');
const file = createHash('sha256').update('a paper').digest('hex');
const stored = path.join('files', 'owner', file.slice(0, 2), file);

let settings: Settings;
let epoch: string;

async function withDatabase<T>(work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir: settings.dataFolder });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const stateOf = async ({ db }: OpenDatabase) =>
  await db.selectFrom('server_state').selectAll().executeTakeFirstOrThrow();
const note = async ({ db }: OpenDatabase, year: number) =>
  await db.insertInto('receipt_counter').values({ year, last: 1 }).execute();

beforeAll(async () => {
  const read = readSettings({ BANSO_DATA: path.join(place, 'data') });
  if (!read.ok) throw new Error('settings');
  settings = read.settings;
  await openKeys(settings.dataFolder);
  mkdirSync(path.dirname(path.join(settings.dataFolder, stored)), { recursive: true });
  writeFileSync(path.join(settings.dataFolder, stored), 'a paper');
  await withDatabase(async (database) => {
    await note(database, 1);
    ({ epoch } = await stateOf(database));
  });
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

test('a backup tells phones how far it reaches, and stays behind what may still be on its way', async () => {
  const { manifest, copied, damaged } = await takeBackup(settings, to);
  expect({ copied, damaged }).toEqual({ copied: 1, damaged: 0 });
  expect(manifest.upTo).toBeLessThanOrEqual(manifest.at - 10 * 60_000);
  const state = await withDatabase(stateOf);
  expect(state).toMatchObject({ epoch, backed_up_to: new Date(manifest.upTo) });
});

test('another backup into the same folder copies what is new, and the folder holds one database', async () => {
  const { copied } = await takeBackup(settings, to);
  expect(copied).toBe(0);
  const { database } = JSON.parse(readFileSync(path.join(to, 'manifest.json'), 'utf8')) as {
    database: { file: string };
  };
  expect(existsSync(path.join(to, database.file))).toBe(true);
});

test('a restore goes back in a new epoch, brings files and keys, and throws nothing away', async () => {
  const signing = path.join(settings.dataFolder, 'keys/signing.json');
  const key = readFileSync(signing, 'utf8');
  await withDatabase(async (database) => await note(database, 2));
  rmSync(path.join(settings.dataFolder, stored));
  rmSync(signing);
  const { before, copied } = await bringBack(settings, to);
  expect(copied).toBe(1);
  expect(existsSync(path.join(before ?? '', 'database/PG_VERSION'))).toBe(true);
  expect(readFileSync(path.join(settings.dataFolder, stored), 'utf8')).toBe('a paper');
  expect(readFileSync(signing, 'utf8')).toBe(key);
  await withDatabase(async (database) => {
    const years = await database.db.selectFrom('receipt_counter').select('year').execute();
    expect(years).toEqual([{ year: 1 }]);
    expect((await stateOf(database)).epoch).not.toBe(epoch);
  });
});

test('a restore under a running server, from half a backup or a damaged one, changes nothing', async () => {
  await withDatabase(async () => await expect(bringBack(settings, to)).rejects.toThrow(FolderInUse));
  await expect(bringBack(settings, path.join(place, 'nothing'))).rejects.toThrow('no finished backup');
  await expect(bringBack({ ...settings, databaseUrl: 'postgres://x' }, to)).rejects.toThrow('DATABASE_URL');
  const { database } = JSON.parse(readFileSync(path.join(to, 'manifest.json'), 'utf8')) as {
    database: { file: string };
  };
  const { epoch: now } = await withDatabase(stateOf);
  writeFileSync(path.join(to, database.file), 'x', { flag: 'a' });
  await expect(bringBack(settings, to)).rejects.toThrow('not what was backed up');
  expect((await withDatabase(stateOf)).epoch).toBe(now);
});
