import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import type { Answers } from '#core/form/form.ts';
import { openDatabase } from '#server/db/database.ts';
import { openVault, readDigest } from '#server/files/vault.ts';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { replayRepro } from '#tests/simulation/replay.ts';
import { fillPage, pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');
const TA_VAN = '03037';
const HOME = { unit: TA_VAN, detail: 'Bản Dền' };

const ANSWERS: Answers = {
  childName: 'GIÀNG THỊ DUA',
  childSex: 'female',
  childBirthDate: '2026-11-03',
  birthPlaceKind: 'home',
  birthAddress: HOME,
  childEthnicity: 'mong',
  childHomePlace: HOME,
  motherName: 'LÝ THỊ MẨY',
  motherBirthDate: '1992-08-14',
  motherEthnicity: 'dao',
  parentsMarried: true,
  fatherName: 'GIÀNG A PÁO',
  fatherBirthDate: '1989-02-01',
  fatherEthnicity: 'mong',
  motherAddress: HOME,
  fatherSameAddress: true,
  applicantRelation: 'mother',
  wantsCopies: false,
  truthDeclaration: true,
};

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepEvidence('journey-a', phone);
  await phone?.close();
  phone = null;
});
afterAll(async () => {
  await world.close();
});

/** Opens the phone's browser on its old profile; the last page it had is gone, as after a restart. */
async function openPhone(): Promise<Page> {
  phone = await launchPhone(world.profile('may'));
  return phone.pages()[0] ?? (await phone.newPage());
}

const chip = (page: Page) => page.locator('header a[href="/cho-song"]');

