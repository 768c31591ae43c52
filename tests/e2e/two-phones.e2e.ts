import { randomUUID } from 'node:crypto';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { must } from '#core/assert.ts';
import { PROTOCOL, type SyncRequest } from '#core/sync/messages.ts';
import type { Me } from '#protocol/http.ts';
import { openDatabase } from '#server/db/database.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { pagesFor } from '#tests/support/fill-form.ts';
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
import { complaintsOf, signIn, World } from '#tests/support/world.ts';

const FIRST_PAGE = must(pagesFor(COPY, COPY_ANSWERS)[0], 'page').id;

let world: World;
const phones: BrowserContext[] = [];

beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  for (const phone of phones) await phone.close();
  await world.close();
});

async function openPhone(name: string): Promise<Page> {
  const phone = await launchPhone(world.profile(name));
  phones.push(phone);
  const page = phone.pages()[0] ?? (await phone.newPage());
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  return page;
}

const paperName = (page: Page) => page.locator('#f-paperName');
const saved = (page: Page) => page.getByText('Đã lưu trên máy lúc');

/**
 * The person puts one phone away and looks at the other, until it shows what was written: what is written goes out
 * when the app is left rather than when it has rested for a minute, and looking asks for news.
 */
async function passOver(from: Page, to: Page, news: Locator): Promise<void> {
  const pass = async () => {
    await from.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      Reflect.deleteProperty(document, 'visibilityState');
    });
    await to.evaluate(() => window.dispatchEvent(new Event('focus')));
    return await news.count();
  };
  await expect.poll(pass, { timeout: 30_000, interval: 1_000 }).toBeGreaterThan(0);
}

/** What a phone with a newer app tells the server, signed in as the same person. */
async function beginOnNewerPhone(page: Page): Promise<void> {
  // Without the cookie that remembers this browser's own store.
  const cookies = (await page.context().cookies()).filter(({ name }) => !name.endsWith('-had'));
  const headers = {
    'Content-Type': 'application/json',
    Origin: world.origin,
    Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  };
  const { account } = (await (await fetch(`${world.origin}/api/me`, { headers })).json()) as Me;
  const { code: procedure, version } = COPY;
  const body = { procedure, version: version + 1, unit: '', answers: {}, attachments: [], startedAt: 1, savedAt: 2 };
  const request: SyncRequest = {
    protocol: PROTOCOL,
    account,
    device: randomUUID(),
    epoch: null,
    commands: [],
    cursor: 0,
    drafts: [{ id: randomUUID(), base: 0, body }],
    draftCursor: 0,
  };
  const told = await fetch(`${world.origin}/api/sync`, { method: 'POST', headers, body: JSON.stringify(request) });
  expect(await told.json()).toMatchObject({ draftOutcomes: [{ result: 'kept' }] });
}

/** Looks for news as a person does, with the button of Chờ sóng or by opening the app again. */
const hearNews = (page: Page) => page.reload();

