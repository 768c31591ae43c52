import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { openDatabase } from '#server/db/database.ts';
import { BadServer, type Answering } from '#tests/support/bad-server.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
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
import { fillUp } from '#tests/support/storage.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');

let world: World;
let phone: BrowserContext;
let small: BrowserContext | null = null;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  complaints = complaintsOf(page);
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
});
afterAll(async () => {
  await phone.close();
  await small?.close();
  await world.close();
});

const go = (address: string) => page.goto(world.origin + address);
const saved = (at: Page) => at.getByText('Đã lưu trên máy lúc');

describe('bad days', () => {
  test('addresses that lead nowhere lead on', async () => {
    onTestFailed(() => world.keepEvidence('bad-days-addresses', phone));
    await go('/khong-co/trang-nay');
    await page.getByRole('heading', { name: 'Không tìm thấy trang' }).waitFor();
    await page.getByRole('link', { name: 'Tìm thủ tục' }).click();
    await page.waitForURL(`${world.origin}/thu-tuc`);

    await go('/thu-tuc/9.999999');
    await page.getByText('Không có thủ tục mã 9.999999').waitFor();
    await page.getByRole('searchbox', { name: 'Tìm tên thủ tục' }).fill('khai sinh');
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.locator(`a[href="/thu-tuc/${BIRTH.code}"]`).first().click();
    await page.getByRole('heading', { name: 'Đăng ký khai sinh', level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('answers missing and wrong are named, lead to their fields, and stay', { timeout: 60_000 }, async () => {
    onTestFailed(() => world.keepEvidence('bad-days-answers', phone));
    await beginDraft(page, world.origin, BIRTH);
    const errors = page.getByRole('alert');
    const goOn = page.getByRole('button', { name: 'Tiếp tục' });
    await goOn.click();
    await errors.getByText('Còn 3 chỗ cần xem lại').waitFor();
    await expect.poll(() => errors.evaluate((box) => box === document.activeElement)).toBe(true);
    const lines = errors.getByRole('link');
    expect(await lines.count()).toBe(3);
    for (const [at, field] of ['childName', 'childSex', 'childBirthDate'].entries()) {
      await lines.nth(at).click();
      const focused = await page.evaluate(
        (id) => document.activeElement !== null && document.activeElement.closest(`#${id}`) !== null,
        `f-${field}`,
      );
      expect(focused, field).toBe(true);
    }

    await page.locator('#f-childName').fill('Giàng 7hị Dua');
    for (const [box, typed] of Object.entries({ day: '31', month: '2', year: '2026' }))
      await page.locator(`#f-childBirthDate-${box}`).fill(typed);
    await goOn.click();
    await errors.getByText('Tên chỉ gồm chữ').waitFor();
    await errors.getByText('Ngày này không có trong lịch').waitFor();
    await errors.getByText('Chưa trả lời').waitFor();
    expect(await page.locator('#f-childName').getAttribute('aria-invalid')).toBe('true');
    expect((await page.locator('#f-childName').inputValue()).toUpperCase()).toBe('GIÀNG 7HỊ DUA');
    const date = page.locator('#f-childBirthDate input');
    expect(await date.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value))).toEqual([
      '31',
      '2',
      '2026',
    ]);
    await saved(page).waitFor();
    await page.reload();
    await page.locator('#f-childName').waitFor();
    expect((await page.locator('#f-childName').inputValue()).toUpperCase()).toBe('GIÀNG 7HỊ DUA');

    await page.locator('#f-childName').fill('Giàng Thị Dua');
    await page.locator('#f-childSex input[value="female"]').check();
    await page.locator('#f-childBirthDate-day').fill('3');
    await page.locator('#f-childBirthDate-month').fill('11');
    await page.locator('#f-childBirthDate-year').fill('2026');
    await goOn.click();
    await page.getByRole('heading', { name: 'Bé sinh ở đâu?' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('files that are no pages are named one by one, and the others are kept', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('bad-days-files', phone));
    const draft = await beginDraft(page, world.origin, COPY);
    await go(`/ban-nhap/${draft}/giay-to`);
    const photos = [];
    for (let seed = 1; seed <= 13; seed += 1) photos.push(await photoOf(page, `TRANG ${seed}`, seed, 0.4));
    const huge = path.join(world.folder, 'to-qua.jpg');
    writeFileSync(huge, Buffer.concat([photos[0]!.buffer, Buffer.alloc(40 * 1024 * 1024)]));
    const named = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
    await pickPages(
      page,
      COPY_PAPER,
      photos[0]!,
      named('ghi-chu.txt', 'text/plain', Buffer.from('Không phải ảnh')),
      named('hong.jpg', 'image/jpeg', randomBytes(20_000)),
      named('rong.jpg', 'image/jpeg', Buffer.alloc(0)),
      photos[1]!,
    );
    const card = paperCard(page, COPY_PAPER);
    await card.getByText('rong.jpg: Tệp rỗng, không có gì bên trong').waitFor();
    await card.getByText('ghi-chu.txt: Đây không phải ảnh hay PDF').waitFor();
    await card.getByText('hong.jpg: Không mở được ảnh này, có thể đã hỏng').waitFor();
    await card.getByText('2 trang').waitFor();
    await card.getByRole('button', { name: 'Đã hiểu' }).click();
    expect(await card.getByText('Tệp rỗng').count()).toBe(0);

    await card.locator('input[type=file]').last().setInputFiles(huge);
    await card.getByText('to-qua.jpg: Tệp quá lớn, chỉ nhận đến 40 MB').waitFor();
    await card.getByText('2 trang').waitFor();

    await pickPages(page, COPY_PAPER, ...photos.slice(2));
    const tooMany = 'Giấy này nhận nhiều nhất 12 trang. Chưa thêm 1 tệp: IMG_13.jpg';
    await page.getByText(tooMany).waitFor({ timeout: 60_000 });
    await page.getByText('12 trang', { exact: true }).waitFor();
    await page.getByText('Đã đủ 12 trang').waitFor();
    // A paper that is full has no more buttons to add with; its pages are all there after a restart.
    await page.reload();
    await expect.poll(() => page.locator('main img').count()).toBe(12);
    expect(await page.locator('main input[type=file]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  const FAULTS: readonly (readonly [Answering, says: string, chip: string])[] = [
    ['internal', 'Máy chủ gặp trục trặc', 'Máy chủ lỗi'],
    ['proxy', 'Mạng này chưa mở ra ngoài', 'Chưa kết nối'],
    ['portal', 'Mạng này chưa mở ra ngoài', 'Chưa kết nối'],
    ['redirect', 'Mạng này chưa mở ra ngoài', 'Chưa kết nối'],
    ['half', 'Mạng này chưa mở ra ngoài', 'Chưa kết nối'],
    ['nothing', 'Chưa gặp được máy chủ', 'Chưa có sóng'],
  ];

  test('whatever answers in the place of the server, the outbox waits and goes on', { timeout: 120_000 }, async () => {
    const bad = await BadServer.start();
    onTestFailed(() => world.keepEvidence('bad-days-server', phone));
    try {
      await go('/cho-song');
      await page.getByText('Không còn gì chờ').waitFor();
      world.link.lead(bad.port);
      const id = await sealCopy(page, world.origin);
      for (const [answering, says, chip] of FAULTS) {
        bad.answering = answering;
        const before = bad.asked;
        await page.getByRole('button', { name: 'Gửi ngay' }).click();
        await page.getByText(says).waitFor();
        await page.locator('header a[href="/cho-song"]').getByText(chip, { exact: true }).waitFor();
        await expect.poll(() => bad.asked, { message: answering }).toBeGreaterThan(before);
        const words = await page.locator('main').innerText();
        expect(words, answering).toMatch(/1 việc · /);
        expect(words, answering).toMatch(/đã lưu chắc chắn trên máy này lúc \d\d:\d\d/);
        expect(words, answering).toMatch(/Lần có sóng gần nhất\s+hôm nay \d\d:\d\d/);
        expect(words, answering).not.toContain('Không còn gì chờ');
        // Even a start in the middle of it knows its person and shows nothing of the stranger's page.
        await page.reload();
        await page.getByRole('heading', { name: COPY.name.vi }).waitFor();
        expect(await page.getByText('Wi-Fi', { exact: true }).count()).toBe(0);
      }
      world.link.lead(world.server.port);
      await page.getByText('Không còn gì chờ').waitFor({ timeout: 60_000 });
      await go(`/ho-so/${id}`);
      await page
        .getByText(/H38\.16-\d{6}-\d{4}/)
        .first()
        .waitFor();
      expect(complaints).toEqual([]);
    } finally {
      world.link.lead(world.server.port);
      await bad.close();
    }
  });

  test('a session lost in the middle of a form costs a sign-in and nothing else', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('bad-days-session', phone));
    const photo = await photoOf(page, 'SỔ HỘ NGHÈO', 77);
    const draft = await beginDraft(page, world.origin, COPY);
    const pages = pagesFor(COPY, COPY_ANSWERS);
    await answerPages(page, pages.slice(0, 3), COPY_ANSWERS);
    await phone.clearCookies();
    await answerPages(page, pages.slice(3), COPY_ANSWERS);
    await pickPages(page, COPY_PAPER, photo);
    await paperCard(page, COPY_PAPER).getByText('1 trang').waitFor();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.waitForURL(`${world.origin}/cho-song`);
    await page.getByText('Cần đăng nhập lại để gửi').waitFor();
    await page.getByRole('heading', { name: COPY.name.vi }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: COPY.name.vi }).waitFor();

    await page.getByRole('link', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('button', { name: 'Lý Thị Mẩy' }).click();
    await page.waitForURL(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor({ timeout: 30_000 });
    await go(`/ho-so/${draft}`);
    await page
      .getByText(/H38\.16-\d{6}-\d{4}/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });

  test('a full phone says that nothing was saved, and saves once there is room', { timeout: 120_000 }, async () => {
    small = await launchPhone(world.profile('small'));
    onTestFailed(() => world.keepEvidence('bad-days-full', small));
    const at = small.pages()[0] ?? (await small.newPage());
    // Before anything is kept: a limit set later does not reach databases that are open.
    const devtools = await small.newCDPSession(at);
    const room = (quotaSize: number) =>
      devtools.send('Storage.overrideQuotaForOrigin', { origin: world.origin, quotaSize });
    await room(12_000_000);
    await signIn(at, world.origin, 'Giàng A Páo');
    await at.getByRole('heading', { name: 'Giàng A Páo' }).waitFor();
    await waitUntilOffline(at);
    const draft = await beginDraft(at, world.origin, BIRTH);
    await at.locator('#f-childName').fill('GIÀNG THỊ DUA');
    await saved(at).waitFor();

    await fillUp(at);
    await at.locator('#f-childName').fill('GIÀNG THỊ DUA LA');
    await at.getByText('CHƯA lưu được. Xin đừng đóng màn hình này.').waitFor();
    await at.getByText('Máy đã đầy, chưa lưu thêm được').waitFor();
    expect(await at.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA LA');
    expect(await saved(at).count()).toBe(0);
    const retry = at.getByRole('button', { name: 'Thử lưu lại' });
    await retry.click();
    await at.getByText('CHƯA lưu được').waitFor();
    expect(await at.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA LA');

    await room(100_000_000);
    // The try before may still be under way, and find the room by itself.
    const savedByNow = async () => {
      if ((await saved(at).count()) === 0) await retry.click({ timeout: 500 }).catch(() => undefined);
      return await saved(at).count();
    };
    await expect.poll(savedByNow, { timeout: 20_000 }).toBe(1);
    expect(await at.getByText('CHƯA lưu được').count()).toBe(0);
    await at.goto(`${world.origin}/ban-nhap/${draft}`);
    await at.locator('#f-childName').waitFor();
    expect(await at.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA LA');
  });

  test('the server has each of these once', async () => {
    await world.server.stop();
    const database = await openDatabase({ dataDir: world.server.data });
    const dossiers = await database.db
      .selectFrom('dossier')
      .select(['procedure', 'papers_complete', 'files_all'])
      .execute();
    expect(dossiers.toSorted((a, b) => a.files_all - b.files_all)).toEqual([
      { procedure: COPY.code, papers_complete: true, files_all: 0 },
      { procedure: COPY.code, papers_complete: true, files_all: 1 },
    ]);
    expect(await database.db.selectFrom('command').selectAll().execute()).toHaveLength(2);
    await database.close();
  });
});
