import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { openVault, readDigest } from '#server/files/vault.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { photoOf } from '#tests/support/photos.ts';
import { COPY_ANSWERS, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { watchRequests, type Watched } from '#tests/support/watch-requests.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

/** A round trip of 20 ms, and a photo takes about a quarter of a second: long enough to be cut in the middle. */
const SLOW = { latencyMs: 10, upBps: 4_000_000 };

let world: World;
let phone: BrowserContext;
let page: Page;
let complaints: string[];
const sealed: string[] = [];

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  complaints = complaintsOf(page);
  await page.clock.install();
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

/** Seals a dossier with a photo of each number where there is no signal. */
async function sealOffline(...seeds: readonly number[]): Promise<void> {
  world.link.cut();
  await phone.setOffline(true);
  const photos = [];
  for (const seed of seeds) photos.push(await photoOf(page, 'SỔ HỘ NGHÈO', seed));
  sealed.push(await sealCopy(page, world.origin, COPY_ANSWERS, ...photos));
}

const chip = () => page.locator('header a[href="/cho-song"]');
const allGone = () => page.getByText('Không còn gì chờ');

describe('cuts while photos are on their way', () => {
  test(
    'cost each upload in flight two requests, and nothing the server has said it holds is sent again',
    { timeout: 120_000 },
    async () => {
      onTestFailed(() => world.keepEvidence('cuts', phone));
      const { link } = world;
      await sealOffline(91, 92, 93);
      await sealOffline(94, 95, 96);
      const watched = watchRequests(page);
      link.set(SLOW);

      // The signal goes after so many bytes: under the commands, then under photos, soon and late.
      for (const position of [1_000, 40_000, 130_000, 60_000]) {
        await signalUntil(watched, position, () => link.cut());
        await phone.setOffline(true);
        await expect.poll(() => chip().textContent()).toContain('Chưa có sóng');
      }

      // It stays, and the connections of before are dead without a word.
      let before = 0;
      await signalUntil(watched, 120_000, () => {
        link.hush();
        before = link.connections;
      });
      // What had begun when they died is heard of before the page answers this, and is no answer to their death.
      await page.evaluate(() => null);
      watched.restored();
      // The phone's patience is a quarter of a minute and more, and its clock runs ahead while it waits for the dead alone. The
      // server takes some seconds to let go of those: a request that waits for this must not be given up.
      await page.clock.fastForward(20_000);
      let moved = 0;
      let still = 0;
      const gone = async (): Promise<number> => {
        const now = link.bytes.up + link.bytes.down + link.connections;
        still = now === moved && watched.underWay() === 0 ? still + 1 : 0;
        moved = now;
        if (still % 15 === 14) await page.clock.fastForward(35_000);
        return await allGone().count();
      };
      await expect.poll(gone, { timeout: 60_000, interval: 400 }).toBe(1);
      expect(link.connections).toBeGreaterThan(before);

      const { uploads, most, worst, blind } = watched.extra();
      expect(uploads).toBeGreaterThanOrEqual(4);
      expect(most, worst.join('\n')).toBeLessThanOrEqual(2);
      expect(blind).toBe(0);
      expect(watched.acknowledgedAgain).toEqual({ bytes: 0, commands: 0 });
      // Parts that had arrived were gone on with, rather than begun anew.
      expect(watched.requests['PATCH /api/uploads/…']).toBeGreaterThanOrEqual(3);
      expect(complaints).toEqual([]);
    },
  );

  test('the server has all of it once, and whole', async () => {
    const { dossiers, commands, files, devices } = await rowsOf(world, async (db) => ({
      dossiers: await db.selectFrom('dossier').select(['id', 'papers_complete', 'files_all']).execute(),
      commands: await db.selectFrom('command').select(['seq', 'outcome']).orderBy('seq').execute(),
      files: await db.selectFrom('file').selectAll().execute(),
      devices: await db.selectFrom('device').select('last_seq').execute(),
    }));
    expect(new Set(dossiers.map(({ id }) => id))).toEqual(new Set(sealed));
    expect(dossiers).toEqual(sealed.map(() => expect.objectContaining({ papers_complete: true, files_all: 3 })));
    expect(commands.map(({ seq, outcome }) => [seq, outcome.result])).toEqual([
      [1, 'done'],
      [2, 'done'],
    ]);
    expect(devices).toEqual([{ last_seq: 2 }]);
    expect(files).toHaveLength(6);
    const vault = openVault(path.join(world.server.data, 'files'));
    for (const file of files) {
      expect((await readDigest(vault.pathOf(file.owner, file.hash))).hash).toBe(file.hash);
    }
  });
});

/** There is signal, until so many bytes have left the phone: then connections break as `breakOff` has it. */
async function signalUntil(watched: Watched, bytes: number, breakOff: () => void): Promise<void> {
  const come = new Promise<void>((resolve) => {
    world.link.onceAfter(bytes, () => {
      watched.cut();
      breakOff();
      resolve();
    });
  });
  watched.restored();
  world.link.restore();
  await phone.setOffline(false);
  await come;
}
