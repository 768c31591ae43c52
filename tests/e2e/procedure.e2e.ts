import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { fold } from '#core/text/fold.ts';
import { violationsOf } from '#tests/support/axe.ts';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { findOnDisk } from '#tests/support/disk-scan.ts';
import { portalProcedure } from '#tests/support/portal.ts';
import { publishCatalogue } from '#tests/support/publish.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = '1.001193';
/** Of the province: a phone keeps its details only once they were looked at. */
const RIVER = '1.900001';
const MILL = '1.900002';
/** We wrote about it, and the published catalogue does not have it. */
const OURS = '1.003677';

const method = (value: number) => ({
  submissionMethod: 'DIRECT',
  processingTime: 3,
  processingTimeUnit: 'WORKING_DAY',
  description: '',
  fees: [{ type: 'FEE', value, description: '', currencyUnit: 'VND' }],
});
const LONG = Array.from(
  { length: 30 },
  (_, at) => `<p><b>Điều kiện thứ ${at + 1}</b> ${'về sông suối '.repeat(12)}</p>`,
).join('');
const ofProvince = {
  isWard: false,
  isProvince: true,
  departmentsExecuting: [{ name: 'Sở Nông nghiệp và Môi trường' }],
};
const catalogue = (fee: number) => [
  portalProcedure(BIRTH, {}, 'Thủ tục đăng ký khai sinh'),
  portalProcedure(
    RIVER,
    {
      ...ofProvince,
      executionMethods: [method(fee)],
      requirementsAndConditions: `${LONG}<script>steal()</script>`,
    },
    'Cấp phép khai thác sông Lạ Lùng',
  ),
  portalProcedure(MILL, ofProvince, 'Cấp phép cối xay nước Chảy Ngược'),
];

