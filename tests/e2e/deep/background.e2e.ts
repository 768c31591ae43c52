import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { DeskDossier } from '#protocol/desk.ts';
import { Background, callsAskedFor, leads, seatsOf, TAG } from '#tests/support/background.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { photoOf } from '#tests/support/photos.ts';
import { COPY_ANSWERS, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { signInByHttp } from '#tests/support/sign-in.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

type Photo = Awaited<ReturnType<typeof photoOf>>;

let world: World;
let phone: BrowserContext;
let background: Background;
/** The officer's cookie: what has arrived is asked of the server, past the phone's link. */
let desk: string;
const sealed: string[] = [];

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('may'));
  ({ cookie: desk } = await signInByHttp(world.origin, 'vang-thi-din'));
  const page = phone.pages()[0] ?? (await phone.newPage());
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
  background = await Background.of(phone, world.origin);
  await page.close();
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

/** What the server has of a dossier; null for nothing. */
async function arrived(id: string): Promise<{ readonly missing: number } | null> {
  const answer = await fetch(`http://127.0.0.1:${world.server.port}/api/desk/dossiers/${id}`, {
    headers: { Cookie: desk },
  });
  if (answer.status === 404) return null;
  return { missing: DeskDossier.parse(await answer.json()).missingFiles.length };
}

/** Seals a dossier with a photo of each number where there is no signal. */
async function seal(page: Page, ...seeds: readonly number[]): Promise<string> {
  await page.goto(world.origin);
  const photos: Photo[] = [];
  for (const seed of seeds) photos.push(await photoOf(page, 'SỔ HỘ NGHÈO', seed));
  world.link.cut();
  const id = await sealCopy(page, world.origin, COPY_ANSWERS, ...photos);
  await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
  sealed.push(id);
  return id;
}

/** Does so, and closes the app. */
async function sealAndClose(...seeds: readonly number[]): Promise<string> {
  const page = await phone.newPage();
  const complaints = complaintsOf(page);
  const id = await seal(page, ...seeds);
  await page.close();
  expect(complaints).toEqual([]);
  expect(await arrived(id)).toBeNull();
  return id;
}

const openPages = () => phone.pages().filter((page) => page.url().startsWith(world.origin));

