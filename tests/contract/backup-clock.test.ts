import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import { takeBackup } from '#server/backup/take.ts';
import { noteBackup, safeUpTo } from '#server/backup/watermark.ts';
import { newestStamp, steadyClock } from '#server/clock.ts';
import { createLedger } from '#server/commands/sql-ledger.ts';
import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import { openListener } from '#server/http/listener.ts';
import { startServer } from '#server/main.ts';
import { readSettings } from '#server/settings.ts';
import { freshDatabase, prepareDataFolder } from '#tests/support/database.ts';
import { addAccount } from './ledger-accounts.ts';
import { aFile, nextUuid, NOW, Phone, submitIntent } from './ledger.contract.ts';

const MINUTE = 60_000;

let database: OpenDatabase;
let phone: Phone;

beforeAll(async () => {
  database = await freshDatabase();
  const account = nextUuid();
  await addAccount(database, { id: account });
  phone = new Phone(createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } }), account);
}, 2 * MINUTE);
afterAll(async () => await database.close());

test('a backup reaches as far as the server’s own clock, however far ahead that of its machine is', async () => {
  expect(await safeUpTo(database, NOW)).toBe(NOW - 10 * MINUTE);
  await phone.sync([], NOW);
  expect(await safeUpTo(database, NOW + 5 * MINUTE)).toBe(NOW - 10 * MINUTE);
  expect(await safeUpTo(database, NOW - 5 * MINUTE)).toBe(NOW - 15 * MINUTE);
});

test('what comes in after a backup is newer than it, though the clock went back an hour', async () => {
  await noteBackup(database, NOW + MINUTE);
  const now = steadyClock(() => NOW - 60 * MINUTE, must(await newestStamp(database), 'a stamp'));
  const { outcomes, backedUpTo } = await phone.sync([phone.command(submitIntent([aFile()]))], now());
  expect(outcomes).toMatchObject([{ result: 'done', at: must(backedUpTo, 'a backup') + 1 }]);
});

test(
  'a server that starts by a clock gone back says so, tells no time before its last backup, and is backed up all the same',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'banso-backup-clock-'));
    await prepareDataFolder(folder);
    const before = await openDatabase({ dataDir: folder });
    await noteBackup(before, NOW);
    await before.close();

    vi.useFakeTimers({ toFake: ['Date'], now: NOW - 60 * MINUTE });
    const log: string[] = [];
    const listener = await openListener(0, '127.0.0.1');
    const read = readSettings({ PORT: String(listener.port), BANSO_DATA: folder });
    if (!read.ok) throw new Error('settings');
    const logger = pino({ level: 'error' }, { write: (line: string) => void log.push(line) });
    const running = await startServer({ settings: read.settings, listener, log: logger }, async () => ({
      assets: null,
    }));
    try {
      const told = await (await fetch(`${read.settings.origin}/api/province`)).json();
      expect(told).toMatchObject({ serverTime: NOW + 1 });
      expect(log).toEqual([expect.stringContaining('clock')]);
      // Whoever signs a message goes by a clock that is right.
      const { manifest, damaged } = await takeBackup(read.settings, path.join(folder, 'backup'));
      expect({ upTo: manifest.upTo, damaged }).toEqual({ upTo: NOW + 1 - 10 * MINUTE, damaged: [] });
    } finally {
      vi.useRealTimers();
      await listener.close(100);
      await running.stop();
      rmSync(folder, { recursive: true });
    }
  },
  2 * MINUTE,
);
