import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { violationsOf } from '#tests/support/axe.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { photoOf } from '#tests/support/photos.ts';
import { beginDraft, COPY, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { openNewerStore, spoilRecords } from '#tests/support/storage.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

let world: World;
let phone: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  world = await World.open();
  await openPhone();
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

async function openPhone(): Promise<void> {
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  complaints = complaintsOf(page);
}

const go = (address: string) => page.goto(world.origin + address);

describe('records rot on the phone', () => {
  test('what does not open is named, kept and exported; the rest goes out', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('rot', phone));
    // Two dossiers and a draft, made without signal; the first of each does not open any more.
    world.link.cut();
    const photo = await photoOf(page, 'SỔ HỘ NGHÈO', 71);
    const spoilt = await sealCopy(page, world.origin, undefined, photo);
    const whole = await sealCopy(page, world.origin, undefined, await photoOf(page, 'SỔ HỘ NGHÈO', 72));
    const draft = await beginDraft(page, world.origin, COPY);
    await page.locator('#f-paperKind input[value="household"]').check();
    await page.getByText('Đã lưu trên máy lúc').waitFor();
    await spoilRecords(page, [
      ['outbox', 1],
      ['drafts', draft],
    ]);

    await go('/cho-song');
    const notice = page.getByText('2 thứ không đọc được trên máy này');
    await notice.waitFor();
    await page.getByText('Chưa rõ đã tới máy chủ chưa').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ path: 'tests/.output/rot-outbox.png', fullPage: true });

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lưu bản niêm phong' }).click();
    const file = readFileSync(await (await downloading).path());
    expect(file.subarray(0, 60).toString()).toContain('banso-sealed-store');
    for (const name of ['LÝ THỊ MẨY', '010192004817', 'Bản Dền']) expect(file.includes(Buffer.from(name))).toBe(false);
    expect(file.length).toBeGreaterThan(2 * 50_000);

    // Back in coverage: the whole one arrives, the spoilt one is not called sent.
    world.link.restore();
    // A try may be under way already; the button is busy then.
    await page.getByRole('button', { name: 'Gửi ngay' }).dispatchEvent('click');
    await page.getByText('Chưa gửi đi. Xin làm lại.').waitFor();
    await go('/ho-so');
    await page
      .getByText(/H\d+\.\d+-\d{6}-\d{4}/)
      .first()
      .waitFor();
    await go('/toi');
    await page.getByText('2 thứ không đọc được trên máy này').waitFor();
    await page.getByRole('button', { name: 'Đã hiểu' }).click();
    await page.screenshot({ path: 'tests/.output/rot-me.png', fullPage: true });
    await go('/');
    await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    expect(await page.getByText('không đọc được trên máy này').count()).toBe(0);
    expect(complaints).toEqual([]);
    const stored = await rowsOf(world, (db) => db.selectFrom('dossier').select('id').execute());
    expect(stored.map(({ id }) => id)).toEqual([whole]);
    expect(stored.map(({ id }) => id)).not.toContain(spoilt);
    await world.server.start();
  });

  test('bytes that Chromium has lost take nothing else with them', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('rot-lost', phone));
    world.link.cut();
    await go('/');
    const dossier = await sealCopy(page, world.origin, undefined, await photoOf(page, 'SỔ HỘ NGHÈO', 73));
    await page.waitForTimeout(1_000);
    await phone.close();
    // Chromium keeps a large value in a file of its own.
    expect(dropBlobs(world.profile('may'))).toBeGreaterThan(0);
    await openPhone();
    world.link.restore();
    await go('/cho-song');
    await page.getByText('không đọc được trên máy này').waitFor();
    await page.getByText('Máy này không gửi ảnh này được nữa.').first().waitFor();
    await page.screenshot({ path: 'tests/.output/rot-lost.png', fullPage: true });
    await expect
      .poll(() => page.locator('header a[href="/cho-song"]').textContent(), { timeout: 60_000 })
      .not.toContain('Chờ');
    const stored = await rowsOf(world, (db) => db.selectFrom('dossier').select('id').execute());
    expect(stored.map(({ id }) => id)).toContain(dossier);
    await world.server.start();
  });

  test('a store that a later release has opened is left alone, and the person is told to update', async () => {
    onTestFailed(() => world.keepEvidence('rot-newer', phone));
    await go('/');
    await openNewerStore(page);
    await page.reload();
    await page.getByText('Ứng dụng đang mở cũ hơn dữ liệu trên máy').waitFor();
    await go('/cho-song');
    await page.getByRole('button', { name: 'Cập nhật Bản Số' }).waitFor();
    await page.getByRole('button', { name: 'Lưu bản niêm phong' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ path: 'tests/.output/rot-newer.png', fullPage: true });
    // Without signal nobody is known either, and the screen does not say that nobody is here.
    world.link.cut();
    await page.reload();
    await page.getByText('Ứng dụng đang mở cũ hơn dữ liệu trên máy').waitFor();
    world.link.restore();
  });
});

/** Deletes the files in which Chromium keeps large values. Answers how many there were. */
function dropBlobs(profile: string): number {
  const root = path.join(profile, 'Default', 'IndexedDB');
  const blobs = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.indexeddb.blob'))
    .map((name) => path.join(root, name))
    .filter((name) => statSync(name).isFile());
  for (const blob of blobs) rmSync(blob);
  return blobs.length;
}
