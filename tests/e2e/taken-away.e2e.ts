import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { violationsOf } from '#tests/support/axe.ts';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import {
  answerPages,
  beginDraft,
  COPY,
  COPY_ANSWERS,
  COPY_PAPER,
  officerDoes,
  paperCard,
  pickPages,
  sealCopy,
} from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { deleteDatabases, evict, putAway, takeUp } from '#tests/support/storage.ts';
import { complaintsOf, signIn, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');
const NOT_SAVED = 'CHƯA được lưu';
const KEPT = /^Đã lưu lại [1-9] bản nháp$/;

let world: World;
let phone: BrowserContext;
let page: Page;
let complaints: string[];
/** The dossier whose photo is lost. */
let incomplete: string;

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  complaints = complaintsOf(page);
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

const go = (address: string) => page.goto(world.origin + address);
const saved = () => page.getByText('Đã lưu trên máy lúc');
const chipText = () => page.locator('header a[href="/cho-song"]').textContent();
const lostSheet = () => page.getByRole('dialog', { name: 'Trình duyệt đã xóa kho trên máy này' });
const goneSheet = () => page.getByRole('dialog', { name: 'Kho trên máy vừa bị xóa' });

/** What the server remembers of this browser in its cookie. */
async function remembered(): Promise<string> {
  return (await phone.cookies()).find(({ name }) => name === 'banso-had')?.value ?? '';
}

describe('the browser takes the store away', () => {
  test('with the app closed: what is safe, lost and to be done again is named once', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('taken-away-closed', phone));
    const photo = await photoOf(page, 'SỔ HỘ NGHÈO', 51);
    await expect.poll(remembered).toMatch(/^[0-9a-f]{12}\.[0-9a-f-]{36}$/);
    const before = await remembered();

    // A draft with a photo travels to the server, without the photo.
    const draft = await beginDraft(page, world.origin, COPY);
    await answerPages(page, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await pickPages(page, COPY_PAPER, photo);
    await paperCard(page, COPY_PAPER).getByText('1 trang').waitFor();
    await putAway(page);
    await expect.poll(() => draftsOnServer(page)).toContain(draft);
    await takeUp(page);

    // A dossier's text arrives, and its photo does not: the signal is gone half way.
    world.link.set({ upBps: 60_000 });
    incomplete = await sealCopy(page, world.origin, COPY_ANSWERS, await photoOf(page, 'BẢN CHÍNH', 52));
    await page.getByText(/^Máy chủ đã nhận tờ khai · H38/).waitFor();
    world.link.cut();
    await beginDraft(page, world.origin, BIRTH);
    await page.locator('#f-childName').fill('GIÀNG THỊ DUA');
    await saved().waitFor();

    await page.goto('about:blank');
    await evict(page, world.origin);
    world.link.set({});
    world.link.restore();
    await go('/');
    await lostSheet().waitFor();
    const says = async () => (await lostSheet().innerText()).replaceAll(/\s+/g, ' ');
    await expect.poll(says).toMatch(/Còn nguyên, đã về lại máy 1 hồ sơ đã gửi 1 bản nháp/);
    expect(await says()).toMatch(/Lần cuối kho cũ gặp máy chủ: hôm nay \d\d:\d\d/);
    expect(await says()).toMatch(/Phải chụp lại .*H38\.16-\d{6}-\d{4} Ảnh các trang của bản chính: thiếu 1\/1 trang/);
    expect(await says()).toMatch(/Bản nháp: .* 1 ảnh giấy tờ/);
    expect(await says()).toMatch(/chưa kịp gửi sau hôm nay \d\d:\d\d/);
    expect(await violationsOf(page)).toEqual([]);
    // Once is until it has been read: neither putting it away, nor a reload, nor another screen is a reading.
    await page.keyboard.press('Escape');
    await lostSheet().waitFor({ state: 'detached' });
    await go('/cho-song');
    await lostSheet().waitFor();
    expect(await remembered()).toBe(before);
    await lostSheet().getByRole('link', { name: /H38/ }).click();
    await page.getByRole('heading', { name: 'Chụp lại những trang chưa đến máy chủ' }).waitFor();
    await page.goBack();
    await lostSheet().getByRole('button', { name: 'Tôi đã đọc' }).click();
    await lostSheet().waitFor({ state: 'detached' });
    expect(await remembered()).not.toBe(before);
    await page.reload();
    await page.getByText(/^Máy chủ đã nhận tờ khai · H38/).waitFor();
    expect(await lostSheet().count()).toBe(0);
    // No other phone is waited for.
    await page.getByText('Máy chủ có 0/1 ảnh. Số còn lại máy này không còn hoặc không đọc được nữa').waitFor();
    expect(await page.getByText('Không còn gì chờ').count()).toBe(0);
    await go(`/ho-so/${incomplete}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test(
    'what it took of a dossier is photographed again, without signal too, and the officer receives it',
    { timeout: 120_000 },
    async () => {
      onTestFailed(() => world.keepEvidence('taken-away-again', phone));
      const again = await photoOf(page, 'BẢN CHÍNH', 54);
      await go('/ho-so');
      await page.getByText('Cần chụp lại').waitFor();
      await expect.poll(chipText).toContain('Cần xem lại');
      await go('/');
      await page.getByText('Cần chụp lại').waitFor();
      await go(`/ho-so/${incomplete}`);
      await page.getByRole('heading', { name: 'Cần chụp lại 1 trang giấy tờ' }).waitFor();
      await page
        .getByRole('listitem')
        .filter({ hasText: `${COPY_PAPER}: 1 trang` })
        .waitFor();
      expect(await violationsOf(page)).toEqual([]);
      world.link.cut();
      await page.getByRole('link', { name: 'Chụp lại giấy tờ' }).click();
      await page.getByRole('button', { name: 'Gửi giấy tờ chụp lại' }).click();
      await page.getByText('Bà con chụp lại ít nhất một giấy ở trên.').waitFor();
      await pickPages(page, COPY_PAPER, again);
      await saved().waitFor();
      // Left and come back to: the page is kept as it was taken.
      await page.goBack();
      await page.getByText('Đã lưu trên máy 1 ảnh chụp lại, chưa gửi.').waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'Chụp lại tiếp' }).click();
      await page.getByRole('button', { name: `${COPY_PAPER}, trang 1` }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Gửi giấy tờ chụp lại' }).dblclick();
      await page.waitForURL(`${world.origin}/ho-so/${incomplete}`);
      await page.getByText('Giấy tờ chụp lại chưa gửi').waitFor();
      await go(`/ho-so/${incomplete}/chup-lai`);
      await page.getByText('Đã lưu chắc chắn trên máy.').waitFor();

      world.link.restore();
      await go(`/ho-so/${incomplete}`);
      await page.getByText('Máy chủ đã nhận đủ giấy tờ').waitFor();
      await page.getByText('Đã chụp lại giấy tờ').waitFor();
      await expect.poll(chipText).toContain('Đã đồng bộ');
      await atTheDesk(async (desk) => {
        await officerDoes(desk, incomplete, { type: 'receive' });
        await desk.goto(`${world.origin}/mot-cua/${incomplete}`);
        await desk.getByText('Người dân chụp lại giấy tờ').waitFor();
        await desk.getByText('Thay 1 trang chưa kịp về máy chủ').waitFor();
      });
      // News comes with the next question, which opening the app asks at once.
      await page.reload();
      await page.getByText('Hồ sơ đã được tiếp nhận').waitFor();
      expect(complaints).toEqual([]);
    },
  );

  test(
    'under a form and a supplement: NOT saved is said, and what is typed goes on',
    { timeout: 180_000 },
    async () => {
      onTestFailed(() => world.keepEvidence('taken-away-open', phone));
      await askForSupplement();
      await go(`/ho-so/${incomplete}/bo-sung`);
      const note = page.getByRole('textbox');
      await note.waitFor();
      await evict(page, world.origin);
      // Nobody has typed, and it is said all the same.
      await goneSheet().getByText(NOT_SAVED).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await goneSheet().getByRole('button', { name: 'Đóng' }).click();
      await expect.poll(chipText).toContain('Cần xem lại');
      await note.fill('Con tôi tên Dua, không phải Dùa');
      await page.getByText('CHƯA lưu được. Xin đừng đóng màn hình này.').waitFor();
      await page.getByText(NOT_SAVED).waitFor();
      expect(await saved().count()).toBe(0);
      await page.getByRole('button', { name: 'Lưu lại', exact: true }).click();
      await goneSheet().getByRole('button', { name: 'Lập kho mới và lưu lại' }).click();
      await page.getByRole('dialog', { name: KEPT }).getByRole('button', { name: 'Làm tiếp' }).click();
      await saved().waitFor();
      expect(await note.inputValue()).toBe('Con tôi tên Dua, không phải Dùa');
      await page.reload();
      await expect.poll(() => note.inputValue()).toBe('Con tôi tên Dua, không phải Dùa');

      // The same under a form half filled in, with the databases deleted by a script.
      await go('/');
      await lostSheet().getByRole('button', { name: 'Tôi đã đọc' }).click();
      const draft = await beginDraft(page, world.origin, BIRTH);
      await page.locator('#f-childName').fill('GIÀNG THỊ DUA');
      await saved().waitFor();
      await deleteDatabases(page);
      await goneSheet().getByText(NOT_SAVED).waitFor();
      expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
      await goneSheet().getByRole('button', { name: 'Lập kho mới và lưu lại' }).click();
      // This form, and the note of the supplement.
      await page.getByRole('dialog', { name: KEPT }).getByRole('button', { name: 'Làm tiếp' }).click();
      await page.locator('#f-childName').fill('GIÀNG THỊ DUA LA');
      await saved().waitFor();
      await page.reload();
      await page.locator('#f-childName').waitFor();
      expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA LA');
      expect(page.url()).toContain(draft);
      expect(complaints).toEqual([]);
    },
  );

  test(
    'under work that waits for signal: it is made a draft again and arrives once',
    { timeout: 180_000 },
    async () => {
      onTestFailed(() => world.keepEvidence('taken-away-waiting', phone));
      await go('/');
      await lostSheet().getByRole('button', { name: 'Tôi đã đọc' }).click();
      const photo = await photoOf(page, 'BẢN CHÍNH', 53);
      world.link.cut();
      const id = await sealCopy(page, world.origin, COPY_ANSWERS, photo);
      await page.getByText(/^1 việc · /).waitFor();
      await deleteDatabases(page);
      await goneSheet().getByText(NOT_SAVED).waitFor();
      await goneSheet().getByRole('button', { name: 'Lập kho mới và lưu lại' }).click();
      // Without signal all the same: the new store knows whose it is.
      const kept = page.getByRole('dialog', { name: KEPT });
      await kept.getByText('1 ảnh giấy tờ phải chụp lại').waitFor();
      await kept.getByRole('button', { name: 'Làm tiếp' }).click();
      await page.getByText('Không còn gì chờ').waitFor();
      await page.reload();
      await go(`/ban-nhap/${id}/giay-to`);
      await pickPages(page, COPY_PAPER, photo);
      await paperCard(page, COPY_PAPER).getByText('1 trang').waitFor();
      world.link.restore();
      await page.getByRole('button', { name: 'Tiếp tục' }).click();
      await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
      await page.waitForURL(`${world.origin}/cho-song`);
      await lostSheet().getByRole('button', { name: 'Tôi đã đọc' }).click();
      await go(`/ho-so/${id}`);
      await page.getByText('Mã hồ sơ').first().waitFor();
      await go('/cho-song');
      await expect.poll(() => page.locator('main').innerText()).not.toContain('Đang gửi giấy tờ 0/1');
      expect(complaints).toEqual([]);

      const { dossiers, commands, devices, papers, events } = await rowsOf(world, async (db) => ({
        dossiers: await db.selectFrom('dossier').select(['id', 'papers_complete', 'files_all']).execute(),
        commands: await db.selectFrom('command').select(['device', 'outcome']).execute(),
        devices: await db.selectFrom('device').select(['id', 'last_seq']).execute(),
        papers: await db.selectFrom('dossier_file').select(['dossier', 'hash']).execute(),
        events: await db.selectFrom('dossier_event').select(['dossier', 'n', 'event']).orderBy('n').execute(),
      }));
      expect(dossiers.find((dossier) => dossier.id === incomplete)).toMatchObject({
        papers_complete: true,
        files_all: 1,
      });
      const told = events.filter(({ dossier }) => dossier === incomplete).map(({ event }) => event.what);
      expect(told.map(({ type }) => type)).toEqual([
        'submitted',
        'papersReplaced',
        'papersComplete',
        'received',
        'supplementRequested',
      ]);
      // The page that went with the store is nobody's paper any more; the one photographed again is the dossier's.
      const [first, replaced] = told;
      const [lost, anew] = [first, replaced].map((what) =>
        what && 'attachments' in what ? what.attachments[0]?.files[0]?.hash : undefined,
      );
      expect(replaced).toMatchObject({ lost: [lost] });
      expect(papers.filter(({ dossier }) => dossier === incomplete)).toEqual([{ dossier: incomplete, hash: anew }]);
      expect(dossiers.find((dossier) => dossier.id === id)).toMatchObject({ files_all: 1 });
      expect(dossiers).toHaveLength(2);
      expect(commands.map(({ outcome }) => outcome.result)).toEqual(['done', 'done', 'done']);
      // Each store that was lost was a device, and none has taken the place of another.
      expect(devices.length).toBeGreaterThanOrEqual(4);
      expect(devices.filter(({ last_seq }) => last_seq === 1)).toHaveLength(3);
    },
  );
});

/** The ids of the drafts that any new device of whoever is signed in would be told of. */
function draftsOnServer(at: Page): Promise<string[]> {
  return at.evaluate(async () => {
    const answer = await fetch('/api/me/lost-device?device=' + crypto.randomUUID());
    const { lost } = (await answer.json()) as { lost: { drafts: { id: string }[] } | null };
    return lost?.drafts.map(({ id }) => id) ?? [];
  });
}

async function atTheDesk(does: (desk: Page) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    const desk = await browser.newPage();
    await signIn(desk, world.origin, 'Vàng Thị Dín', '/mot-cua');
    await does(desk);
  } finally {
    await browser.close();
  }
}

function askForSupplement(): Promise<void> {
  return atTheDesk((desk) =>
    officerDoes(desk, incomplete, {
      type: 'requestSupplement',
      items: [{ what: 'Tên của cháu' }],
      reason: 'Chưa rõ tên của cháu',
      dueDay: '2026-12-31',
    }),
  );
}
