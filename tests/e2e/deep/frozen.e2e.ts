import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { freezePhone, killPhone, launchPhone } from '#tests/support/chromium.ts';
import { photoOf } from '#tests/support/photos.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import { askForSupplement, beginDraft, COPY_ANSWERS, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { putAway, takeUp } from '#tests/support/storage.ts';
import { complaintsOf, signIn, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');

let world: World;
let phone: BrowserContext | null = null;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await openPhone();
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  // Chromium writes cookies down half a minute late, or when it is closed.
  await phone?.close();
  await openPhone();
  await page.goto(world.origin);
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

async function openPhone(): Promise<void> {
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
}

const freeze = () => freezePhone(world.profile('may'));
const chip = () => page.locator('header a[href="/cho-song"]');

describe('an app that the system froze', () => {
  test('asks for news when it is looked at again, and has written what was typed', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('frozen', phone));
    const complaints = complaintsOf(page);
    const id = await sealCopy(page, world.origin);
    await page.getByText('Không còn gì chờ').waitFor();
    await page.goto(`${world.origin}/ho-so/${id}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    await putAway(page);
    const thaw = freeze();
    await askForSupplement(world.origin, id);
    thaw();
    await takeUp(page);
    await page.getByText('Chưa rõ tên của cháu').first().waitFor();

    // Frozen under the finger, before what was typed can be on the disk.
    await beginDraft(page, world.origin, BIRTH);
    await page.locator('#f-childName').fill('GIÀNG THỊ DUA');
    freeze()();
    await page.getByText('Đã lưu trên máy lúc').waitFor();
    expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
    // Frozen again, and then, as phones do with what is frozen, killed.
    const address = page.url();
    freeze();
    await killPhone(world.profile('may'));
    await openPhone();
    await page.goto(address);
    await page.locator('#f-childName').waitFor();
    expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
    expect(complaints).toEqual([]);
  });

  test('goes on with a photo whose connection has died meanwhile', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('frozen-uploading', phone));
    const complaints = complaintsOf(page);
    world.link.set({ upBps: 200_000 });
    const id = await sealCopy(page, world.origin, COPY_ANSWERS, await photoOf(page, 'BẢN CHÍNH', 81));
    await expect.poll(() => chip().textContent(), { interval: 20 }).toMatch(/Đang gửi [1-9]\d?%/);
    const thaw = freeze();
    world.link.cut();
    world.link.set({});
    world.link.restore();
    thaw();
    await page.getByText('Không còn gì chờ').waitFor();
    expect(complaints).toEqual([]);

    const rows = await rowsOf(world, async (db) => ({
      dossiers: await db
        .selectFrom('dossier')
        .select(['id', 'status', 'papers_complete', 'files_all'])
        .orderBy('files_all')
        .execute(),
      commands: await db.selectFrom('command').select('seq').orderBy('seq').execute(),
    }));
    expect(rows.dossiers).toEqual([
      expect.objectContaining({ status: 'supplementRequested', files_all: 0 }),
      { id, status: 'registered', papers_complete: true, files_all: 1 },
    ]);
    expect(rows.commands).toEqual([{ seq: 1 }, { seq: 2 }]);
  });
});
