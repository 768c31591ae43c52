import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { killPhone, launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import { beginDraft, officerDoes, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, signIn, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');

let world: World;
let phone: BrowserContext | null = null;
let page: Page;
let devtools: CDPSession;

beforeAll(async () => {
  world = await World.open();
  await openPhone();
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

async function openPhone(): Promise<void> {
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  devtools = await phone.newCDPSession(page);
}

const freeze = () => devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
const thaw = () => devtools.send('Page.setWebLifecycleState', { state: 'active' });

describe('a page that the browser froze', () => {
  test('asks for news when it is thawed, and has written what was typed', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('frozen', phone));
    const complaints = complaintsOf(page);
    const id = await sealCopy(page, world.origin);
    await page.getByText('Không còn gì chờ').waitFor();
    await page.goto(`${world.origin}/ho-so/${id}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    await freeze();
    await ask(id);
    await thaw();
    await page.getByText('Chưa rõ tên của cháu').first().waitFor();

    // Frozen under the finger, before what was typed is on the disk.
    await beginDraft(page, world.origin, BIRTH);
    await page.locator('#f-childName').fill('GIÀNG THỊ DUA');
    await freeze();
    await thaw();
    await page.getByText('Đã lưu trên máy lúc').waitFor();
    expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
    const address = page.url();
    // Frozen again, and then, as phones do with what is frozen, killed.
    await freeze();
    await killPhone(world.profile('may'));
    await openPhone();
    await page.goto(address);
    await page.locator('#f-childName').waitFor();
    expect(await page.locator('#f-childName').inputValue()).toBe('GIÀNG THỊ DUA');
    expect(complaints).toEqual([]);

    const rows = await rowsOf(world, async (db) => ({
      dossiers: await db.selectFrom('dossier').select(['id', 'status']).execute(),
      commands: await db.selectFrom('command').select('seq').execute(),
    }));
    expect(rows).toEqual({ dossiers: [{ id, status: 'supplementRequested' }], commands: [{ seq: 1 }] });
  });
});

async function ask(dossier: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const desk = await browser.newPage();
    await signIn(desk, world.origin, 'Vàng Thị Dín', '/mot-cua');
    const items = [{ what: 'Tên của cháu' }];
    await officerDoes(desk, dossier, {
      type: 'requestSupplement',
      items,
      reason: 'Chưa rõ tên của cháu',
      dueDay: '2026-12-31',
    });
  } finally {
    await browser.close();
  }
}