describe('a phone whose app is closed', () => {
  test('is called again while work is left, and goes on from a page that is closed', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('background-again', phone));
    const page = await phone.newPage();
    const id = await seal(page, 60);
    // The browser takes the phone to be online and calls at once. The worker sees the page fail, and leaves. A page
    // that has failed for long would rest for minutes: new hope makes it begin with short rests.
    await expect.poll(() => seatsOf(page), { timeout: 30_000, interval: 20 }).toEqual({ held: 1, awaited: 1 });
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => seatsOf(page), { timeout: 60_000 }).toEqual({ held: 1, awaited: 0 });
    expect(await leads(page)).toBe(true);
    expect(await callsAskedFor(page)).toEqual([TAG]);
    // Called again, it waits behind the page, whose failures are not its own.
    await background.sync();
    await expect.poll(() => seatsOf(page), { timeout: 30_000, interval: 20 }).toEqual({ held: 1, awaited: 1 });
    await page.close();
    world.link.restore();
    await expect.poll(() => arrived(id), { timeout: 30_000 }).toEqual({ missing: 0 });
  });

  test('sends by itself once there is signal', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('background', phone));
    const id = await sealAndClose(61);
    expect(openPages()).toEqual([]);
    world.link.restore();
    await background.sync();
    await expect.poll(() => arrived(id), { timeout: 30_000 }).toEqual({ missing: 0 });
    expect(openPages()).toEqual([]);
    // What was sent is known to the phone when it is opened, even without signal.
    await expect.poll(async () => leads(await background.worker())).toBe(false);
    world.link.cut();
    const page: Page = await phone.newPage();
    await page.goto(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    await page.close();
    world.link.restore();
  });

  test('leaves off where a page opens, which goes on; nothing arrives twice', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('background-page', phone));
    const id = await sealAndClose(62);
    world.link.set({ upBps: 100_000 });
    world.link.restore();
    await background.sync();
    await expect.poll(() => arrived(id), { timeout: 30_000, interval: 50 }).toEqual({ missing: 1 });
    expect(await leads(await background.worker())).toBe(true);

    const page = await phone.newPage();
    const complaints = complaintsOf(page);
    const logged = world.server.output().length;
    await page.goto(`${world.origin}/cho-song`);
    await expect.poll(() => leads(page)).toBe(true);
    expect(await leads(await background.worker())).toBe(false);
    expect(await arrived(id)).toEqual({ missing: 1 });
    await page.getByText('Không còn gì chờ').waitFor({ timeout: 90_000 });
    // It asks how far the worker came and sends the rest in one request: the two do not send against each other.
    const patches = () =>
      world.server
        .output()
        .slice(logged)
        .match(/"route":"PATCH [^,]+,"status":\d+/g);
    await expect.poll(patches).toEqual(['"route":"PATCH /api/uploads/:hash","status":204']);
    expect(await arrived(id)).toEqual({ missing: 0 });
    expect(complaints).toEqual([]);
    await page.close();

    const rows = await rowsOf(world, async (db) => ({
      dossiers: await db.selectFrom('dossier').select(['id', 'papers_complete', 'files_all']).execute(),
      commands: await db.selectFrom('command').select('seq').orderBy('seq').execute(),
      devices: await db.selectFrom('device').select('last_seq').execute(),
      happened: (await db.selectFrom('dossier_event').selectAll().orderBy('dossier').orderBy('n').execute()).map(
        ({ event }) => event.what.type,
      ),
      files: await db.selectFrom('file').select('size').execute(),
    }));
    expect(rows.dossiers).toHaveLength(3);
    expect(rows.dossiers).toEqual(
      expect.arrayContaining(sealed.map((one) => ({ id: one, papers_complete: true, files_all: 1 }))),
    );
    expect(rows.commands).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(rows.devices).toEqual([{ last_seq: 3 }]);
    expect(rows.happened).toEqual(sealed.flatMap(() => ['submitted', 'papersComplete']));
    expect(rows.files).toHaveLength(3);
    await world.server.start();
  });

  test('keeps photos back when it leaves Wi-Fi, where its person wants that', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('background-wifi', phone));
    const page = await phone.newPage();
    await page.goto(`${world.origin}/cho-song`);
    const onWifiOnly = page.getByRole('checkbox', { name: 'Chỉ gửi ảnh khi có Wi-Fi' });
    // A page that is left in the moment of the tap has kept nothing of it.
    await expect
      .poll(
        async () => {
          await onWifiOnly.check();
          await page.waitForTimeout(500);
          await page.reload();
          await onWifiOnly.waitFor();
          return await onWifiOnly.isChecked();
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    await page.close();
    const id = await sealAndClose(63, 64, 65, 66);
    world.link.set({ upBps: 200_000 });
    world.link.restore();
    await background.moveTo('wifi');
    await background.sync();
    await expect.poll(() => arrived(id), { timeout: 30_000, interval: 50 }).toEqual({ missing: 4 });
    await background.moveTo('cellular');
    expect(await arrived(id)).toEqual({ missing: 4 });
    world.link.set({});
    // Two at most were under way and go on; the others wait, and the worker has nothing left to do.
    await expect.poll(async () => leads(await background.worker()), { timeout: 30_000 }).toBe(false);
    expect((await arrived(id))?.missing).toBeGreaterThanOrEqual(2);
  });

  test('has nothing to do with the work of who signs out', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('background-signed-out', phone));
    const page = await phone.newPage();
    const id = await seal(page, 67);
    await background.sync();
    await expect.poll(() => seatsOf(page), { timeout: 30_000, interval: 20 }).toEqual({ held: 1, awaited: 1 });
    await page.getByRole('link', { name: 'Tôi' }).click();
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: 'Đăng xuất khỏi máy này' });
    await sheet.getByRole('checkbox').check();
    await sheet.getByRole('button', { name: 'Xóa và đăng xuất' }).click();
    await sheet.waitFor({ state: 'detached' });
    world.link.restore();
    const worker = await background.worker();
    await expect.poll(() => seatsOf(worker)).toEqual({ held: 0, awaited: 0 });
    const names = await worker.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(names.filter((name) => /^banso-[0-9a-f]{16}$/.test(name ?? ''))).toEqual([]);
    expect(await arrived(id)).toBeNull();
  });
});
