import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { readDigest, openVault } from '#server/files/vault.ts';
import { killPhone, launchPhone } from '#tests/support/chromium.ts';
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
  sealCopy,
} from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

let world: World;
let phone: BrowserContext | null = null;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await openPhone();
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
  // Chromium writes cookies down half a minute late, or when it is closed: killed before, the phone would be signed out.
  await phone?.close();
  await openPhone();
  await page.goto(world.origin);
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

/** Starts the browser on the profile as it lies on the disk. */
async function openPhone(): Promise<string[]> {
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  return complaintsOf(page);
}

async function kill(): Promise<void> {
  await killPhone(world.profile('may'));
  phone = null;
}

const sendButton = () => page.getByRole('button', { name: 'Gửi hồ sơ' });
const nothingWaits = () => page.getByText('Không còn gì chờ');
const saved = () => page.getByText('Đã lưu trên máy lúc');
const chip = () => page.locator('header a[href="/cho-song"]');

/** Later each time, from before the transaction to after it, so that one lies close to its end on any machine. */
const MOMENTS = [
  ['pressed', 0],
  ['writes', 0],
  ['writes', 5],
  ['writes', 10],
  ['writes', 20],
  ['writes', 40],
] as const;

/** Presses “Gửi hồ sơ”, and kills the browser so many ms after it is pressed or after the first thing that it writes. */
async function killAfter(sign: 'pressed' | 'writes', ms: number): Promise<void> {
  await page.evaluate(() => {
    document.addEventListener('click', () => console.info('pressed'), true);
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (...row) {
      console.info('writes');
      return add.apply(this, row);
    };
  });
  const seen = page.waitForEvent('console', (message) => message.text() === sign);
  // A browser that is killed meanwhile does not answer.
  sendButton()
    .evaluate((button: HTMLElement) => button.click())
    .catch(() => undefined);
  await seen;
  await delay(ms);
  await kill();
}

/** Whether it is a draft, and whether it waits sealed, by what lies on the disk. */
async function whatIsLeft(draft: string): Promise<{ draft: boolean; sealed: boolean }> {
  const waiting = page.getByText(/^1 việc · /);
  await page.goto(`${world.origin}/cho-song`);
  await waiting.or(nothingWaits()).waitFor();
  const sealed = (await waiting.count()) === 1;
  await page.goto(`${world.origin}/ban-nhap/${draft}/xem-lai`);
  const elsewhere = page.getByText(/Đã niêm phong trên máy|Không thấy bản nháp này trên máy/);
  await sendButton().or(elsewhere).waitFor();
  return { draft: (await sendButton().count()) === 1, sealed };
}

/** Exchanges the server has served, by its own log. */
function exchangesServed(): number {
  return world.server.output().match(/"route":"POST \/api\/sync","status":200/g)?.length ?? 0;
}

