import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { Answers } from '#core/form/form.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { findOnDisk } from '#tests/support/disk-scan.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import { answerPages, beginDraft, pickPages, UNIT } from '#tests/support/prepare.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');
const EXTRACT = procedureOf('2.000635');
const EXTRACT_ANSWERS: Answers = {
  recordKind: 'correction',
  copies: 1,
  applicantName: 'LÝ THỊ MẨY',
  applicantIdNumber: '010192004817',
  applicantBirthDate: '1992-08-14',
  applicantPhone: '0987654321',
  applicantAddress: { unit: UNIT, detail: 'Bản Dền' },
  subjectIsSelf: true,
  registrationPlace: { unit: UNIT, detail: 'Bản Dền' },
  truthDeclaration: true,
};
/** A word that stands nowhere but in the wallet; and one left on the disk on purpose, to know that the scan sees. */
const WHOSE = 'ZỪNGPHÌN';
const CONTROL = 'ĐỂXEMQUÉT';

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

test('JOURNEY-W a paper photographed once serves the next dossier', { timeout: 120_000 }, async () => {
  onTestFailed(() => world.keepEvidence('journey-w', phone));
  phone = await launchPhone(world.profile('may'));
  const page = phone.pages()[0] ?? (await phone.newPage());
  const complaints = complaintsOf(page);
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await waitUntilOffline(page);
  // Early, for the browser writes it down when it pleases.
  await page.evaluate((text) => localStorage.setItem('canary', text), CONTROL);
  const sides = [await photoOf(page, 'CĂN CƯỚC', 31), await photoOf(page, 'MẶT SAU', 32)];
  world.link.cut();

  // Kept from a draft, because she chooses to.
  const first = await beginDraft(page, world.origin, BIRTH);
  await page.goto(`${world.origin}/ban-nhap/${first}/giay-to`);
  await pickPages(page, 'Căn cước của người đi đăng ký', ...sides);
  await page.getByText('2 trang', { exact: true }).waitFor();
  expect(await page.getByText('Có trong ví').count()).toBe(0);
  await page.getByRole('button', { name: 'Giữ trong ví để dùng lại' }).click();
  await page.getByText('Có trong ví').first().waitFor();
  const kept = await storedFiles(page);
  expect(kept).toHaveLength(2);

  await page.goto(`${world.origin}/vi-giay-to`);
  await page.getByRole('link', { name: /Thẻ căn cước của mình/ }).click();
  await page.getByRole('button', { name: 'Ghi thêm về giấy này' }).click();
  await page.getByRole('textbox', { name: /Của ai/ }).fill(WHOSE);
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.locator('dd', { hasText: WHOSE }).waitFor();

  // The draft goes; what she kept stays, and the next procedure says that it has it.
  await page.goto(`${world.origin}/ban-nhap/${first}/xem-lai`);
  await page.getByRole('button', { name: 'Xóa bản nháp' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Xóa', exact: true }).click();
  await page.waitForURL(`${world.origin}/ho-so`);
  await page.goto(`${world.origin}/thu-tuc/${EXTRACT.code}`);
  await page.getByText('1 có sẵn trong ví').waitFor();
  await page.locator('li', { hasText: 'Căn cước của người đi xin bản sao' }).getByText('Có trong ví giấy tờ').waitFor();

  // One tap puts it in; it can be taken out, and put in again.
  const second = await beginDraft(page, world.origin, EXTRACT);
  await answerPages(page, pagesFor(EXTRACT, EXTRACT_ANSWERS), EXTRACT_ANSWERS);
  await page.getByRole('button', { name: 'Lấy từ ví' }).click();
  await page.locator('main img').nth(1).waitFor();
  for (const left of [1, 0]) {
    await page.locator('main button:has(img)').last().click();
    await page.getByRole('button', { name: 'Bỏ trang này' }).click();
    await page.getByRole('button', { name: 'Bỏ', exact: true }).click();
    await expect.poll(() => page.locator('main button:has(img)').count()).toBe(left);
  }
  await page.getByRole('button', { name: 'Lấy từ ví' }).click();
  await page.getByText('2 trang', { exact: true }).waitFor();
  expect((await storedFiles(page)).toSorted()).toEqual(kept.toSorted());
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
  await page.waitForURL(`${world.origin}/cho-song`);
  await page.getByText(/^1 việc · /).waitFor();

  world.link.restore();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.getByText('Không còn gì chờ').waitFor();
  expect(await hashesOnServer(page, second, kept)).toEqual(kept);
  await page.goto(`${world.origin}/vi-giay-to`);
  await page.locator('main img').waitFor();
  expect((await storedFiles(page)).toSorted()).toEqual(kept.toSorted());

  // Only this phone has the wallet: signing out says so, and leaves none of it.
  await page.goto(`${world.origin}/toi`);
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Đăng xuất khỏi máy này' });
  await sheet.getByText('1 giấy trong ví').waitFor();
  expect(await sheet.getByText('ảnh giấy tờ').count()).toBe(0);
  await sheet.getByRole('checkbox').check();
  await sheet.getByRole('button', { name: 'Xóa và đăng xuất' }).click();
  await page.getByText('Đã đăng xuất').waitFor();
  expect(await storedFiles(page)).toEqual([]);
  await page.goto(`${world.origin}/vi-giay-to`);
  await page.getByText('Bà con chưa đăng nhập').waitFor();
  expect(await page.locator('body').innerText()).not.toContain('căn cước');
  expect(complaints).toEqual([]);
  await phone.close();
  phone = null;
  const profile = world.profile('may');
  expect(findOnDisk(profile, { control: CONTROL })).not.toEqual([]);
  expect(findOnDisk(profile, { whose: WHOSE, paper: 'identityCard","files' })).toEqual([]);
});

test('JOURNEY-W2 photographed into the wallet without signal, photographed again, taken out', async () => {
  onTestFailed(() => world.keepEvidence('journey-w2', phone));
  phone = await launchPhone(world.profile('pao'));
  const page = phone.pages()[0] ?? (await phone.newPage());
  const complaints = complaintsOf(page);
  await signIn(page, world.origin, 'Giàng A Páo', '/vi-giay-to');
  await waitUntilOffline(page);
  const [front, back, newer] = [
    await photoOf(page, 'SỔ ĐỎ', 41),
    await photoOf(page, 'SỔ ĐỎ, TRANG 2', 42),
    await photoOf(page, 'SỔ ĐỎ MỚI', 43),
  ];
  world.link.cut();
  await page.getByRole('button', { name: 'Thêm giấy tờ' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Sổ đỏ/ })
    .click();
  await page.getByRole('heading', { name: 'Chụp giấy này' }).waitFor();
  expect(await storedFiles(page)).toEqual([]);
  const gallery = page.getByLabel('Chọn từ máy').last();
  await gallery.setInputFiles([
    front,
    { ...front, name: 'không.txt', mimeType: 'text/plain', buffer: Buffer.from('?') },
    back,
  ]);
  await page.getByText('không.txt: Đây không phải ảnh hay PDF.').waitFor();
  await page.getByText('2 trang · ').waitFor();
  const before = await storedFiles(page);

  // The camera may have ended the page: what was kept is there, at the same address.
  await page.reload();
  await page.locator('main img').nth(1).waitFor();
  await page.getByLabel('Chụp lại cả giấy').last().setInputFiles([newer]);
  await page.getByText('1 trang · ').waitFor();
  const after = await storedFiles(page);
  expect(after).toHaveLength(1);
  expect(before).not.toContain(after[0]);

  await page.getByRole('button', { name: 'Bỏ khỏi ví' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Giữ lại' }).click();
  await page.getByRole('button', { name: 'Bỏ khỏi ví' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ', exact: true }).click();
  await page.getByText('Chưa có giấy nào trong ví').waitFor();
  expect(await storedFiles(page)).toEqual([]);
  expect(complaints).toEqual([]);
  world.link.restore();
});

/** The hashes of the files that lie in any account's store. */
function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
      });
    const found: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await settled(indexedDB.open(name));
      if (db.objectStoreNames.contains('files')) {
        found.push(...((await settled(db.transaction('files').objectStore('files').getAllKeys())) as string[]));
      }
      db.close();
    }
    return found;
  });
}

/** Reads a dossier's files from the server; answers what their bytes hash to, in the order given. */
function hashesOnServer(page: Page, dossier: string, hashes: readonly string[]): Promise<string[]> {
  return page.evaluate(
    ({ wanted, at }) =>
      Promise.all(
        wanted.map(async (hash) => {
          const answer = await fetch(`${at}/${hash}`, { cache: 'no-store' });
          const digest = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
          return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
        }),
      ),
    { wanted: hashes, at: `/api/dossiers/${dossier}/files` },
  );
}
