import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { findOnDisk } from '#tests/support/disk-scan.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = '/thu-tuc/1.001193';
const MARRIAGE = '/thu-tuc/1.000894';

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

const field = (page: Page) => page.getByRole('searchbox', { name: 'Tìm tên thủ tục' });
const rows = (page: Page) => page.locator('main li a');
const recent = (page: Page) => page.getByRole('region', { name: 'Đã tìm gần đây' });
const firstIs = (page: Page, href: string) => page.locator(`main li:first-child a[href="${href}"]`).waitFor();

describe('JOURNEY-S searching without network', () => {
  test('in a worker, at every key, and back to the same place', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-s', phone));
    phone = await launchPhone(world.profile('search'));
    const page = phone.pages()[0] ?? (await phone.newPage());
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    await waitUntilOffline(page);
    world.link.cut();
    const complaints = complaintsOf(page);

    await page.goto(`${world.origin}/thu-tuc`);
    await rows(page).first().waitFor();
    expect(page.workers()).toHaveLength(1);

    await field(page).pressSequentially('gks');
    await firstIs(page, BIRTH);
    expect(await page.locator('main li:first-child mark').innerText()).toBe('khai sinh');
    await field(page).fill('ddawng kys keets hoon');
    await firstIs(page, MARRIAGE);
    await page.getByText('cho “đăng ký kết hôn”').waitFor();

    // Down into the results, and Esc back.
    await field(page).press('ArrowDown');
    expect(
      await rows(page)
        .first()
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('Escape');
    expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);

    // The place in a long list is kept, and the words.
    await field(page).fill('giay');
    await rows(page).nth(8).scrollIntoViewIfNeeded();
    const place = await page.evaluate(() => scrollY);
    expect(place).toBeGreaterThan(0);
    await rows(page).nth(8).click();
    await page.waitForURL(/thu-tuc\/\d/);
    await page.goBack();
    await rows(page).nth(8).waitFor();
    expect(await field(page).inputValue()).toBe('giay');
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(place);

    // A filter narrows, says so, and is taken away with a tap.
    await field(page).fill('');
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Lĩnh vực').selectOption('Đất đai');
    await page.getByRole('button', { name: 'Xem kết quả' }).click();
    await page.getByText('6 thủ tục').waitFor();
    await field(page).fill('ket hon');
    await page.getByRole('button', { name: /thủ tục ở các mục khác/ }).click();
    await firstIs(page, MARRIAGE);
    expect(page.url()).toBe(`${world.origin}/thu-tuc`);

    expect(complaints.filter((line) => !line.includes('ERR_'))).toEqual([]);
    world.link.restore();
  });

  test('what was searched for stays with its person, sealed, and goes at sign-out', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-s-recent', phone));
    const page = phone?.pages()[0];
    if (!phone || !page) throw new Error('the test before opened the phone');
    await page.goto(`${world.origin}/thu-tuc`);
    // Whose search it is has to be known first.
    await page.locator('header a[href="/cho-song"]', { hasText: 'Đã đồng bộ' }).waitFor();
    await field(page).fill('SỔHỒNGLẠLÙNG');
    await field(page).press('Enter');
    await field(page).fill('');
    await recent(page).getByRole('button', { name: 'SỔHỒNGLẠLÙNG' }).waitFor();
    await page.goto(`${world.origin}/thu-tuc`);
    await recent(page).getByRole('button', { name: 'SỔHỒNGLẠLÙNG' }).click();
    expect(await field(page).inputValue()).toBe('SỔHỒNGLẠLÙNG');

    await page.goto(`${world.origin}/toi`);
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Đăng xuất/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto(`${world.origin}/thu-tuc`);
    await rows(page).first().waitFor();
    expect(await recent(page).count()).toBe(0);
    await signIn(page, world.origin, 'Lý Thị Mẩy', '/thu-tuc');
    await rows(page).first().waitFor();
    expect(await recent(page).count()).toBe(0);
    await phone.close();
    phone = null;
    expect(await findOnDisk(world.profile('search'), { search: 'SỔHỒNGLẠLÙNG' })).toEqual([]);
  });

  test('the page itself searches where there are no workers', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker'));
      await page.goto(`${world.origin}/thu-tuc?q=gks`);
      await firstIs(page, BIRTH);
      expect(page.workers()).toHaveLength(0);
    } finally {
      await browser.close();
    }
  });
});
