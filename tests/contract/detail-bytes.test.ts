import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { expect, test } from 'vitest';
import type { WireDetail } from '#core/procedure/news.ts';
import { DETAIL_BYTES } from '#core/procedure/cost.ts';
import { recordOf } from '#server/catalogue/from-portal.ts';
import { PortalProcedure } from '#server/catalogue/portal.ts';
import { packJson } from '#server/http/compress.ts';
import { HARVEST, hasHarvest } from '#tests/support/portal.ts';

/** The request and the headers of both, without what a connection costs. */
const HEADERS = 1_500;
/** Packing all 5,055 takes a while; the longest texts are always among those that are packed. */
const EACH = 25;
const LONG_CHARS = 20_000;

test.skipIf(!hasHarvest)(
  `most procedures of the national catalogue cost what the page says that lacks one, and none costs more${hasHarvest ? '' : ` (skipped: no ${HARVEST})`}`,
  { timeout: 120_000 },
  async () => {
    const lines = createInterface({ input: createReadStream(HARVEST).pipe(createGunzip()), crlfDelay: Infinity });
    const some: number[] = [];
    const long: number[] = [];
    let read = 0;
    for await (const line of lines) {
      if (line.trim() === '') continue;
      read += 1;
      const procedure = PortalProcedure.parse(JSON.parse(line));
      const code = procedure.code.trim();
      const body = JSON.stringify(recordOf(procedure, code));
      const isOneOfSome = read % EACH === 0;
      if (!isOneOfSome && body.length < LONG_CHARS) continue;
      const detail: WireDetail = { code, rev: 1, hash: 'f'.repeat(64), body };
      const bytes = HEADERS + (await packJson(JSON.stringify(detail), 'gzip, br')).body.byteLength;
      (isOneOfSome ? some : long).push(bytes);
    }
    expect([some.length, long.length > 0]).toEqual([Math.floor(5_055 / EACH), true]);
    expect(Math.max(...some, ...long)).toBeLessThan(DETAIL_BYTES.most);
    expect(some.filter((bytes) => bytes < DETAIL_BYTES.usual).length).toBeGreaterThan(some.length / 2);
  },
);
