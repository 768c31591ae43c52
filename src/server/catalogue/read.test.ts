import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ProcedureRecord } from '#core/procedure/record.ts';
import {
  HARVEST,
  hasHarvest,
  inPieces,
  jsonLines,
  packed,
  portalProcedure,
  procedures,
} from '#tests/support/portal.ts';
import { Unreadable } from './lines.ts';
import { readPortal, type ReadItem } from './read.ts';

async function read(bytes: Uint8Array, province: string | null = null, piece = 1_000): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const item of readPortal(inPieces(bytes, piece), { province })) items.push(item);
  return items;
}
const codes = (items: readonly ReadItem[]) =>
  items.flatMap((item) => (item.kind === 'record' ? [item.record.code] : []));
const rejections = (items: readonly ReadItem[]) =>
  items.flatMap((item) => (item.kind === 'rejected' ? [item.rejection] : []));
const failure = async (bytes: Uint8Array) => {
  try {
    await read(bytes);
  } catch (error) {
    return error instanceof Unreadable ? { code: error.code, line: error.line } : error;
  }
  return null;
};

describe('a file that can be read', () => {
  test.each([1, 2, 3, 4_096])('comes in pieces of %i bytes, packed or not', async (piece) => {
    const lines = jsonLines(procedures(3));
    expect(codes(await read(lines, null, piece))).toEqual(['1.000001', '1.000002', '1.000003']);
    expect(codes(await read(packed(lines), null, piece))).toEqual(['1.000001', '1.000002', '1.000003']);
  });

  test('may begin with a byte order mark, end lines as Windows does and lack the last line end', async () => {
    const [a, b] = procedures(2).map((one) => JSON.stringify(one));
    expect(codes(await read(Buffer.from(`\ufeff${a}\r\n\r\n${b}`)))).toEqual(['1.000001', '1.000002']);
  });

  test('may be several archives one after the other', async () => {
    const [a, b] = procedures(2);
    expect(codes(await read(Buffer.concat([packed(jsonLines([a])), packed(jsonLines([b]))])))).toHaveLength(2);
  });

  test('spaces around a code are no part of it', async () => {
    expect(codes(await read(jsonLines([portalProcedure(' 1.014325')])))).toEqual(['1.014325']);
  });

  test('other provinces’ own procedures are passed over when a province is named', async () => {
    const own = portalProcedure('1.000002', { departmentPromulgateCode: 'H38.01' });
    const others = portalProcedure('1.000003', { departmentPromulgateCode: 'H60' });
    const lines = jsonLines([portalProcedure('1.000001'), own, others]);
    expect(codes(await read(lines, 'H38'))).toEqual(['1.000001', '1.000002']);
    expect(codes(await read(lines))).toHaveLength(3);
  });
});

