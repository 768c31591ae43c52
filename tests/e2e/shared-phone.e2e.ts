import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import type { Answers } from '#core/form/form.ts';
import { openDatabase } from '#server/db/database.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { findOnDisk } from '#tests/support/disk-scan.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import { answerPages, beginDraft, COPY_ANSWERS, paperCard, pickPages, sealCopy, UNIT } from '#tests/support/prepare.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');

/** Words that stand nowhere but in what Mẩy types; each by another kind of field. */
const CHILD = 'ZỪNGXÌA';
const HAMLET = 'PHÌNZỒLỬ';
const PAPER = 'KHUẨYZƠRÂM';
/** Left on the disk on purpose, to know that the scan sees. */
const CONTROL = 'ĐỂXEMQUÉT';

const BIRTH_ANSWERS: Answers = {
  childName: `GIÀNG THỊ ${CHILD}`,
  childSex: 'female',
  childBirthDate: '2026-11-03',
  birthPlaceKind: 'home',
  birthAddress: { unit: UNIT, detail: `Bản ${HAMLET}` },
};
const UNSENT_ANSWERS: Answers = { ...COPY_ANSWERS, paperName: `Giấy ${PAPER}` };

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

async function openPhone(): Promise<Page> {
  phone = await launchPhone(world.profile('shared'));
  return phone.pages()[0] ?? (await phone.newPage());
}

async function closePhone(): Promise<void> {
  await phone?.close();
  phone = null;
}

