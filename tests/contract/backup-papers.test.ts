import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bringBack } from '#server/backup/bring-back.ts';
import { takeBackup } from '#server/backup/take.ts';
import { recordFile } from '#server/commands/papers.ts';
import { createLedger } from '#server/commands/sql-ledger.ts';
import { openVault } from '#server/files/vault.ts';
import { openKeys } from '#server/keys.ts';
import { backupPlace } from '#tests/support/backup-place.ts';
import { prepareDataFolder } from '#tests/support/database.ts';
import { addAccount } from './ledger-accounts.ts';
import { photo, type Photo } from './files-world.ts';
import { nextUuid, Phone, submitIntent } from './ledger.contract.ts';

const HOUR = 60 * 60_000;
const LONG = { timeout: 5 * 60_000 };
const { folder, settings, to, withDatabase } = backupPlace();
const account = nextUuid();
const [first, flipped, removed, whole, fresh] = [photo(), photo(), photo(), photo(), photo()];

const watermark = async () =>
  await withDatabase(async ({ db }) => {
    const state = await db.selectFrom('server_state').select('backed_up_to').executeTakeFirstOrThrow();
    return state.backed_up_to?.getTime() ?? null;
  });

const bytesAt = (root: string, { file }: Photo) => openVault(path.join(root, 'files')).pathOf(account, file.hash);
const named = (one: Photo) => path.relative(path.join(folder, 'files'), bytesAt(folder, one));

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** Dossiers of a paper each, all of which arrived at an instant; the phone was there once more afterwards. */
async function sent(papers: readonly Photo[], arrived: number, seen: number): Promise<void> {
  await withDatabase(async (database) => {
    const ledger = createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } });
    const phone = new Phone(ledger, account);
    const { outcomes } = await phone.sync(
      papers.map(({ file }) => phone.command(submitIntent([file]))),
      arrived - 1_000,
    );
    expect(outcomes.every(({ result }) => result === 'done')).toBe(true);
    for (const one of papers) {
      mkdirSync(path.dirname(bytesAt(settings.dataFolder, one)), { recursive: true });
      writeFileSync(bytesAt(settings.dataFolder, one), one.bytes);
      await ledger.transaction(async (tx) => await recordFile(tx, account, one.file, arrived));
    }
    await phone.sync([], seen);
  });
}

beforeAll(async () => {
  await prepareDataFolder(settings.dataFolder);
  await openKeys(settings.dataFolder);
  await withDatabase(async (database) => await addAccount(database, { id: account }));
}, 60_000);

test('papers that a backup does not hold whole are named, and phones keep theirs', LONG, async () => {
  await sent([first], Date.now() - 3 * HOUR, Date.now());
  const { manifest, damaged } = await takeBackup(settings, to);
  expect(damaged).toEqual([]);
  expect(manifest).not.toHaveProperty('damaged');
  expect(manifest.upTo).toBeGreaterThan(Date.now() - HOUR);

  // What arrives from now on is in no backup yet; two of three papers are lost before there is one.
  const arrived = Date.now() + HOUR;
  await sent([flipped, removed, whole], arrived, arrived + HOUR);
  flip(bytesAt(settings.dataFolder, flipped));
  rmSync(bytesAt(settings.dataFolder, removed));
  const second = await takeBackup(settings, to, () => arrived + HOUR);
  expect(second).toMatchObject({ copied: 1, damaged: [named(flipped), named(removed)].toSorted() });
  expect(second.manifest.damaged).toEqual(second.damaged);
  expect(second.manifest.upTo).toBe(arrived - 1);
  expect(await watermark()).toBe(arrived - 1);
});

test('a restore replaces what rotted here, and tells phones to keep what rotted in the backup', LONG, async () => {
  const arrived = Date.now() + 3 * HOUR;
  await sent([fresh], arrived, arrived + HOUR);
  for (const one of [flipped, removed]) writeFileSync(bytesAt(settings.dataFolder, one), one.bytes);
  const { manifest, copied, damaged } = await takeBackup(settings, to, () => arrived + HOUR);
  expect({ copied, damaged, upTo: manifest.upTo }).toEqual({
    copied: 3,
    damaged: [],
    upTo: arrived + HOUR - 10 * 60_000,
  });

  flip(bytesAt(settings.dataFolder, first));
  flip(bytesAt(to, fresh));
  rmSync(bytesAt(settings.dataFolder, fresh));
  expect(await bringBack(settings, to)).toMatchObject({ copied: 1, damaged: [named(fresh)] });
  expect(readFileSync(bytesAt(settings.dataFolder, first))).toEqual(first.bytes);
  expect(await watermark()).toBe(arrived - 1);
});
