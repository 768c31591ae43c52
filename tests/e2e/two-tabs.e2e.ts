import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/database.ts';
import { leads } from '#tests/support/background.ts';
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

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepEvidence('journey-c', phone);
  await phone?.close();
  phone = null;
});
afterAll(async () => {
  await world.close();
});

const chip = (page: Page) => page.locator('header a[href="/cho-song"]');
const paperName = (page: Page) => page.locator('#f-paperName');
const saved = (page: Page) => page.getByText('Đã lưu trên máy lúc');

describe('JOURNEY-C two tabs of one phone', () => {
  test('lose nothing to each other, and deliver once', { timeout: 180_000 }, async () => {
    phone = await launchPhone(world.profile('may'));
    const one = phone.pages()[0] ?? (await phone.newPage());
    const two = await phone.newPage();
    const complaints = [complaintsOf(one), complaintsOf(two)];
    await signIn(one, world.origin, 'Lý Thị Mẩy');
    await one.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    const pages = pagesFor(COPY, COPY_ANSWERS);
    const draft = await beginDraft(one, world.origin, COPY);
    await one.locator('#f-paperKind input[value="household"]').check();
    await paperName(one).fill('Sổ cũ');
    await saved(one).waitFor();

    // The same draft in the other tab: what one writes, the other shows, while nobody writes there.
    await two.goto(`${world.origin}/ban-nhap/${draft}`);
    await expect.poll(() => paperName(two).inputValue()).toBe('Sổ cũ');
    await paperName(one).fill('Giấy chứng nhận hộ nghèo');
    await expect.poll(() => paperName(two).inputValue()).toBe('Giấy chứng nhận hộ nghèo');
    await paperName(two).fill('Giấy hộ nghèo năm 2026');
    await expect.poll(() => paperName(one).inputValue()).toBe('Giấy hộ nghèo năm 2026');
    for (const page of [one, two]) expect(await staleNotice(page).count()).toBe(0);

    // Both write at once: both versions are kept until somebody chooses. First the other tab's.
    await writeInBoth({ typing: two, typed: 'Bản của cửa sổ hai', writing: one, written: 'Bản của cửa sổ một' });
    await two.getByRole('button', { name: 'Dùng bản kia' }).click();
    await expect.poll(() => paperName(two).inputValue()).toBe('Bản của cửa sổ một');
    await agreeAfterReload([one, two], 'Bản của cửa sổ một');

    // And once the one at hand.
    await writeInBoth({ typing: two, typed: 'Giấy xác nhận ở cửa sổ hai', writing: one, written: 'Giấy khác hẳn' });
    await two.getByRole('button', { name: 'Giữ bản này' }).click();
    await expect.poll(() => paperName(one).inputValue()).toBe('Giấy xác nhận ở cửa sổ hai');
    await agreeAfterReload([one, two], 'Giấy xác nhận ở cửa sổ hai');

    // The rest of the form, the photo and the end of it in the first tab; the second watches the outbox.
    const answers = { ...COPY_ANSWERS, paperName: 'Giấy xác nhận ở cửa sổ hai' };
    await answerPages(one, pages, answers);
    await pickPages(one, COPY_PAPER, await photoOf(one, 'SỔ HỘ NGHÈO', 31));
    await paperCard(one, COPY_PAPER).getByText('1 trang').waitFor();
    await one.getByRole('button', { name: 'Tiếp tục' }).click();
    await two.goto(`${world.origin}/cho-song`);
    await two.getByText('Không còn gì chờ').waitFor();
    await expect.poll(() => chip(two).textContent()).toContain('Đã đồng bộ');
    expect([await leads(one), await leads(two)]).toEqual([true, false]);

    world.link.cut();
    await one.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await one.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    await two.getByText(/^1 việc · /).waitFor();
    await expect.poll(() => chip(two).textContent()).toContain('Chưa có sóng');

    // A weak signal: the first tab sends, the second shows how far, until the signal is gone again.
    world.link.set({ upBps: 200_000 });
    world.link.restore();
    await two.getByRole('button', { name: 'Gửi ngay' }).click();
    await two.getByText(/^Máy chủ đã nhận tờ khai · H38/).waitFor();
    await expect.poll(() => chip(two).textContent(), { interval: 20 }).toMatch(/Đang gửi [1-9]\d?%/);
    expect(await leads(one)).toBe(true);
    world.link.cut();
    await expect.poll(() => chip(two).textContent()).toContain('Chưa có sóng');

    // The tab that was sending is closed; the other goes on by itself when the signal is back.
    await one.close();
    await expect.poll(() => leads(two)).toBe(true);
    await two.getByText(/^1 việc · /).waitFor();
    world.link.set({});
    world.link.restore();
    await expect.poll(() => chip(two).textContent(), { timeout: 30_000 }).toContain('Đã đồng bộ');
    await two.getByText('Không còn gì chờ').waitFor();
    expect(complaints).toEqual([[], []]);

    await assertRows(draft, answers);
  });
});

function staleNotice(page: Page) {
  return page.getByText('Cửa sổ khác đã sửa bản nháp này lúc');
}

/**
 * Types slowly in one tab, and meanwhile writes and leaves the field in another: the first meets the other's version
 * when it comes to save, with its own still on the screen.
 */
async function writeInBoth(both: { typing: Page; typed: string; writing: Page; written: string }): Promise<void> {
  const { typing, typed, writing, written } = both;
  await paperName(typing).fill('');
  // A key every 60 ms: less than the rest after which what was typed is saved.
  const typedAll = paperName(typing).pressSequentially(typed, { delay: 60 });
  await paperName(writing).fill(written);
  await paperName(writing).press('Tab');
  await saved(writing).waitFor();
  await typedAll;
  await staleNotice(typing).waitFor();
  for (const version of [typed, written]) await typing.getByRole('radio', { name: version }).waitFor();
  expect(await paperName(typing).inputValue()).toBe(typed);
  expect(await paperName(writing).inputValue()).toBe(written);
  expect(await staleNotice(writing).count()).toBe(0);
}

/** Both tabs show one version, and so does the phone's store after a reload; what was not in dispute is still there. */
async function agreeAfterReload(tabs: readonly Page[], name: string): Promise<void> {
  for (const tab of tabs) {
    await expect.poll(() => staleNotice(tab).count()).toBe(0);
    await saved(tab).waitFor();
    await tab.reload();
    await saved(tab).waitFor();
    expect(await paperName(tab).inputValue()).toBe(name);
    expect(await tab.locator('#f-paperKind input:checked').getAttribute('value')).toBe('household');
  }
}

/** One dossier, sent by one command, with its paper and the words that were chosen. */
async function assertRows(id: string, answers: typeof COPY_ANSWERS): Promise<void> {
  await world.server.stop();
  const database = await openDatabase({ dataDir: world.server.data });
  const dossiers = await database.db.selectFrom('dossier').selectAll().execute();
  expect(dossiers).toHaveLength(1);
  expect(dossiers[0]).toMatchObject({ id, procedure: COPY.code, papers_complete: true, files_all: 1 });
  expect(await database.db.selectFrom('command').selectAll().execute()).toHaveLength(1);
  const events = await database.db.selectFrom('dossier_event').selectAll().orderBy('n').execute();
  const happened = events.map(({ event }) => event.what);
  expect(happened.map(({ type }) => type)).toEqual(['submitted', 'papersComplete']);
  expect(happened[0]).toMatchObject({ answers: { paperName: answers['paperName'] } });
  expect(await database.db.selectFrom('file').selectAll().execute()).toHaveLength(1);
  await database.close();
}