/** Everything a screen says, in words and in its title. */
async function wordsOf(page: Page): Promise<string> {
  return `${await page.title()}\n${await page.locator('body').innerText()}`;
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Đăng xuất khỏi máy này' });

async function askToSignOut(page: Page): Promise<void> {
  await page.goto(`${world.origin}/toi`);
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
  await sheet(page).getByRole('checkbox').waitFor();
}

describe('JOURNEY-D one phone, two people', () => {
  test('nothing goes unasked, and nothing stays behind', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-d', phone));
    let page = await openPhone();
    await page.addInitScript(rememberPictures);
    const complaints = complaintsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    const [sentPhoto, draftPhoto, unsentPhoto] = [
      await photoOf(page, 'SỔ HỘ NGHÈO', 21),
      await photoOf(page, 'GIẤY CHỨNG SINH', 22),
      await photoOf(page, 'BẰNG TỐT NGHIỆP', 23),
    ];
    const sent = await sealCopy(page, world.origin, COPY_ANSWERS, sentPhoto);
    await page.getByText('Không còn gì chờ').waitFor();
    const file = await fileOnServer(page, sent);
    expect(await statusOf(page, file)).toBe(200);
    await waitUntilOffline(page);

    world.link.cut();
    const unsent = await sealCopy(page, world.origin, UNSENT_ANSWERS, unsentPhoto);
    const draft = await beginDraft(page, world.origin, BIRTH);
    await answerPages(page, pagesFor(BIRTH, BIRTH_ANSWERS).slice(0, 2), BIRTH_ANSWERS);
    await page.getByText('Đã lưu trên máy lúc').waitFor();
    await page.goto(`${world.origin}/ban-nhap/${draft}/giay-to`);
    await pickPages(page, 'Giấy chứng sinh', draftPhoto);
    const shot = paperCard(page, 'Giấy chứng sinh').locator('img');
    await shot.waitFor();
    const photoBytes = await bytesOf(page, (await shot.getAttribute('src')) ?? '');
    const needles = {
      child: CHILD,
      hamlet: HAMLET,
      paper: PAPER,
      name: 'LÝ THỊ MẨY',
      idNumber: '010192004817',
      idNumberInGroups: '010 1920 04817',
      photo: photoBytes.subarray(photoBytes.length >> 1).subarray(0, 64),
    };

    // Sealed: with the browser gone in the middle of a form, the disk says nothing, though it says other things.
    await page.goto(`${world.origin}/ban-nhap/${draft}/child`);
    expect(await page.locator('#f-childName').inputValue()).toContain(CHILD);
    await page.goto(`${world.origin}/ban-nhap/${draft}/birthPlace`);
    expect(await page.locator('#f-birthAddress-detail').inputValue()).toContain(HAMLET);
    await page.evaluate((text) => localStorage.setItem('canary', text), CONTROL);
    expect(complaints).toEqual([]);
    await closePhone();
    expect(findOnDisk(world.profile('shared'), { control: CONTROL })).not.toEqual([]);
    expect(findOnDisk(world.profile('shared'), needles)).toEqual([]);

    page = await openPhone();
    const again = complaintsOf(page);
    await askToSignOut(page);
    for (const line of ['Những thứ này chỉ có trên máy này', '1 bản nháp', '1 việc chưa gửi', '2 ảnh giấy tờ']) {
      await sheet(page).getByText(line).waitFor();
    }
    // The danger is not done by one press, nor by putting the sheet away in either way.
    await sheet(page).getByRole('button', { name: 'Xóa và đăng xuất' }).click({ force: true });
    await sheet(page).getByText('Đánh dấu ô “Tôi hiểu” trước đã.').waitFor();
    await sheet(page).getByRole('button', { name: 'Không đăng xuất nữa' }).click();
    await sheet(page).waitFor({ state: 'detached' });
    await askToSignOut(page);
    await sheet(page).getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await sheet(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Lý Thị Mẩy').waitFor();
    await page.goto(`${world.origin}/ho-so`);
    for (const id of [unsent, sent]) await page.locator(`main a[href="/ho-so/${id}"]`).waitFor();
    await page.locator(`main a[href="/ban-nhap/${draft}"]`).waitFor();
    await page.goto(`${world.origin}/ban-nhap/${draft}/giay-to`);
    await paperCard(page, 'Giấy chứng sinh').locator('img').waitFor();

    // She decides, still without signal; the server hears of it as soon as there is some.
    await askToSignOut(page);
    await sheet(page).getByRole('checkbox').check();
    await sheet(page).getByRole('button', { name: 'Xóa và đăng xuất' }).click();
    await page.getByText('Chưa có sóng nên máy chủ sẽ được báo khi có sóng').waitFor();
    expect(await wordsOf(page)).not.toContain('Mẩy');
    world.link.restore();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(() => statusOf(page, '/api/me'), { timeout: 10_000 }).toBe(401);

    await signIn(page, world.origin, 'Giàng A Páo');
    await page.getByRole('heading', { name: 'Giàng A Páo' }).waitFor();
    const screens = [
      { at: '/', shows: 'Chưa có hồ sơ nào' },
      { at: '/ho-so', shows: 'Chưa có hồ sơ nào' },
      { at: '/cho-song', shows: 'Không còn gì chờ' },
      { at: '/toi', shows: 'Giàng A Páo' },
      { at: '/toi/nhat-ky', shows: 'Nhật ký gửi nhận' },
      { at: `/thu-tuc/${BIRTH.code}`, shows: 'Bắt đầu làm hồ sơ' },
      { at: `/ban-nhap/${draft}`, shows: 'Không thấy bản nháp này trên máy' },
      { at: `/ban-nhap/${draft}/giay-to`, shows: 'Không thấy bản nháp này trên máy' },
      { at: `/ban-nhap/${draft}/xem-lai`, shows: 'Không thấy bản nháp này trên máy' },
      { at: `/ho-so/${sent}`, shows: 'Không thấy hồ sơ này' },
      { at: `/ho-so/${sent}/nop-phi`, shows: 'Không thấy hồ sơ này' },
      { at: `/ho-so/${unsent}`, shows: 'Không thấy hồ sơ này' },
    ];
    for (const { at, shows } of screens) {
      await page.goto(world.origin + at);
      await page.getByText(shows).first().waitFor();
      const words = await wordsOf(page);
      for (const hers of ['Mẩy', 'MẨY', CHILD, HAMLET, PAPER, 'H38.16', '010192004817']) {
        expect(words, at).not.toContain(hers);
      }
      expect(await page.locator('img').count(), at).toBe(0);
    }
    expect(await statusOf(page, file)).toBe(404);
    expect(again).toEqual([]);

    await page.evaluate((text) => localStorage.setItem('canary', text), CONTROL);
    await closePhone();
    expect(findOnDisk(world.profile('shared'), { control: CONTROL })).not.toEqual([]);
    expect(findOnDisk(world.profile('shared'), needles)).toEqual([]);

    // What she sent is hers and whole; what she gave up never left the phone.
    await world.server.stop();
    const database = await openDatabase({ dataDir: world.server.data });
    const dossiers = await database.db.selectFrom('dossier').select(['id', 'papers_complete']).execute();
    expect(dossiers).toEqual([{ id: sent, papers_complete: true }]);
    expect(await database.db.selectFrom('file').selectAll().execute()).toHaveLength(1);
    await database.close();
  });
});

describe('a phone on which the next person signs in over the one before', () => {
  test(
    'shows nothing of the one before, however long the server takes to say who it is',
    { timeout: 90_000 },
    async () => {
      onTestFailed(() => world.keepEvidence('signed-in-over', phone));
      const page = await openPhone();
      const complaints = complaintsOf(page);
      await world.server.start();
      await signIn(page, world.origin, 'Giàng A Páo');
      await page.getByRole('heading', { name: 'Giàng A Páo' }).waitFor();
      await waitUntilOffline(page);

      let answer = (): void => undefined;
      const held = new Promise<void>((resolve) => (answer = resolve));
      await page.context().route('**/api/me', async (route) => {
        await held;
        await route.continue();
      });
      const everShown = await watchFor(page, 'Páo');
      await signIn(page, world.origin, 'Lý Thị Mẩy');
      // Long enough for all that the phone remembers to be read and shown.
      await page.waitForTimeout(1_500);
      expect(await wordsOf(page)).not.toContain('Páo');
      answer();
      await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
      expect(await everShown()).toBe(false);

      // And back again, without any answer: this phone knows him.
      await page.context().unroute('**/api/me');
      await page.context().route('**/api/me', (route) => route.abort());
      await signIn(page, world.origin, 'Giàng A Páo');
      await page.getByRole('heading', { name: 'Giàng A Páo' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );
});

/** Whether these words stood on the screen at any moment since its pages were opened. */
async function watchFor(page: Page, words: string): Promise<() => Promise<boolean>> {
  await page.addInitScript((text) => {
    const look = () => {
      if (document.body?.innerText.includes(text)) Object.assign(window, { seenWords: true });
    };
    addEventListener('DOMContentLoaded', () => {
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  }, words);
  return () => page.evaluate(() => 'seenWords' in window);
}

/** A file of a dossier as the server's address of it, read from what a new device of hers would be told. */
async function fileOnServer(page: Page, dossier: string): Promise<string> {
  const hash = await page.evaluate(async () => {
    const me = (await (await fetch('/api/me')).json()) as { account: string };
    const body = { protocol: 1, account: me.account, device: crypto.randomUUID(), commands: [], cursor: 0 };
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/sync', { method: 'POST', headers, body: JSON.stringify(body) });
    return /"hash":"([0-9a-f]{64})"/.exec(await answer.text())?.[1] ?? '';
  });
  return `/api/dossiers/${dossier}/files/${hash}`;
}

function statusOf(page: Page, path: string): Promise<number> {
  return page.evaluate(async (address) => (await fetch(address, { cache: 'no-store' })).status, path);
}

/** Remembers what a page makes an address for: its policy lets nobody read a picture back by the address. */
function rememberPictures(): void {
  const shown = new Map<string, Blob>();
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (object) => {
    const address = make(object);
    if (object instanceof Blob) shown.set(address, object);
    return address;
  };
  Object.assign(window, { shown });
}

async function bytesOf(page: Page, address: string): Promise<Buffer> {
  const base64 = await page.evaluate(async (from) => {
    const { shown } = window as unknown as { shown: Map<string, Blob> };
    const bytes = new Uint8Array((await shown.get(from)?.arrayBuffer()) ?? new ArrayBuffer(0));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, address);
  return Buffer.from(base64, 'base64');
}