describe('JOURNEY-A a birth, registered where there is no signal', () => {
  test('from a cold start offline to the result in hand', { timeout: 240_000 }, async () => {
    let page = await openPhone();
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    await waitUntilOffline(page);
    const photos = [
      await photoOf(page, 'GIẤY CHỨNG SINH', 11),
      await photoOf(page, 'CĂN CƯỚC', 12),
      await photoOf(page, 'GIẤY CHỨNG NHẬN KẾT HÔN', 13),
    ];
    await phone?.close();

    // One visit was enough: the phone starts cold in a village without signal.
    world.link.cut();
    page = await openPhone();
    const complaints = complaintsOf(page);
    await page.goto(world.origin);
    await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    await expect.poll(() => chip(page).textContent()).toContain('Chưa có sóng');

    await page.goto(`${world.origin}/thu-tuc/${BIRTH.code}`);
    await page.getByRole('button', { name: 'Bắt đầu làm hồ sơ' }).click();
    const pages = pagesFor(BIRTH, ANSWERS);
    for (const formPage of pages.slice(0, 2)) {
      await fillPage(page, formPage, ANSWERS);
      await page.getByRole('button', { name: 'Tiếp tục' }).click();
    }

    // Page 3: the tab is killed under the finger, and opens again at the same field.
    const third = pages[2]!;
    await page.getByRole('heading', { name: third.question.vi }).waitFor();
    await page.locator('#f-childEthnicity input[value="mong"]').check();
    await page.locator('#f-childHomePlace-detail').fill('Bản Dền');
    await page.getByText('Đã lưu trên máy lúc').waitFor();
    const address = page.url();
    await page.goto('chrome://crash').catch(() => undefined);
    page = await phone!.newPage();
    complaintsOf(page);
    await page.goto(address.replace(/\/[^/]*$/, ''));
    await page.getByRole('heading', { name: third.question.vi }).waitFor();
    expect(await page.locator('#f-childHomePlace-detail').inputValue()).toBe('Bản Dền');
    expect(await page.locator('#f-childEthnicity input:checked').getAttribute('value')).toBe('mong');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toContain('f-childHomePlace');

    for (const formPage of pages.slice(2)) {
      await fillPage(page, formPage, ANSWERS);
      await page.getByRole('button', { name: 'Tiếp tục' }).click();
    }

    // The papers: three photographs, each kept at once.
    await page.getByRole('heading', { name: 'Chụp ảnh giấy tờ' }).waitFor();
    const wanted = ['Giấy chứng sinh', 'Căn cước của người đi đăng ký', 'Giấy chứng nhận kết hôn của cha mẹ'];
    for (const [index, name] of wanted.entries()) {
      const card = page
        .locator('section, article, div')
        .filter({ has: page.getByRole('heading', { name, exact: true }) })
        .filter({ has: page.locator('input[type=file]') })
        .last();
      await card.locator('input[type=file]').last().setInputFiles(photos[index]!);
      await card.getByText('1 trang').waitFor();
    }
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('heading', { name: 'Xem lại rồi gửi' }).waitFor();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).dblclick();
    await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    expect(page.url()).toBe(`${world.origin}/cho-song`);
    expect(await page.getByText('Đã gửi').count()).toBe(0);

    // A weak signal that breaks twice while the papers travel.
    world.link.set({ latencyMs: 50, upBps: 1_000_000, downBps: 1_000_000 });
    world.link.cutOnceAfter(60_000);
    world.link.restore();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(() => world.link.cuts, { timeout: 30_000 }).toBe(1);
    world.link.cutOnceAfter(60_000);
    await page
      .getByRole('button', { name: 'Gửi ngay' })
      .click()
      .catch(() => undefined);
    await expect.poll(() => world.link.cuts, { timeout: 30_000 }).toBe(2);
    await expect.poll(() => chip(page).textContent(), { timeout: 60_000 }).toContain('Đã đồng bộ');
    world.link.set({});
    expect(complaints).toEqual([]);
    await assertReplays(page);

    await officerFinishes(page);

    // The resident sees every step, and opens the result.
    await page.goto(`${world.origin}/ho-so`);
    // A card that moves to what is done at the moment of the click would not be opened by it.
    const done = page.getByText('Đã trả kết quả');
    await expect
      .poll(
        async () => {
          await page.evaluate(() => window.dispatchEvent(new Event('online')));
          return done.count();
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(1);
    await page
      .getByRole('link', { name: /khai sinh/i })
      .first()
      .click();
    const result = page.getByRole('button', { name: /^Giấy khai sinh/ });
    await result.waitFor();
    for (const step of ['Đã nộp', 'Đã tiếp nhận', 'Đã trả kết quả']) await page.getByText(step).first().waitFor();
    await result.click();
    const picture = page.getByRole('dialog').getByRole('img', { name: 'Giấy khai sinh' });
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

    await assertRows(photos.map((photo) => photo.buffer));
  });
});

/** The file for whoever looks for a fault: what led this phone through both cuts, to be gone through again, and nobody's name. */
async function assertReplays(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Tôi', exact: true }).click();
  await page.getByText('Nhật ký gửi nhận').click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Lưu, gửi tệp nhật ký' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  const { lines, same } = replayRepro(text);
  expect(same, lines.at(-1)).toBe(true);
  expect(lines.filter((line) => line.startsWith('notUploaded')).length).toBeGreaterThanOrEqual(2);
  for (const canary of ['GIÀNG', 'Mẩy', 'Bản Dền']) expect(text).not.toContain(canary);
}

/** An officer of the commune receives the dossier, works on it and returns a result. */
async function officerFinishes(phonePage: Page): Promise<void> {
  const browser = await launchBrowser();
  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' });
  onTestFailed(() => world.keepEvidence('journey-a-desk', desk));
  const page = await desk.newPage();
  const result = await photoOf(phonePage, 'GIẤY KHAI SINH', 99);
  await signIn(page, world.origin, 'Vàng Thị Dín', '/mot-cua');
  await page.getByText('GIÀNG THỊ DUA').or(page.getByText('LÝ THỊ MẨY')).first().click();
  await page
    .getByRole('button', { name: /^Tiếp nhận/ })
    .first()
    .click();
  await confirmIfAsked(page, /^Tiếp nhận/);
  await page.getByRole('button', { name: 'Bắt đầu xử lý' }).click();
  await confirmIfAsked(page, /Bắt đầu xử lý/);
  await page.getByRole('button', { name: 'Xử lý xong, gửi kết quả' }).click();
  await page.locator('input[type=file]').setInputFiles(result);
  await page.getByText('Đã lưu trên máy chủ').waitFor();
  await page.getByLabel('Tên kết quả người dân sẽ thấy').fill('Giấy khai sinh');
  await page.getByRole('button', { name: 'Xử lý xong', exact: true }).click();
  await page.getByText('Đã xử lý xong, kết quả đã lưu').waitFor();
  await page.getByRole('button', { name: 'Trả kết quả' }).click();
  await page.getByRole('radio', { name: 'Trực tuyến, trong ứng dụng' }).check();
  await page.getByRole('button', { name: 'Đã trả kết quả' }).click();
  await page.getByRole('button', { name: 'Đã trả kết quả' }).waitFor({ state: 'detached' });
  await browser.close();
}

async function confirmIfAsked(page: Page, name: RegExp): Promise<void> {
  const confirm = page.locator('form').getByRole('button', { name });
  if (await confirm.count()) await confirm.first().click();
}

/** What the server's own rows and files say, read from its stopped database. */
async function assertRows(originals: readonly Buffer[]): Promise<void> {
  await world.server.stop();
  const database = await openDatabase({ dataDir: world.server.data });
  const dossiers = await database.db.selectFrom('dossier').selectAll().execute();
  expect(dossiers).toHaveLength(1);
  expect(dossiers[0]).toMatchObject({
    procedure: BIRTH.code,
    unit: TA_VAN,
    status: 'returned',
    papers_complete: true,
    files_all: 3,
  });
  expect(dossiers[0]?.code).toMatch(/^H38\.16-\d{6}-\d{4}$/);
  const events = await database.db.selectFrom('dossier_event').selectAll().orderBy('n').execute();
  expect(events.filter((row) => row.event.what.type === 'submitted')).toHaveLength(1);
  expect(await database.db.selectFrom('command').selectAll().execute()).toHaveLength(1);
  const files = await database.db.selectFrom('file').selectAll().execute();
  expect(files).toHaveLength(4);
  const vault = openVault(path.join(world.server.data, 'files'));
  for (const file of files) {
    const { hash, size } = await readDigest(vault.pathOf(file.owner, file.hash));
    expect({ hash, size }).toEqual({ hash: file.hash, size: file.size });
  }
  // What travelled is what the phone had shrunk: no original, with its place and time inside, left it.
  const papers = files.filter((file) => !file.owner.startsWith('unit:'));
  expect(papers).toHaveLength(3);
  const hashes = originals.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  for (const { hash } of papers) expect(hashes).not.toContain(hash);
  await database.close();
}
