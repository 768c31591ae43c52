import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '#core/dossier/command.ts';
import { paymentReference } from '#core/fee/reference.ts';
import type { Ledger } from '#core/sync/ledger.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { bringBack } from '#server/backup/bring-back.ts';
import { skipNumbers } from '#server/backup/skip-numbers.ts';
import { takeBackup } from '#server/backup/take.ts';
import { createLedger, dossierCode } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { accountIds } from '#server/identity/account-id.ts';
import { sqlIdentityStore } from '#server/identity/sql-store.ts';
import { openKeys } from '#server/keys.ts';
import { nextReceiptNo } from '#server/payment/ledger.ts';
import { backupPlace } from '#tests/support/backup-place.ts';
import { freshDatabase, prepareDataFolder } from '#tests/support/database.ts';
import { aFile, nextUuid, NOW, Phone, submitIntent } from './ledger.contract.ts';

const MINUTE = 60_000;
const { settings, to, withDatabase } = backupPlace();

const PROFILE = { name: 'Lý Thị Mẩy', kind: 'resident', unit: null, person: { name: 'Lý Thị Mẩy' } } as const;

let database: OpenDatabase;

const ledger: Ledger = {
  transaction: async (work) => {
    const options = { unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } };
    return await createLedger({ database, ...options }).transaction(work);
  },
};

/** What happens while a server is up; backups and restores come between. */
async function serve(work: () => Promise<void>): Promise<void> {
  await withDatabase(async (opened) => {
    database = opened;
    await work();
  });
}

async function signIn(subject: string): Promise<string> {
  const { accountSecret } = await openKeys(settings.dataFolder);
  const session = { session: nextUuid(), replaces: null, now: new Date(NOW), expiresAt: new Date(NOW + MINUTE) };
  return await sqlIdentityStore(database, accountIds(accountSecret)).signIn({ subject, profile: PROFILE, ...session });
}

beforeAll(async () => {
  await prepareDataFolder(settings.dataFolder);
  await openKeys(settings.dataFolder);
  await takeBackup(settings, to);
});

describe('after a restore on the same day', { timeout: 5 * MINUTE }, () => {
  const codes: string[] = [];
  const receipts: string[] = [];
  let phone: Phone;
  let kept: Command;

  /** Sends, pays, and writes down what they were told. */
  async function work(by: Phone, command: Command, now: number): Promise<SyncResponse> {
    const response = await by.sync([command], now);
    const told = response.changes.filter(({ dossier }) => dossier === command.intent.dossier);
    codes.push(...told.flatMap(({ event: { what } }) => (what.type === 'submitted' ? what.code : [])));
    receipts.push(await database.transaction(async (sql) => await nextReceiptNo(sql, 2026)));
    return response;
  }
  async function somebodySubmits(now: number): Promise<void> {
    const other = new Phone(ledger, await signIn(`somebody at ${now}`));
    await work(other, other.command(submitIntent([aFile()])), now);
  }

  beforeAll(async () => {
    await serve(async () => {
      phone = new Phone(ledger, await signIn('somebody new'));
      kept = phone.command(submitIntent([aFile()]));
      await work(phone, kept, NOW);
    });
    rmSync(settings.dataFolder, { recursive: true });
    await bringBack(settings, to, NOW + 60 * MINUTE);
    await serve(async () => await somebodySubmits(NOW + 61 * MINUTE));
  }, 5 * MINUTE);

  test('whoever came after the backup has the same account, and what their phone keeps is taken again', async () => {
    await serve(async () => {
      expect(await signIn('somebody new')).toBe(phone.account);
      const { outcomes } = await work(phone, kept, NOW + 62 * MINUTE);
      expect(outcomes).toMatchObject([{ id: kept.id, result: 'done' }]);
    });
  });

  test('no code and no receipt’s number is given again, nor when the same backup comes back once more', async () => {
    await bringBack(settings, to, NOW + 90 * MINUTE);
    await serve(async () => await somebodySubmits(NOW + 91 * MINUTE));
    expect(codes).toHaveLength(4);
    expect(new Set(codes).size).toBe(4);
    for (const code of codes) expect(code).toMatch(/^H38\.16-261121-\d{4}$/);
    expect(new Set(receipts).size).toBe(4);
  });
});

describe('the numbers that a restore skips', () => {
  let fresh: OpenDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  afterAll(async () => await fresh.close());

  /** How far counters are, by unit and day or by year, when a backup came back in which one unit's was at `last`. */
  async function countersAfter(last: number, ...restores: string[]): Promise<Record<string, number>> {
    const { db, transaction } = fresh;
    await db.deleteFrom('receipt_counter').execute();
    await db.deleteFrom('code_counter').execute();
    await db.insertInto('code_counter').values({ unit: 'a', day: '2026-11-21', last }).execute();
    for (const now of restores) await transaction(async (sql) => await skipNumbers(sql, ['a', 'b'], Date.parse(now)));
    const codes = await db.selectFrom('code_counter').selectAll().execute();
    const receipts = await db.selectFrom('receipt_counter').selectAll().execute();
    return Object.fromEntries([
      ...codes.map((row) => [`${row.unit} ${row.day}`, row.last] as const),
      ...receipts.map((row) => [row.year, row.last] as const),
    ]);
  }

  test('go on in every unit where the clock is, but are never fewer than may come at once', async () => {
    const noon = '2026-11-21T12:00:00+07:00';
    const [hours, days] = [12, 324];
    const codes = 1_000 + hours * 360;
    const receipts = 10_000 + (days * 24 + hours) * 360;
    expect(await countersAfter(42, noon)).toEqual({ 'a 2026-11-21': codes, 'b 2026-11-21': codes, 2026: receipts });
    expect(await countersAfter(codes - 5, noon)).toMatchObject({ 'a 2026-11-21': codes + 995, 'b 2026-11-21': codes });
    expect(await countersAfter(42, noon, noon)).toMatchObject({
      'a 2026-11-21': codes + 1_000,
      2026: receipts + 10_000,
    });
  });

  test('are those of both days and years where a clock may say either', async () => {
    const beforeMidnight = await countersAfter(42, '2026-12-31T23:30:00+07:00');
    expect(Object.keys(beforeMidnight).toSorted()).toEqual(
      ['2026', '2027', 'a 2026-11-21', 'a 2026-12-31', 'a 2027-01-01', 'b 2026-12-31', 'b 2027-01-01'].toSorted(),
    );
    expect(beforeMidnight).toMatchObject({ 'b 2026-12-31': 9_460, 'b 2027-01-01': 1_000, 2027: 10_000 });
    const afterMidnight = await countersAfter(42, '2026-11-22T00:10:00+07:00');
    expect(afterMidnight).toMatchObject({ 'a 2026-11-21': 9_700, 'a 2026-11-22': 1_060 });
  });

  test('may come to five digits, with which a fee can be paid all the same', () => {
    const code = dossierCode('H38.116', '2026-11-21', 10_640);
    expect(paymentReference(code, 'LPHS')).toBe('H3811626112110640LPHS');
  });
});
