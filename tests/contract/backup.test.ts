import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Ledger } from '#core/sync/ledger.ts';
import { bringBack } from '#server/backup/bring-back.ts';
import { takeBackup } from '#server/backup/take.ts';
import { createLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { FolderInUse } from '#server/db/lock.ts';
import { openKeys } from '#server/keys.ts';
import { backupPlace } from '#tests/support/backup-place.ts';
import { addAccount } from './ledger-accounts.ts';
import { aFile, nextUuid, NOW, Phone, submitIntent } from './ledger.contract.ts';

const { folder: place, settings, to, withDatabase } = backupPlace();
const file = createHash('sha256').update('a paper').digest('hex');
const stored = path.join('files', 'owner', file.slice(0, 2), file);

let epoch: string;

const stateOf = async ({ db }: OpenDatabase) =>
  await db.selectFrom('server_state').selectAll().executeTakeFirstOrThrow();
const note = async ({ db }: OpenDatabase, year: number) =>
  await db.insertInto('receipt_counter').values({ year, last: 1 }).execute();

beforeAll(async () => {
  await openKeys(settings.dataFolder);
  mkdirSync(path.dirname(path.join(settings.dataFolder, stored)), { recursive: true });
  writeFileSync(path.join(settings.dataFolder, stored), 'a paper');
  await withDatabase(async (database) => {
    await note(database, 1);
    ({ epoch } = await stateOf(database));
  });
});

test('a backup tells phones how far it reaches, and stays behind what may still be on its way', async () => {
  const { manifest, copied, damaged } = await takeBackup(settings, to);
  expect({ copied, damaged }).toEqual({ copied: 1, damaged: [] });
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
  // A key that came with a later release is not in the backup, and stays.
  const later = path.join(settings.dataFolder, 'keys/account.json');
  const stays = readFileSync(later, 'utf8');
  rmSync(path.join(to, 'keys/account.json'));
  const { before, copied } = await bringBack(settings, to);
  expect(copied).toBe(1);
  expect(existsSync(path.join(before ?? '', 'database/PG_VERSION'))).toBe(true);
  expect(readFileSync(path.join(settings.dataFolder, stored), 'utf8')).toBe('a paper');
  expect(readFileSync(signing, 'utf8')).toBe(key);
  expect(readFileSync(later, 'utf8')).toBe(stays);
  await withDatabase(async (database) => {
    const years = await database.db.selectFrom('receipt_counter').select('year').execute();
    expect(years.filter(({ year }) => year < 1_000)).toEqual([{ year: 1 }]);
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

test('a database put back by hand, of which nobody says anything, is noticed by the first phone that asks', async () => {
  const [folder, copy] = [path.join(settings.dataFolder, 'database'), path.join(place, 'copy')];
  const ledger: Ledger = {
    transaction: async (work) =>
      await withDatabase(async (database) => {
        const options = { unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } };
        return await createLedger({ database, ...options }).transaction(work);
      }),
  };
  const account = nextUuid();
  await withDatabase(async (database) => await addAccount(database, { id: account }));
  const [one, two] = [new Phone(ledger, account), new Phone(ledger, account)];
  const kept = one.command(submitIntent([aFile()]));
  const { epoch: before } = await one.sync([kept], NOW);
  await two.sync([], NOW);
  cpSync(folder, copy, { recursive: true });
  const heardOf = two.command(submitIntent([aFile()]));
  await two.sync([heardOf], NOW + 1_000);
  await one.sync([], NOW + 2_000);

  rmSync(folder, { recursive: true });
  cpSync(copy, folder, { recursive: true });
  // Another dossier takes the number of the one that is no more, so that no count gives the loss away.
  const instead = one.command(submitIntent([aFile()]));
  const { epoch: after, changes } = await one.sync([instead], NOW + 3_000);
  expect(after).not.toBe(before);
  const dossiersOf = (list: typeof changes) => list.map(({ n, dossier }) => [n, dossier]);
  const now = [kept, instead].map(({ intent }, at) => [at + 1, intent.dossier]);
  expect(dossiersOf(changes)).toEqual(now);
  expect(dossiersOf((await two.sync([], NOW + 4_000)).changes)).toEqual(now);
});