/** Notes every frame in which the river stands nowhere on the page. */
const WATCH_FOR_RIVER = () => {
  const blanks: string[] = [];
  Object.assign(globalThis, { blanks });
  const look = () => {
    const root = document.getElementById('root');
    const isThere = document.body?.innerText.includes('sông Lạ Lùng');
    if (root && document.readyState !== 'loading' && !isThere) blanks.push(document.body.innerText);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
  await publishCatalogue(world.origin, catalogue(20_000));
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

const open = async (page: Page, path: string) => await page.goto(`${world.origin}${path}`);
const section = (page: Page, name: string) => page.locator('main details').filter({ hasText: name }).first();

describe('JOURNEY-P the page of a procedure', () => {
  test('stands as plain text without a script, and the app takes its place', { timeout: 90_000 }, async () => {
    const browser = await launchBrowser();
    try {
      const reader = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await open(reader, `/thu-tuc/${RIVER}`);
      expect(await reader.title()).toBe('Cấp phép khai thác sông Lạ Lùng – Bản Số');
      expect(await reader.locator('#plain').innerText()).toContain('Điều kiện thứ 30');
      expect(await reader.locator('link[rel=canonical]').getAttribute('href')).toBe(`${world.origin}/thu-tuc/${RIVER}`);
      expect(await reader.locator('script[type="application/ld+json"]').textContent()).toContain('GovernmentService');

      // Who opens a shared address sees the text at every moment, first the server's, then the app's.
      const guest = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
      const complaints = complaintsOf(guest);
      await guest.addInitScript(WATCH_FOR_RIVER);
      await guest.addInitScript(() => {
        Object.assign(navigator, {
          share: (passedOn: ShareData) => {
            Object.assign(globalThis, { passedOn });
            return Promise.resolve();
          },
        });
      });
      await open(guest, `/thu-tuc/${RIVER}`);
      await guest.getByRole('button', { name: 'Lưu lại' }).waitFor();
      expect(await guest.locator('#plain').count()).toBe(0);
      expect(await guest.evaluate('blanks')).toEqual([]);
      expect(complaints).toEqual([]);

      // What they pass on is read by who has neither the app nor a script, whatever a chat hangs on to the address.
      for (const [code, words] of [
        [RIVER, 'Cấp phép khai thác sông Lạ Lùng'],
        [BIRTH, 'Đăng ký khai sinh'],
        [OURS, 'Khai báo tạm vắng'],
      ] as const) {
        await open(guest, `/thu-tuc/${code}`);
        await guest.getByRole('button', { name: 'Gửi', exact: true }).click();
        await guest.waitForFunction('globalThis.passedOn');
        const { url } = (await guest.evaluate('passedOn')) as { url: string };
        for (const address of [url, `${url}?fbclid=x&zarsrc=30`]) {
          const answer = await reader.goto(address);
          expect([answer?.status(), new URL(reader.url()).pathname]).toEqual([200, `/thu-tuc/${code}`]);
          expect(fold(await reader.locator('#plain h1').innerText())).toContain(fold(words));
        }
      }

      // The centre is found by the name the commune had before.
      await open(guest, `/thu-tuc/${BIRTH}`);
      await guest.getByRole('button', { name: 'Chọn xã, phường của mình' }).click();
      await guest.getByRole('searchbox').fill('ban phiet');
      await guest.getByRole('dialog').getByText('Xã Bản Phiệt').click();
      await guest.getByText('Trung tâm Phục vụ hành chính công phường Lào Cai').waitFor();
      await guest.reload();
      await guest.getByText('Trung tâm Phục vụ hành chính công phường Lào Cai').waitFor();
      await section(guest, 'Nguyên văn của Cổng Dịch vụ công').locator('summary').first().click();
      await guest.getByText('Thủ tục đăng ký khai sinh').first().waitFor();
    } finally {
      await browser.close();
    }
  });

  test('is reached from the first page by links alone, and the list stays until the phone has one', async () => {
    const browser = await launchBrowser();
    try {
      const reader = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await open(reader, '/');
      await reader.getByRole('link', { name: 'Đọc các thủ tục không cần JavaScript' }).click();
      await reader.getByRole('link', { name: 'Hộ tịch', exact: true }).click();
      await reader.getByRole('link', { name: 'Cấp phép khai thác sông Lạ Lùng' }).click();
      expect(await reader.title()).toBe('Cấp phép khai thác sông Lạ Lùng – Bản Số');
      await reader.getByRole('link', { name: 'Tất cả thủ tục' }).click();
      expect(await reader.title()).toBe('Thủ tục hành chính – Bản Số');

      // The phone's own list of a field is shorter than the server's until the catalogue has come.
      const guest = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
      const complaints = complaintsOf(guest);
      await guest.addInitScript(WATCH_FOR_RIVER);
      await open(guest, `/thu-tuc?linh-vuc=${encodeURIComponent('Hộ tịch')}`);
      await guest.locator(`main li a[href="/thu-tuc/${RIVER}"]`).first().waitFor();
      await guest.getByRole('searchbox').waitFor();
      await guest.locator('#plain').waitFor({ state: 'detached', timeout: 30_000 });
      await guest.locator(`main li a[href="/thu-tuc/${RIVER}"]`).first().waitFor();
      expect(await guest.evaluate('blanks')).toEqual([]);

      await open(guest, '/thu-tuc');
      await guest.locator(`main li a[href="/thu-tuc/${BIRTH}"]`).first().waitFor();
      await guest.getByRole('searchbox').waitFor();
      expect(await guest.locator('#plain').count()).toBe(0);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('is kept, read without signal, and says what changed since', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-p', phone));
    phone = await launchPhone(world.profile('page'));
    const page = phone.pages()[0] ?? (await phone.newPage());
    const complaints = complaintsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy', '/thu-tuc');
    await waitUntilOffline(page);

    // What is the server's stays the server's when the app is on the phone.
    await open(page, '/robots.txt');
    expect(await page.locator('body').innerText()).toContain(`Sitemap: ${world.origin}/sitemap.xml`);
    await open(page, `/thu-tuc/${RIVER}`);
    await page.getByText('20.000 ₫').first().waitFor();
    // Long conditions are folded, and folded again inside; what was markup in the source is nothing.
    const conditions = section(page, 'Điều kiện');
    expect(await conditions.getByText('Điều kiện thứ 1 ', { exact: false }).first().isVisible()).toBe(false);
    await page.getByRole('navigation', { name: 'Các phần của trang này' }).getByText('Điều kiện').click();
    await conditions.getByText('Điều kiện thứ 1 ', { exact: false }).first().waitFor();
    expect(await page.getByText('Điều kiện thứ 30', { exact: false }).isVisible()).toBe(false);
    await conditions.getByText(/^Xem tiếp/).click();
    await page.getByText('Điều kiện thứ 30', { exact: false }).waitFor();
    expect(await page.locator('main script, main b').count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Lưu lại' }).click();
    await page.getByText('Đã lưu thủ tục này').waitFor();

    // The index comes a few seconds after the first screen; with it the phone knows the mill by name.
    await open(page, '/toi');
    await page.getByText('Thủ tục tra được khi không có sóng').waitFor({ timeout: 20_000 });

    world.link.cut();
    await open(page, `/thu-tuc/${RIVER}`);
    await page.getByText('20.000 ₫').first().waitFor();
    await open(page, '/thu-tuc');
    await page.getByRole('list', { name: 'Thủ tục đã lưu' }).getByText('Cấp phép khai thác sông Lạ Lùng').waitFor();
    await open(page, `/thu-tuc/${MILL}`);
    await page.getByText('Chi tiết chưa có trên máy').waitFor();
    await page.getByText('Cấp phép cối xay nước Chảy Ngược').waitFor();

    // With signal it comes by itself.
    world.link.restore();
    await page.getByRole('button', { name: 'Lưu lại' }).waitFor({ timeout: 30_000 });

    // A new version, with another fee and without the mill: said once, old beside new.
    await publishCatalogue(world.origin, catalogue(25_000).slice(0, 2));
    await open(page, `/thu-tuc/${RIVER}`);
    const notice = page.getByText(/^Có thay đổi từ lần xem/);
    await notice.waitFor({ timeout: 30_000 });
    expect(await page.locator('main del').innerText()).toMatch(/^20\.000\s₫$/);
    expect(await page.locator('main ins').innerText()).toMatch(/^25\.000\s₫$/);
    await page.reload();
    await page.getByText('25.000 ₫').first().waitFor();
    expect(await notice.count()).toBe(0);

    // What the province has taken out is said to be gone, by its name, and not to have been mistyped.
    await open(page, `/thu-tuc/${MILL}`);
    await page.getByText('“Cấp phép cối xay nước Chảy Ngược” không còn trong danh mục').waitFor();
    await open(page, `/thu-tuc/${RIVER}`);
    await page.getByText('25.000 ₫').first().waitFor();

    // What is printed is the procedure, its address and the day; nothing of the app around it.
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText(`${world.origin}/thu-tuc/${RIVER}`, { exact: false }).isVisible()).toBe(true);
    for (const chrome of [page.locator('header'), page.getByRole('button', { name: 'Đã lưu' })]) {
      expect(await chrome.isVisible()).toBe(false);
    }
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
    expect(pages?.length).toBeLessThanOrEqual(2);

    expect(complaints.filter((line) => !line.includes('ERR_'))).toEqual([]);
    await phone.close();
    phone = null;
    // Which procedure it was to keep lies sealed.
    const kept = JSON.stringify({ code: RIVER, name: 'Cấp phép khai thác sông Lạ Lùng' });
    expect(await findOnDisk(world.profile('page'), { favourite: kept })).toEqual([]);
  });
});
