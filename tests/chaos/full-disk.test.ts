import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { PROTOCOL, SyncResponse } from '#core/sync/messages.ts';
import { ErrorBody, filePath, uploadPath } from '#protocol/http.ts';
import { KEPT_FREE } from '#server/files/room.ts';
import { COPY, COPY_ANSWERS, UNIT } from '#tests/support/prepare.ts';
import { findPostgres } from '#tests/support/postgres.ts';
import { Random } from '#tests/support/random.ts';
import { sendAlone, type Answer } from '#tests/support/send.ts';
import { signInByHttp } from '#tests/support/sign-in.ts';
import { Volume } from '#tests/support/volume.ts';
import { Place, type EngineName } from './place.ts';

const MB = 1024 * 1024;
const TUS = { 'Tus-Resumable': '1.0.0' };
const programs = findPostgres();
const tried = Volume.make(64 * MB);
if (tried.ok) tried.volume.destroy();

type Photo = { readonly bytes: Buffer; readonly hash: string };

function photoOf(random: Random, size: number): Photo {
  const some = Buffer.from(Array.from({ length: 60_000 }, () => random.int(256)));
  const bytes = Buffer.alloc(size, some);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** Someone at a phone with a submission and a photo for it, step by step. */
async function customer({ server }: Place) {
  const { cookie, me } = await signInByHttp(server.origin, 'ly-thi-may');
  const random = new Random(1);
  const device = random.uuid();
  const one = photoOf(random, 60_000);
  const { bytes, hash } = one;
  const dossiers = [random.uuid(), random.uuid()];
  const commands = dossiers.map((dossier, i) => ({
    id: random.uuid(),
    seq: i + 1,
    madeAt: Date.now(),
    intent: {
      type: 'submit',
      dossier,
      procedure: COPY.code,
      version: COPY.version,
      unit: UNIT,
      answers: COPY_ANSWERS,
      attachments: [{ document: 'other', files: [{ hash, size: bytes.length, type: 'image/jpeg' }] }],
    },
  }));
  const call = async (method: string, path: string, headers = {}, body?: Buffer | string): Promise<Answer> => {
    const own = { Origin: server.origin, Cookie: cookie, ...headers };
    const sent = await sendAlone({ port: server.port, method, path, headers: own, body });
    if (!sent.ok) throw new Error(`${method} ${path}: ${sent.why}`);
    return sent.answer;
  };
  const patch = { ...TUS, 'Content-Type': 'application/offset+octet-stream' };
  return {
    sync: async (count: number) => {
      const state = { account: me.account, device, epoch: null, cursor: 0, drafts: [], draftCursor: 0 };
      const body = JSON.stringify({ protocol: PROTOCOL, ...state, commands: commands.slice(0, count) });
      return await call('POST', '/api/sync', { 'Content-Type': 'application/json' }, body);
    },
    begin: async ({ bytes: { length }, hash: name } = one) => {
      const announced = { 'Upload-Length': String(length), 'Upload-Metadata': `type ${btoa('image/jpeg')}` };
      return await call('POST', uploadPath(name), { ...TUS, ...announced });
    },
    bring: async (from: number, to: number, { bytes: all, hash: name } = one) =>
      await call('PATCH', uploadPath(name), { ...patch, 'Upload-Offset': String(from) }, all.subarray(from, to)),
    held: async ({ hash: name } = one) => Number((await call('HEAD', uploadPath(name), TUS)).headers['upload-offset']),
    read: async () => await call('GET', filePath(dossiers[0] ?? '', hash)),
    me: async () => await call('GET', '/api/me'),
    size: bytes.length,
    bytes,
  };
}

function refusalIn({ status, headers, body }: Answer) {
  return [status, ErrorBody.parse(JSON.parse(body.toString())).error.code, Number(headers['retry-after']) > 0];
}

function outcomesIn({ body }: Answer): string[] {
  return SyncResponse.parse(JSON.parse(body.toString())).outcomes.map(({ result }) => result);
}

const FULL = [507, 'storageFull', true];

/** Left free: less than a log needs to grow, so that the server must stop before the database does; or next to nothing. */
const engines: readonly (readonly [EngineName, string, number, string | null])[] = [
  ['pglite', '12 MB', 12 * MB, null],
  ['postgres', '64 KB', 64 * 1024, programs.ok ? null : programs.why],
];
for (const [engine, words, left, why] of engines) {
  const cannot = why ?? (tried.ok ? null : tried.why);
  const title = `a full disk under ${engine}, ${words} left`;
  if (cannot !== null) {
    test.skip(`${title}: ${cannot}`);
    continue;
  }
  describe(title, () => {
    test('takes nothing in, goes on telling, and goes on when there is room', async () => {
      const place = await Place.make({ engine, volumeBytes: 200 * MB });
      try {
        await place.server.start();
        const { sync, begin, bring, held, read, me, size, bytes } = await customer(place);
        expect(outcomesIn(await sync(1))).toEqual(['done']);
        await begin();
        expect((await bring(0, 20_000)).status).toBe(204);

        const makeRoom = place.volume?.fill(left);
        await aSecond();
        for (let again = 0; again < 30; again += 1) expect(refusalIn(await sync(2))).toEqual(FULL);
        expect(refusalIn(await bring(20_000, size))).toEqual(FULL);
        expect(await held()).toBe(20_000);
        expect((await me()).status).toBe(200);
        expect(outcomesIn(await sync(0))).toEqual([]);

        makeRoom?.();
        await aSecond();
        expect(outcomesIn(await sync(2))).toEqual(['done', 'done']);
        expect((await bring(20_000, size)).status).toBe(204);
        expect((await read()).body.equals(bytes)).toBe(true);
      } finally {
        await place.destroy();
      }
    }, 240_000);
  });

  describe(`a disk that fills under ${engine}`, () => {
    test('uploads under way leave what is kept for the database, and go on when there is room', async () => {
      const place = await Place.make({ engine, volumeBytes: 400 * MB });
      try {
        await place.server.start();
        const { sync, begin, bring, held, me } = await customer(place);
        const volume = must(place.volume, 'volume');
        const random = new Random(2);
        const photos = Array.from({ length: 8 }, () => photoOf(random, 8 * MB));
        for (const photo of photos) {
          expect((await begin(photo)).status).toBe(201);
          expect((await bring(0, MB, photo)).status).toBe(204);
        }

        // Each of them fits by itself, and all of them together do not.
        const makeRoom = volume.fill(KEPT_FREE + 10 * MB);
        await aSecond();
        const answers = await Promise.all(photos.map(async (photo) => await bring(MB, 8 * MB, photo)));
        expect(volume.free()).toBeGreaterThan(KEPT_FREE - MB);
        const refused = answers.filter(({ status }) => status !== 204);
        expect(refused.length).toBeGreaterThan(6);
        for (const answer of refused) expect(refusalIn(answer)).toEqual(FULL);
        expect((await me()).status).toBe(200);
        expect(outcomesIn(await sync(0))).toEqual([]);

        makeRoom();
        await aSecond();
        for (const photo of photos) {
          const from = await held(photo);
          expect(from).toBeGreaterThanOrEqual(MB);
          if (from < 8 * MB) expect((await bring(from, 8 * MB, photo)).status).toBe(204);
          expect(await held(photo)).toBe(8 * MB);
        }
        expect(outcomesIn(await sync(1))).toEqual(['done']);
      } finally {
        await place.destroy();
      }
    }, 240_000);
  });
}

/** How often the server looks at its disk. */
async function aSecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_100));
}
