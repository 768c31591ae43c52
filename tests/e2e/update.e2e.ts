import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchPhone } from '#tests/support/chromium.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { putNextVersion, putVersion } from '#tests/support/new-version.ts';
import { answerPages, beginDraft, COPY, COPY_ANSWERS } from '#tests/support/prepare.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');
const OLD = 'Cần làm giấy tờ gì?';
const NEW = 'Hôm nay cần làm giấy tờ gì?';
const OFFER = 'Có bản mới của Bản Số';

const folder = mkdtempSync(path.join(tmpdir(), 'banso-versions-'));
const app = path.join(folder, 'app');
let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  putVersion(app);
  world = await World.open({ BANSO_APP: app });
});
afterAll(async () => {
  await phone?.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Marks the document: a reload would lose the mark. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { mark: 'same' }));
const isMarked = (page: Page) => page.evaluate(() => 'mark' in window);

/** The version that waits and the one at work, by their states; and whether the new one is at work already. */
const workers = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return { waiting: registration?.waiting?.state ?? null, active: registration?.active?.state ?? null };
  });

describe('JOURNEY-E a new version in the middle of a form', () => {
  test('waits, is offered, and takes over when asked', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-e', phone));
    phone = await launchPhone(world.profile('may'));
    const page = phone.pages()[0] ?? (await phone.newPage());
    const complaints = complaintsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    await waitUntilOffline(page);
    const draft = await beginDraft(page, world.origin, BIRTH);
    await mark(page);
    await page.locator('#f-childName').fill('GIÀNG THỊ DUA');
    await page.locator('#f-childSex input[value="female"]').check();
    await page.locator('#f-childBirthDate-day').pressSequentially('0');

    // The office puts a new version into place; the phone hears of it in the middle of a date.
    await world.server.stop();
    putNextVersion(app, { was: OLD, is: NEW });
    await world.server.start();
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    await expect.poll(() => workers(page), { timeout: 20_000 }).toEqual({ waiting: 'installed', active: 'activated' });
    await page.keyboard.type('3');
    expect(await page.locator('#f-childBirthDate-day').inputValue()).toBe('03');
    expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
    expect(await isMarked(page)).toBe(true);
    expect(await page.getByText(OFFER).count()).toBe(0);

    // The version at work goes on whole, with screens not opened before and no longer on the server.
    await page.locator('#f-childBirthDate-month').fill('11');
    await page.locator('#f-childBirthDate-year').fill('2026');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('heading', { name: 'Bé sinh ở đâu?' }).waitFor();
    await page.locator('#f-birthPlaceKind input[value="home"]').check();
    await page.getByText('Đã lưu trên máy lúc').waitFor();
    await page.locator('header a').first().click();
    await page.getByRole('heading', { name: 'Bé tên gì?' }).waitFor();
    await page.locator('header a[href="/cho-song"]').click();
    await page.getByRole('link', { name: 'Tôi', exact: true }).click();
    await page.getByRole('link', { name: 'Nhật ký gửi nhận' }).click();
    await page.getByRole('heading', { name: 'Nhật ký gửi nhận' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Trang chủ', exact: true }).click();

    // At home nothing is being filled in: there it is offered, and still nothing happens by itself.
    await page.getByText(OFFER).waitFor();
    expect(await isMarked(page)).toBe(true);
    expect(await page.getByRole('searchbox').getAttribute('placeholder')).toBe(OLD);
    expect(await workers(page)).toEqual({ waiting: 'installed', active: 'activated' });

    // In another tab somebody is half way through a form of her own.
    const other = await phone.newPage();
    const others = complaintsOf(other);
    const copy = await beginDraft(other, world.origin, COPY);
    await mark(other);
    await other.locator('#f-paperName').fill('Giấy khen của bản');

    await page.getByRole('button', { name: 'Cập nhật' }).click();
    await page.getByPlaceholder(NEW).waitFor();
    expect(await isMarked(page)).toBe(false);
    await expect.poll(() => workers(page)).toEqual({ waiting: null, active: 'activated' });
    await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    expect(await page.getByText(OFFER).count()).toBe(0);
    await page.locator(`main a[href="/ban-nhap/${draft}"]`).click();
    await page.getByRole('heading', { name: 'Bé tên gì?' }).waitFor();
    expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
    expect(await page.locator('#f-childBirthDate-day').inputValue()).toBe('03');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    expect(await page.locator('#f-birthPlaceKind input:checked').getAttribute('value')).toBe('home');

    // The other tab was not torn away: it goes on as the version it is, to the end.
    expect(await isMarked(other)).toBe(true);
    expect(await other.locator('#f-paperName').inputValue()).toBe('Giấy khen của bản');
    await answerPages(other, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await other.getByRole('heading', { name: 'Chụp ảnh giấy tờ' }).waitFor();
    await other.getByRole('button', { name: 'Tiếp tục' }).click();
    await other.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await other.waitForURL(`${world.origin}/cho-song`);
    await other.goto(`${world.origin}/ho-so/${copy}`);
    await other.getByText('Mã hồ sơ').first().waitFor();

    // The new version is whole on the phone: it starts without signal too.
    world.link.cut();
    await page.goto(world.origin);
    await page.getByPlaceholder(NEW).waitFor();
    expect([...complaints, ...others]).toEqual([]);
  });
});
