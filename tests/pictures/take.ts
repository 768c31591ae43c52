// npm run pictures: walks the product as people do and keeps a picture of every screen in tests/pictures.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import type { Answers } from '#core/form/form.ts';
import type { Language } from '#core/text/localized.ts';
import { launchBrowser } from '#tests/support/chromium.ts';
import { fillPage, pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import { signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const { values } = parseArgs({ options: { to: { type: 'string', default: 'tests/pictures' } } });
mkdirSync(values.to, { recursive: true });

const COPY = procedureOf('2.000635');
const BIRTH = procedureOf('1.001193');
const HOME = { unit: '03037', detail: 'Bản Dền' };
const COPY_ANSWERS: Answers = {
  recordKind: 'birth',
  copies: 2,
  applicantAddress: HOME,
  subjectIsSelf: true,
  registrationPlace: HOME,
  truthDeclaration: true,
};
const BIRTH_ANSWERS: Answers = {
  childName: 'GIÀNG THỊ DUA',
  childSex: 'female',
  childBirthDate: '2026-11-03',
  birthPlaceKind: 'home',
  birthAddress: HOME,
  childEthnicity: 'mong',
  childHomePlace: HOME,
  motherName: 'LÝ THỊ MẨY',
  motherBirthDate: '1992-08-14',
  motherEthnicity: 'dao',
};

const world = await World.open();
const browser = await launchBrowser();
const phone = await browser.newContext({
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'vi-VN',
});
const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' });

/** One picture of a page in each language; the Vietnamese one is the README's. */
async function picture(page: Page, name: string): Promise<void> {
  for (const language of ['en', 'vi'] as const satisfies readonly Language[]) {
    await page.evaluate((chosen) => localStorage.setItem('banso-language', chosen), language);
    await page.reload();
    await page.waitForTimeout(900);
    await page.screenshot({ path: path.join(values.to, `${name}${language === 'vi' ? '' : '-en'}.png`) });
  }
}

async function walk(page: Page, procedure: typeof BIRTH, answers: Answers, upTo?: number): Promise<void> {
  await page.goto(`${world.origin}/thu-tuc/${procedure.code}`);
  await page.getByRole('button', { name: 'Bắt đầu làm hồ sơ' }).click();
  for (const formPage of pagesFor(procedure, answers).slice(0, upTo)) {
    await fillPage(page, formPage, answers);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
  }
}

async function deliver(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.locator('header a[href="/cho-song"]', { hasText: 'Đã đồng bộ' }).waitFor();
}

async function takeAll(context: BrowserContext, officers: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(world.origin);
  await picture(page, 'home-newcomer');
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await waitUntilOffline(page);
  const photo = await photoOf(page, 'CĂN CƯỚC', 5);

  await walk(page, COPY, COPY_ANSWERS);
  await page.locator('input[type=file]').first().setInputFiles(photo);
  await page.getByText('1 trang').first().waitFor();
  await picture(page, 'papers');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Gửi hồ sơ' }).waitFor();
  await picture(page, 'review');
  await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
  await page.waitForURL(`${world.origin}/cho-song`);
  await deliver(page);

  const officer = await officers.newPage();
  await signIn(officer, world.origin, 'Vàng Thị Dín', '/mot-cua');
  await officer.getByText('LÝ THỊ MẨY').first().click();
  await officer
    .getByRole('button', { name: /^Tiếp nhận/ })
    .first()
    .waitFor();
  await picture(officer, 'desk');
  await officer
    .getByRole('button', { name: /^Tiếp nhận/ })
    .first()
    .click();
  await officer.getByRole('button', { name: 'Yêu cầu nộp phí' }).click();
  await officer.getByRole('button', { name: /Gửi yêu cầu/ }).click();
  await officer.getByText('Đã gửi yêu cầu nộp phí').waitFor();

  await page.goto(`${world.origin}/ho-so`);
  await deliver(page);
  await page
    .getByRole('link', { name: /trích lục/i })
    .first()
    .click();
  await picture(page, 'dossier');
  await page.goto(`${page.url()}/nop-phi`);
  await page.getByRole('figure').waitFor();
  await picture(page, 'pay');

  await context.setOffline(true);
  await walk(page, BIRTH, BIRTH_ANSWERS, 3);
  await fillPage(page, pagesFor(BIRTH, BIRTH_ANSWERS)[3]!, BIRTH_ANSWERS);
  await page.getByText('Đã lưu trên máy').waitFor();
  await picture(page, 'form');
  for (const [name, address] of [
    ['home', '/'],
    ['procedures', '/thu-tuc'],
    ['procedure', `/thu-tuc/${BIRTH.code}`],
    ['dossiers', '/ho-so'],
    ['outbox', '/cho-song'],
    ['wallet', '/vi-giay-to'],
    ['me', '/toi'],
    ['log', '/toi/nhat-ky'],
    ['not-found', '/khong-co'],
  ] as const) {
    await page.goto(world.origin + address);
    await picture(page, name);
  }
}

try {
  await takeAll(phone, desk);
} finally {
  await browser.close();
  await world.close();
}
