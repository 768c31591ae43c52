import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { codeOf, jsonLines, packed, portalProcedure, procedures } from '#tests/support/portal.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const FERRY = '1.900001';
const ferry = (name: string) => portalProcedure(FERRY, {}, name);

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

/** Brings a file in at the desk, as an administrator does. */
async function bring(page: Page, records: readonly unknown[]): Promise<void> {
  await page.getByLabel('Chọn tệp').setInputFiles({
    name: 'cong-dich-vu-cong.jsonl.gz',
    mimeType: 'application/gzip',
    buffer: packed(jsonLines(records)),
  });
}

const count = (page: Page, label: string) =>
  page.getByRole('listitem').filter({ hasText: new RegExp(`^\\d+ ${label}$`) });

/** A page that starts asks for the catalogue's news; its search answers anew when they have come. */
async function findOnPhone(page: Page, words: string): Promise<void> {
  await page.goto(`${world.origin}/thu-tuc?q=${encodeURIComponent(words)}`);
  await page.locator(`main li:first-child a[href="/thu-tuc/${FERRY}"]`).waitFor();
}

describe('JOURNEY-C from the portal’s file to a phone without signal', () => {
  test('an administrator publishes, and residents have it in their pocket', { timeout: 240_000 }, async () => {
    const browser = await launchBrowser();
    const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' });
    onTestFailed(() => world.keepEvidence('journey-c', desk).then(() => world.keepEvidence('journey-c-phone', phone)));
    try {
      const page = await desk.newPage();
      await signIn(page, world.origin, 'Hoàng Minh Tuấn', '/mot-cua/danh-muc');
      await page.getByText('Chưa công bố danh mục nào').waitFor();

      // A bad line is named and the others are taken; nothing is in force before somebody says so.
      await bring(page, [...procedures(30), '{"code": "9', ferry('Mở bến đò ngang')]);
      await page.getByText('Xem trước phiên bản 1').waitFor();
      expect(await count(page, 'Thêm').innerText()).toContain('31');
      await page.getByText('Dòng 31').waitFor();
      await page.getByText('không phải JSON').waitFor();
      expect((await page.request.get(`${world.origin}/thu-tuc/${FERRY}`)).status()).toBe(404);
      await page.getByRole('button', { name: 'Công bố', exact: true }).click();
      await page.getByText('Phiên bản 1, đang dùng').waitFor();

      phone = await launchPhone(world.profile('catalogue'));
      const mobile = phone.pages()[0] ?? (await phone.newPage());
      const complaints = complaintsOf(mobile);
      await mobile.goto(world.origin);
      await waitUntilOffline(mobile);
      await findOnPhone(mobile, 'ben do');
      world.link.cut();
      await findOnPhone(mobile, 'ben do');
      await mobile.locator('main li:first-child a').click();
      // The name stands once more in what is printed.
      await mobile.getByText('Mở bến đò ngang').locator('visible=true').first().waitFor();
      await mobile.getByText('Tờ khai').locator('visible=true').first().waitFor();
      world.link.restore();

      // Another file: what changes is shown by field, and half a catalogue does not vanish by mistake.
      await bring(page, [...procedures(10), ferry('Cho phép bến đò ngang hoạt động')]);
      await page.getByText('Xem trước phiên bản 2').waitFor();
      expect(await count(page, 'Đổi').innerText()).toContain('1');
      expect(await count(page, 'Bỏ').innerText()).toContain('20');
      await page.getByText('Hãy xác nhận phần bị bỏ trước.').waitFor();
      expect(await page.getByRole('button', { name: 'Công bố', exact: true }).isEnabled()).toBe(false);
      await page.getByRole('checkbox', { name: /thật sự bị bãi bỏ/ }).check();
      await page.getByRole('button', { name: 'Công bố', exact: true }).click();
      await page.getByText('Phiên bản 2, đang dùng').waitFor();

      await findOnPhone(mobile, 'hoat dong ben do');
      expect((await mobile.request.get(`${world.origin}/thu-tuc/${codeOf(20)}`)).status()).toBe(404);
      expect(complaints.filter((line) => !line.includes('ERR_'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('a file that is cut off publishes nothing and says where it ends', { timeout: 120_000 }, async () => {
    const browser = await launchBrowser();
    const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' });
    onTestFailed(() => world.keepEvidence('journey-c-cut', desk));
    try {
      const page = await desk.newPage();
      await signIn(page, world.origin, 'Hoàng Minh Tuấn', '/mot-cua/danh-muc');
      const whole = packed(jsonLines(procedures(200)));
      await page.getByLabel('Chọn tệp').setInputFiles({
        name: 'cut.jsonl.gz',
        mimeType: 'application/gzip',
        buffer: whole.subarray(0, whole.length / 2),
      });
      await page.getByText('Tệp bị cụt ở cuối. Hãy tải lại tệp rồi nhập lại.').waitFor();
      expect(await page.getByText('Phiên bản 3').count()).toBe(0);
    } finally {
      await browser.close();
    }
  });
});