describe('the whole browser is killed, and starts again on what lies on the disk', () => {
  test('after “Đã lưu”: the answers and the photo are there, at the same question', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('killed-saved', phone));
    const photo = await photoOf(page, 'SỔ HỘ NGHÈO', 61);
    const draft = await beginDraft(page, world.origin, COPY);
    await answerPages(page, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await pickPages(page, COPY_PAPER, photo);
    await paperCard(page, COPY_PAPER).getByText('1 trang').waitFor();
    await page.goto(`${world.origin}/ban-nhap/${draft}/${pagesFor(COPY, COPY_ANSWERS)[0]?.id}`);
    world.link.cut();
    await page.locator('#f-paperName').fill('Giấy khen của bản');
    await saved().waitFor();
    await kill();

    // Without signal, so that nothing but the disk can answer.
    const complaints = await openPhone();
    await page.goto(`${world.origin}/ban-nhap/${draft}`);
    await page.locator('#f-paperName').waitFor();
    expect(await page.locator('#f-paperName').inputValue()).toBe('Giấy khen của bản');
    await page.goto(`${world.origin}/ban-nhap/${draft}/giay-to`);
    const shot = paperCard(page, COPY_PAPER).locator('img');
    await shot.waitFor();
    await expect.poll(() => shot.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    await kill();
    world.link.restore();
    expect(complaints).toEqual([]);
    const complaintsThen = await openPhone();
    await page.goto(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    expect(complaintsThen).toEqual([]);
  });

  test('while a photo is on its way: the rest of it follows', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('killed-uploading', phone));
    const photo = await photoOf(page, 'BẢN CHÍNH', 62);
    world.link.set({ upBps: 200_000 });
    const id = await sealCopy(page, world.origin, COPY_ANSWERS, photo);
    await expect.poll(() => chip().textContent(), { interval: 20 }).toMatch(/Đang gửi [1-9]\d?%/);
    await kill();
    world.link.set({});
    const complaints = await openPhone();
    await page.goto(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    await page.goto(`${world.origin}/ho-so/${id}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('after the server has stored it and before the answer: it is there once', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('killed-unanswered', phone));
    await page.goto(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    const draft = await beginDraft(page, world.origin, COPY);
    await answerPages(page, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await page.getByRole('heading', { name: 'Chụp ảnh giấy tờ' }).waitFor();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).waitFor();
    const before = exchangesServed();
    world.link.loseAnswers();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    await expect.poll(exchangesServed).toBeGreaterThan(before);
    expect(await page.getByText(/Máy chủ đã nhận/).count()).toBe(0);
    await kill();
    world.link.restore();
    const complaints = await openPhone();
    await page.goto(`${world.origin}/ho-so/${draft}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    await page.goto(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    expect(complaints).toEqual([]);
  });

  test('while it is being sealed: it is a draft or waits, never both or neither', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('killed-sealing', phone));
    const photo = await photoOf(page, 'GIẤY KHEN', 63);
    world.link.cut();
    const draft = await beginDraft(page, world.origin, COPY);
    await answerPages(page, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await pickPages(page, COPY_PAPER, photo);
    await paperCard(page, COPY_PAPER).getByText('1 trang').waitFor();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await sendButton().waitFor();
    let complaints: string[] = [];
    let left = { draft: true, sealed: false };
    for (const [sign, ms] of MOMENTS) {
      await killAfter(sign, ms);
      complaints = await openPhone();
      left = await whatIsLeft(draft);
      expect(complaints).toEqual([]);
      expect(left.sealed, `${sign}, ${ms} ms`).toBe(!left.draft);
      if (left.sealed) break;
    }
    if (left.draft) {
      await sendButton().click();
      await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    }
    world.link.restore();
    await page.goto(`${world.origin}/cho-song`);
    await nothingWaits().waitFor();
    await page.goto(`${world.origin}/ho-so/${draft}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('the server has each of them once, and whole', async () => {
    const { dossiers, commands, events, files, devices } = await rowsOf(world, async (db) => ({
      dossiers: await db.selectFrom('dossier').select(['id', 'papers_complete', 'files_all']).execute(),
      commands: await db.selectFrom('command').select(['seq', 'outcome']).orderBy('seq').execute(),
      events: await db.selectFrom('dossier_event').select(['event']).orderBy('at').execute(),
      files: await db.selectFrom('file').selectAll().execute(),
      devices: await db.selectFrom('device').select(['last_seq']).execute(),
    }));
    expect(dossiers.map((dossier) => dossier.files_all).sort()).toEqual([0, 1, 1, 1]);
    expect(dossiers.every((dossier) => dossier.papers_complete)).toBe(true);
    expect(commands.map(({ seq, outcome }) => [seq, outcome.result])).toEqual([
      [1, 'done'],
      [2, 'done'],
      [3, 'done'],
      [4, 'done'],
    ]);
    expect(devices).toEqual([{ last_seq: 4 }]);
    expect(events.filter(({ event }) => event.what.type === 'submitted')).toHaveLength(4);
    const vault = openVault(path.join(world.server.data, 'files'));
    expect(files).toHaveLength(3);
    for (const file of files) {
      expect((await readDigest(vault.pathOf(file.owner, file.hash))).hash).toBe(file.hash);
    }
  });
});
