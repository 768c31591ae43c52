import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openKeys } from '#server/keys.ts';
import { takeStatement, type StatementReport } from '#server/payment/statement.ts';
import { takingTransfers } from '#server/payment/taking.ts';
import type { BankTransfer } from '#server/payment/transfer.ts';
import { DeskWorld, testEngines } from './desk-world.ts';

const { engines, stop } = testEngines();
const folder = mkdtempSync(path.join(tmpdir(), 'banso-statement-'));
afterAll(() => {
  stop();
  rmSync(folder, { recursive: true });
});

const lines = (...all: readonly unknown[]) =>
  all.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');

describe.each(engines)('the daily statement on $name', ({ engine }) => {
  let world: DeskWorld;
  beforeAll(async () => {
    if (engine !== null) world = await DeskWorld.open(engine, (await openKeys(folder)).signing);
  });
  afterAll(async () => {
    if (engine !== null) await world.close();
  });
  beforeEach(async ({ skip }) => {
    if (engine === null) return skip();
    await world.clear();
  });

  const take = (bytes: Uint8Array | string): Promise<StatementReport> => {
    const { ledger, content } = world;
    const taking = takingTransfers({ provider: 'sandbox', ledger, content, now: () => world.now });
    return takeStatement(inPieces(Buffer.from(bytes)), taking);
  };

  test('STATEMENT-1 pays what no webhook reported, and the same file again changes nothing', async () => {
    const [one, two] = [await world.owing('may'), await world.owing('may')];
    await world.report(world.paying(two, { id: 'FT2' }));
    const file = lines(
      world.paying(one, { id: 'FT1' }),
      world.paying(two, { id: 'FT2' }),
      world.paying(two, { id: 'FT3', amount: 1 }),
    );
    expect(await take(file)).toEqual({
      read: 3,
      paid: 1,
      refunds: 0,
      suspended: 1,
      known: 1,
      bad: [],
      failure: null,
    });
    expect((await world.dossier(one.id)).payments).toMatchObject([{ amount: 16_000, fee: one.fee?.id }]);
    const again = await take(gzipSync(file));
    expect(again).toMatchObject({ read: 3, paid: 0, suspended: 0, known: 3 });
    for (const { id } of [one, two]) expect((await world.dossier(id)).payments).toHaveLength(1);
  });

  test('STATEMENT-2 names every bad line by number, code and reason, and takes the others', async () => {
    const dossier = await world.owing();
    const good: BankTransfer = world.paying(dossier, { id: 'FT1' });
    const { amount: _, ...noAmount } = good;
    const file = lines(
      good,
      'id,amount',
      '',
      noAmount,
      { ...good, id: 'FT2', paidAt: 'hôm nay' },
      { ...good, amount: 15_000 },
      'x'.repeat(3 * 1024 * 1024),
    );
    expect(await take(file)).toMatchObject({
      read: 6,
      paid: 1,
      bad: [
        { line: 2, code: 'notJson' },
        { line: 4, code: 'notATransfer', reason: expect.stringContaining('amount') as string },
        { line: 5, code: 'notATransfer', reason: expect.stringContaining('paidAt') as string },
        { line: 6, code: 'conflict', reason: 'FT1' },
        { line: 7, code: 'tooLong' },
      ],
    });
    expect((await world.dossier(dossier.id)).payments).toHaveLength(1);
  });

  test('STATEMENT-3 of a file that ends early the lines before are taken, and it says so', async () => {
    const dossier = await world.owing();
    const packed = gzipSync(lines(world.paying(dossier, { id: 'FT1' }), '{}'.padEnd(200_000, ' ')), { level: 0 });
    expect(await take(packed.subarray(0, -100))).toMatchObject({ paid: 1, failure: 'truncated' });
    expect((await world.dossier(dossier.id)).payments).toHaveLength(1);
  });
});

test('STATEMENT-4 npm run statement: exit codes, and what is said', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { statement: string } };
  const { DATABASE_URL: _, ...environment } = process.env;
  const run = (content: string | null) => {
    const file = path.join(folder, 'statement.jsonl');
    if (content !== null) writeFileSync(file, content);
    const named = content === null ? [] : [file];
    const done = spawnSync(process.execPath, [...scripts.statement.split(' ').slice(1), ...named], {
      env: { ...environment, BANSO_DATA: path.join(folder, 'data') },
      encoding: 'utf8',
    });
    return { exit: done.status, said: done.stdout + done.stderr };
  };
  const transfer = { id: 'FT1', amount: 1, currency: 'VND', account: '1', memo: 'nộp phí', paidAt: 1 };
  expect(run(null)).toMatchObject({ exit: 2, said: expect.stringContaining('npm run statement') as string });
  expect(run(lines(transfer))).toMatchObject({ exit: 0, said: expect.stringContaining('in suspense 1') as string });
  expect(run(lines(transfer, '?'))).toMatchObject({
    exit: 1,
    said: expect.stringContaining('line 2 | notJson') as string,
  });
});

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}
