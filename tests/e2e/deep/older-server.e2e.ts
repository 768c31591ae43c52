import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { PROTOCOL } from '#core/sync/messages.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

let world: World;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('ahead'));
  page = phone.pages()[0] ?? (await phone.newPage());
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

describe('an app that came before its server’s update', () => {
  test('says that the server has to follow, and sends once when it has', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('older-server', phone));
    const complaints = complaintsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    await waitUntilOffline(page);
    const supported = [PROTOCOL - 1, PROTOCOL - 2];
    let asked = 0;
    await phone.route('**/api/sync', async (route) => {
      asked += 1;
      await route.fulfill({ status: 409, json: { error: { code: 'protocolUnsupported', supported } } });
    });
    const id = await sealCopy(page, world.origin);
    await page.getByText('Máy chủ của tỉnh chưa cập nhật').waitFor();
    await page.locator('header').getByText('Chờ máy chủ').first().waitFor();
    // It is not the app that has to be updated, and nothing is offered that would not help.
    expect(await page.getByText('Cần bản ứng dụng mới để gửi').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Cập nhật|Mở lại)$/ }).count()).toBe(0);
    const before = asked;
    await page.getByRole('button', { name: 'Gửi ngay' }).click();
    await expect.poll(() => asked).toBe(before + 1);
    await page.getByText('Máy chủ của tỉnh chưa cập nhật').waitFor();

    await phone.unroute('**/api/sync');
    await page.reload();
    await page.getByText('Không còn gì chờ').waitFor();
    await page.locator('header').getByText('Đã đồng bộ').first().waitFor();
    const rows = await rowsOf(world, async (db) => await db.selectFrom('dossier').select('id').execute());
    expect(rows).toEqual([{ id }]);
    expect(complaints).toEqual([]);
  });
});
