import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { openVault, readDigest } from '#server/files/vault.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { fillPage, pagesFor } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import {
  answerPages,
  beginDraft,
  COPY,
  COPY_ANSWERS,
  COPY_PAPER,
  paperCard,
  pickPages,
} from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { fillUp, holdStores, makeRoom } from '#tests/support/storage.ts';
import { complaintsOf, sendNow, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const PAGES = pagesFor(COPY, COPY_ANSWERS);

let world: World;
let phone: BrowserContext;
let page: Page;
let complaints: string[];
let draft: string;

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  complaints = complaintsOf(page);
  const devtools = await phone.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: world.origin, quotaSize: 12_000_000 });
  await page.clock.install();
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

const chip = () => page.locator('header a[href="/cho-song"]');
const saved = () => page.getByText('Đã lưu trên máy lúc');
const notSaved = () => page.getByText(/CHƯA lưu/);
const card = () => paperCard(page, COPY_PAPER);

async function speak(language: 'vi' | 'en'): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('banso-language', chosen), language);
  await page.reload();
}

describe('a phone that is full', () => {
  test('has no room for a photo: that is said, what is saved stays, and there is room later', async () => {
    onTestFailed(() => world.keepEvidence('phone-store-photo', phone));
    const photos = [await photoOf(page, 'TRANG MỘT', 41), await photoOf(page, 'TRANG HAI', 42)] as const;
    draft = await beginDraft(page, world.origin, COPY);
    await answerPages(page, PAGES, COPY_ANSWERS);
    await pickPages(page, COPY_PAPER, photos[0]);
    await card().getByText('1 trang').waitFor();

    // Words still fit; a photo does not.
    await fillUp(page, 64 * 1024);
    await pickPages(page, COPY_PAPER, photos[1]);
    await card().getByText('Máy đã đầy, chưa lưu thêm được').waitFor();
    await card().getByText('CHƯA lưu được 1 tệp: IMG_42.jpg. Bà con xóa bớt ảnh, video').waitFor();
    await card().getByText('1 trang').waitFor();
    // Nothing else is amiss: neither the answers nor the connection.
    await saved().waitFor();
    expect(await notSaved().count()).toBe(1);
    await expect.poll(() => chip().textContent()).toContain('Đã đồng bộ');
    await card().getByRole('button', { name: 'Đã hiểu' }).click();
    expect(await notSaved().count()).toBe(0);

    await speak('en');
    await page.locator('main img').waitFor();
    await page.locator('main input[type=file]').last().setInputFiles(photos[1]);
    await page.getByText('The phone is full and cannot save more').waitFor();
    await page.getByText('1 file NOT saved: IMG_42.jpg. Delete photos, videos or apps').waitFor();
    await speak('vi');

    await makeRoom(page);
    const added = async (): Promise<number> => {
      if ((await card().getByText('2 trang').count()) === 0) await pickPages(page, COPY_PAPER, photos[1]);
      return await card().getByText('2 trang').count();
    };
    await expect.poll(added, { timeout: 30_000, interval: 1_000 }).toBe(1);
    expect(await notSaved().count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('cannot keep what the server answers: nothing is said to be sent, and it goes on with room', async () => {
    onTestFailed(() => world.keepEvidence('phone-store-answer', phone));
    world.link.cut();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    await fillUp(page);
    const served = () => world.server.output().match(/"route":"POST \/api\/sync","status":200/g)?.length ?? 0;
    const before = served();
    world.link.restore();
    await page.getByRole('button', { name: 'Gửi ngay' }).click();
    await page.getByText('Máy đã đầy, chưa gửi tiếp được').waitFor();
    expect(served()).toBeGreaterThan(before);
    const waits = async (): Promise<void> => {
      expect(await chip().textContent()).toContain('Cần xem lại');
      const words = await page.locator('main').innerText();
      expect(words).toMatch(/1 việc · /);
      expect(words).not.toMatch(/Không còn gì chờ|Đã gửi|Máy chủ đã nhận/);
    };
    await waits();
    await page.reload();
    await page.getByText('Máy đã đầy, chưa gửi tiếp được').waitFor();
    await waits();

    await makeRoom(page);
    const goOn = async (): Promise<number> => {
      await sendNow(page);
      return await page.getByText('Không còn gì chờ').count();
    };
    await expect.poll(goOn, { timeout: 30_000, interval: 1_000 }).toBe(1);
    expect(complaints).toEqual([]);
  });
});

describe('a phone whose storage does not answer', () => {
  test('says so and never that it saved, keeps what is typed, and goes on by itself', async () => {
    onTestFailed(() => world.keepEvidence('phone-store-silent', phone));
    await beginDraft(page, world.origin, COPY);
    const [first] = PAGES;
    await fillPage(page, first!, COPY_ANSWERS);
    await saved().waitFor();
    // Another window, with a transaction that does not end.
    const other = await phone.newPage();
    await other.goto(`${world.origin}/healthz`);
    const letGo = await holdStores(other);
    await page.bringToFront();
    await page.locator('#f-paperName').fill('Giấy khen của bản');
    await page.getByText('Đang lưu…').waitFor();
    await page.clock.runFor(11_000);
    await page.getByText('Bộ nhớ của máy chưa trả lời', { exact: true }).waitFor();
    await page.getByText('CHƯA lưu: bộ nhớ của máy chưa trả lời.').waitFor();
    expect(await chip().textContent()).toContain('Cần xem lại');
    expect(await saved().count()).toBe(0);
    expect(await page.locator('#f-paperName').inputValue()).toBe('Giấy khen của bản');
    // On another screen it is said as well, and what is typed is there when one comes back.
    await chip().click();
    await page.waitForURL('**/cho-song');
    await page.getByText('Bộ nhớ của máy chưa trả lời').waitFor();
    expect(await page.getByText('Đang gửi').count()).toBe(0);
    await page.goBack();
    expect(await page.locator('#f-paperName').inputValue()).toBe('Giấy khen của bản');
    expect(await saved().count()).toBe(0);
    await letGo();
    await saved().waitFor();
    expect(await page.getByText('Bộ nhớ của máy').count()).toBe(0);
    await expect.poll(() => chip().textContent()).toContain('Đã đồng bộ');

    // The app is opened while it lasts: no empty list, and no waiting without a word.
    const letGoAgain = await holdStores(other);
    await page.reload();
    await page.clock.runFor(11_000);
    await page.getByText('Vẫn thế thì đóng hẳn Bản Số rồi mở lại.').waitFor();
    await letGoAgain();
    await page.locator('#f-paperName').waitFor();
    expect(await page.locator('#f-paperName').inputValue()).toBe('Giấy khen của bản');
    expect(await page.getByText('Bộ nhớ của máy').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

test('the server has what was sealed once, and whole', async () => {
  const { dossiers, commands, files } = await rowsOf(world, async (db) => ({
    dossiers: await db.selectFrom('dossier').select(['id', 'papers_complete', 'files_all']).execute(),
    commands: await db.selectFrom('command').select(['seq', 'outcome']).execute(),
    files: await db.selectFrom('file').selectAll().execute(),
  }));
  expect(dossiers).toEqual([{ id: draft, papers_complete: true, files_all: 2 }]);
  expect(commands.map(({ seq, outcome }) => [seq, outcome.result])).toEqual([[1, 'done']]);
  const vault = openVault(path.join(world.server.data, 'files'));
  expect(files).toHaveLength(2);
  for (const file of files) expect((await readDigest(vault.pathOf(file.owner, file.hash))).hash).toBe(file.hash);
});