describe('IMPORT-1 a bad record is told with its line, code and reason, and the others are read', () => {
  const good = portalProcedure('1.000001');
  const last = portalProcedure('1.000009');
  const bad = async (middle: unknown) => {
    const items = await read(jsonLines([good, middle, last]));
    expect(codes(items)).toEqual(['1.000001', '1.000009']);
    return rejections(items);
  };

  test('not JSON', async () => {
    expect(await bad('{"code": "1.000002",')).toEqual([{ line: 2, code: null, reason: 'json', detail: '' }]);
  });
  test('another shape', async () => {
    const [rejection] = await bad(portalProcedure('1.000002', { executionMethods: 'online' }));
    expect(rejection).toMatchObject({ line: 2, code: '1.000002', reason: 'shape' });
    expect(rejection?.detail).toContain('detail.executionMethods');
  });
  test('a malformed code', async () => {
    expect(await bad(portalProcedure('1.0133611'))).toMatchObject([{ line: 2, code: '1.0133611', reason: 'code' }]);
  });
  test('two codes in one record', async () => {
    expect(await bad(portalProcedure('1.000002', { code: '1.000003' }))).toMatchObject([
      { line: 2, reason: 'codesDiffer' },
    ]);
  });
  test('a code that was there before', async () => {
    const again = portalProcedure('1.000001', {}, 'Tên khác');
    expect(await bad(again)).toEqual([{ line: 2, code: '1.000001', reason: 'duplicate', detail: '1' }]);
  });
  test('a category above itself', async () => {
    const categoriesDetails = [
      { id: 'a', name: 'Đất đai', parentId: 'b' },
      { id: 'b', name: 'Tài nguyên', parentId: 'a' },
    ];
    expect(await bad(portalProcedure('1.000002', { categoriesDetails }))).toEqual([
      { line: 2, code: '1.000002', reason: 'categoryCycle', detail: 'Đất đai → Tài nguyên → Đất đai' },
    ]);
  });
  test('a cycle that closes over several records', async () => {
    const under = (id: string, parentId: string) => ({ categoriesDetails: [{ id, name: id, parentId }] });
    const lines = [under('a', 'b'), under('b', 'c'), under('c', 'a')].map((detail, at) =>
      portalProcedure(`1.00001${at}`, detail),
    );
    expect(rejections(await read(jsonLines(lines)))).toMatchObject([{ line: 3, reason: 'categoryCycle' }]);
  });
  test('a record of 10 MB', async () => {
    const huge = portalProcedure('1.000002', { note: 'x'.repeat(10 * 1024 * 1024) });
    const items = await read(jsonLines([good, huge, last]), null, 65_536);
    expect(codes(items)).toEqual(['1.000001', '1.000009']);
    expect(rejections(items)).toMatchObject([{ line: 2, code: null, reason: 'tooLong' }]);
  });
  test('a line in another encoding', async () => {
    const latin = Buffer.from(JSON.stringify(portalProcedure('1.000002', {}, 'H\u00f4 t\u00edch')), 'latin1');
    const lines = Buffer.concat([jsonLines([good]), latin, Buffer.from('\n'), jsonLines([last])]);
    const items = await read(lines);
    expect(codes(items)).toEqual(['1.000001', '1.000009']);
    expect(rejections(items)).toEqual([{ line: 2, code: null, reason: 'encoding', detail: '' }]);
  });
});

describe('IMPORT-2 a file that ends early, is damaged or is in another encoding fails whole, with the line', () => {
  const lines = jsonLines(
    Array.from({ length: 300 }, (_, at) => portalProcedure(`1.${100_000 + at}`, { note: Math.sin(at) })),
  );

  test.each([0.3, 0.7, 0.99])('an archive cut off at %f of it', async (share) => {
    const archive = packed(lines);
    const found = await failure(archive.subarray(0, Math.floor(archive.byteLength * share)));
    expect(found).toMatchObject({ code: 'truncated' });
    expect((found as Unreadable).line).toBeGreaterThan(1);
  });
  test('an archive with a byte changed', async () => {
    const archive = packed(lines);
    archive.writeUInt8(archive.readUInt8(archive.byteLength - 6) ^ 0xff, archive.byteLength - 6);
    expect(await failure(archive)).toMatchObject({ code: 'damaged' });
  });
  test('a plain file cut off inside a record', async () => {
    expect(await failure(lines.subarray(0, lines.byteLength - 40))).toEqual({ code: 'truncated', line: 300 });
  });
  test('UTF-16', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines.toString('utf8'), 'utf16le')]);
    expect(await failure(utf16)).toEqual({ code: 'encoding', line: 1 });
  });
});

const title = 'the harvest of 2026-07-18: 5,055 records, two with malformed codes, every other one fits the record';
if (hasHarvest) {
  test(title, async () => {
    const kept: string[] = [];
    const bad: unknown[] = [];
    for await (const item of readPortal(createReadStream(HARVEST), { province: null })) {
      if (item.kind === 'rejected') bad.push(item.rejection);
      else if (item.kind === 'record') {
        ProcedureRecord.parse(item.record);
        kept.push(item.record.code);
      }
    }
    expect(kept).toHaveLength(5_053);
    expect(bad).toMatchObject([
      { line: 2247, code: '1.0133611', reason: 'code' },
      { line: 4572, code: '2.009182739', reason: 'code' },
    ]);
  });
} else test.skip(`${title} (no ${HARVEST})`);