describe('JOURNEY-F one person with two phones', () => {
  test('goes on with a draft, chooses where both wrote, and sends it once', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-f', ...phones));
    const [one, two] = [await openPhone('one'), await openPhone('two')];
    const complaints = [complaintsOf(one), complaintsOf(two)];

    // Begun on the first phone, with a photo; it appears on the second, which says where the photo is.
    const draft = await beginDraft(one, world.origin, COPY);
    await one.locator('#f-paperKind input[value="household"]').check();
    await paperName(one).fill('Giấy ghi trên máy một');
    await saved(one).waitFor();
    await one.goto(`${world.origin}/ban-nhap/${draft}/giay-to`);
    await pickPages(one, COPY_PAPER, await photoOf(one, 'SỔ HỘ NGHÈO', 51));
    await paperCard(one, COPY_PAPER).getByText('1 trang').waitFor();
    expect(await one.getByText('Ảnh ở máy kia').count()).toBe(0);
    await two.goto(`${world.origin}/ho-so`);
    const card = two.locator(`main a[href="/ban-nhap/${draft}"]`);
    await passOver(one, two, card);
    await card.click();
    await two.goto(`${world.origin}/ban-nhap/${draft}/giay-to`);
    await two.getByText('Ảnh ở máy kia').waitFor();

    // Both write: each keeps its own, and the second to arrive asks.
    await two.goto(`${world.origin}/ban-nhap/${draft}/${FIRST_PAGE}`);
    await expect.poll(() => paperName(two).inputValue()).toBe('Giấy ghi trên máy một');
    await paperName(two).fill('Giấy ghi trên máy hai');
    await paperName(two).press('Tab');
    await saved(two).waitFor();
    await one.goto(`${world.origin}/ban-nhap/${draft}/${FIRST_PAGE}`);
    await paperName(one).fill('Giấy khác ghi trên máy một');
    await paperName(one).press('Tab');
    await saved(one).waitFor();
    await passOver(one, two, two.getByText('Máy khác cũng đã sửa bản nháp này'));
    expect(await paperName(two).inputValue()).toBe('Giấy ghi trên máy hai');
    await two.reload();
    expect(await paperName(two).inputValue()).toBe('Giấy ghi trên máy hai');

    await two.getByRole('link', { name: 'Xem và chọn' }).click();
    const done = two.getByRole('button', { name: 'Dùng những gì đã chọn' });
    await two.getByText('Còn 1 chỗ chưa chọn').waitFor();
    await two.getByRole('radio', { name: /Giấy khác ghi trên máy một/ }).check();

    // Meanwhile the first phone writes on: what was chosen does not count for that, and the second says so.
    await paperName(one).fill('Giấy ghi sau cùng trên máy một');
    await paperName(one).press('Tab');
    await passOver(one, two, two.getByText('Máy kia vừa có bản mới hơn'));
    await two.getByText('Còn 1 chỗ chưa chọn').waitFor();
    await two.getByRole('radio', { name: /Giấy ghi sau cùng trên máy một/ }).check();
    expect(await two.getByText('Máy kia vừa có bản mới hơn').count()).toBe(0);
    await done.click();
    await expect.poll(() => paperName(two).inputValue()).toBe('Giấy ghi sau cùng trên máy một');
    await expect.poll(() => two.getByText('Máy khác cũng đã sửa').count()).toBe(0);

    // The second phone sends it; the first one supplies the photo it alone holds.
    const answers = { ...COPY_ANSWERS, paperName: 'Giấy ghi sau cùng trên máy một' };
    await answerPages(two, pagesFor(COPY, answers), answers);
    await two.getByRole('button', { name: 'Tiếp tục' }).click();
    await two.getByText('1 ảnh đang ở máy kia').waitFor();
    await two.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await two.waitForURL(`${world.origin}/cho-song`);
    await two
      .getByText(/H38\.16-\d{6}-\d{4}/)
      .first()
      .waitFor();
    await hearNews(one);
    // What the first phone still shows is not what was sent: its person is asked before it goes.
    await one.getByText('Hồ sơ này đã được gửi từ máy khác').waitFor({ timeout: 60_000 });
    await one.getByRole('link', { name: 'Xem và chọn' }).click();
    await one.getByRole('button', { name: 'Bỏ bản trên máy này' }).click();
    await one.waitForURL(`${world.origin}/ho-so/${draft}`);
    await one.goto(`${world.origin}/cho-song`);
    await one.getByText('Không còn gì chờ').waitFor({ timeout: 60_000 });

    // A third phone has a newer app, and a draft by a version of the form that came with it: here it waits, and is named.
    await beginOnNewerPhone(one);
    await two.goto(`${world.origin}/ho-so`);
    await passOver(one, two, two.getByText('Một bản nháp từ máy khác chưa mở được ở đây'));
    expect(complaints).toEqual([[], []]);

    await world.server.stop();
    const database = await openDatabase({ dataDir: world.server.data });
    const dossiers = await database.db.selectFrom('dossier').selectAll().execute();
    expect(dossiers).toMatchObject([{ id: draft, papers_complete: true, files_all: 1 }]);
    expect(await database.db.selectFrom('command').selectAll().execute()).toHaveLength(1);
    const [first] = await database.db.selectFrom('dossier_event').selectAll().orderBy('n').execute();
    expect(first?.event.what).toMatchObject({ answers: { paperName: 'Giấy ghi sau cùng trên máy một' } });
    expect(await database.db.selectFrom('draft').select(['id', 'over']).where('id', '=', draft).execute()).toEqual([
      { id: draft, over: 'submitted' },
    ]);
    await database.close();
  });
});
