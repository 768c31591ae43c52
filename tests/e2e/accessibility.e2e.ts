import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { must } from '#core/assert.ts';
import { LANGUAGES, type Language } from '#core/text/localized.ts';
import { openKeys } from '#server/keys.ts';
import { createMakeReceipt } from '#server/receipt.ts';
import { violationsOf } from '#tests/support/axe.ts';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import {
  answerPages,
  beginDraft,
  COPY,
  COPY_ANSWERS,
  COPY_PAPER,
  officerDoes,
  paperCard,
  pickPages,
  sealCopy,
  submitElsewhere,
} from '#tests/support/prepare.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');
const WITHOUT_FORM = '1.014061';
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1440, height: 900 };

/** A screen in a state: its address, what proves that it is there, and how to get into the state from there. */
type State = {
  readonly at: string;
  readonly shows: string;
  readonly reach?: (page: Page) => Promise<void>;
};

let world: World;
let browser: Browser;
let phone: BrowserContext;

beforeAll(async () => {
  world = await World.open();
  browser = await launchBrowser();
  phone = await launchPhone(world.profile('may'));
});
afterAll(async () => {
  await phone.close();
  await browser.close();
  await world.close();
});

/** Looks at every state in both languages; answers what axe and the console have against them. */
async function findings(page: Page, origin: string, states: readonly State[]): Promise<string[]> {
  const found: string[] = [];
  const complaints = complaintsOf(page);
  await page.goto(origin);
  for (const language of LANGUAGES) {
    await page.evaluate((chosen) => localStorage.setItem('banso-language', chosen), language);
    for (const state of states) {
      await open(page, origin, state, language);
      for (const line of await violationsOf(page)) found.push(`${language} ${state.at} ${line}`);
      for (const line of complaints.splice(0)) found.push(`${language} ${state.at} console: ${line}`);
    }
  }
  await page.evaluate(() => localStorage.setItem('banso-language', 'vi'));
  return found;
}

async function open(page: Page, origin: string, { at, shows, reach }: State, language: Language): Promise<void> {
  const sameScreen = new URL(page.url()).pathname === new URL(at, origin).pathname;
  const spoken = await page.evaluate(() => document.documentElement.lang);
  if (sameScreen || spoken !== language) await page.goto(origin + at);
  // As the back button does it; loading the app anew each time would take minutes.
  else {
    await page.evaluate((address) => {
      history.pushState(null, '', address);
      dispatchEvent(new PopStateEvent('popstate', { state: null }));
    }, at);
  }
  await page.locator(shows).first().waitFor();
  await page.locator('main [class*=skeleton]').waitFor({ state: 'detached' });
  await reach?.(page);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
  await page.evaluate(() => document.fonts.ready);
}

const press = (selector: string, then: string) => async (page: Page) => {
  await page.locator(selector).click();
  await page.locator(then).first().waitFor();
};

/** Pastes a text at /xac-minh and waits for what becomes of it. */
const checkText = (text: string) => async (page: Page) => {
  await page.locator('main button:has-text("Dán"), main button:has-text("Paste")').click();
  await page.locator('dialog textarea').fill(text);
  await page.locator('dialog button[class*=wide]').click();
  await page.locator('main h2').first().waitFor();
};

/** Photographs a paper into a draft and keeps it in the wallet; answers where the wallet shows it. */
async function keepPaper(page: Page, origin: string, draft: string, photo: Awaited<ReturnType<typeof photoOf>>) {
  await page.goto(`${origin}/ban-nhap/${draft}/giay-to`);
  await pickPages(page, 'Căn cước của người đi đăng ký', photo);
  await page.getByRole('button', { name: 'Giữ trong ví để dùng lại' }).click();
  await page.getByText('Có trong ví').first().waitFor();
  await page.goto(`${origin}/vi-giay-to`);
  return must(await page.locator('main a[href^="/vi-giay-to/"]').getAttribute('href'), 'a paper');
}

/** A receipt of the server's own making, for a dossier nobody has. */
async function receiptOf({ server }: World): Promise<string> {
  const { signing } = await openKeys(server.data);
  const makeReceipt = await createMakeReceipt({ signing, issuer: 'lao-cai' });
  const id = crypto.randomUUID();
  return makeReceipt({
    command: { id, seq: 1, madeAt: 0, intent: { type: 'withdraw', dossier: id, reason: '' } },
    dossier: { id, code: 'H38.16-261109-0042', procedure: BIRTH.code, unit: '03037' },
    at: 0,
  });
}

describe('what axe-core finds, in both languages', () => {
  test('with nobody signed in', { timeout: 120_000 }, async () => {
    const page = phone.pages()[0] ?? (await phone.newPage());
    onTestFailed(() => world.keepEvidence('accessibility-nobody', phone));
    const found = await findings(page, world.origin, [
      { at: '/', shows: 'main a[href^="/thu-tuc"]' },
      { at: '/thu-tuc', shows: 'main a[href="/thu-tuc/1.001193"]' },
      { at: '/thu-tuc?q=xyzzy', shows: 'main h2' },
      { at: '/thu-tuc?viec=birth', shows: 'main a[href="/huong-dan/sinh-con"]' },
      { at: '/huong-dan/sinh-con', shows: 'main li button' },
      { at: '/huong-dan/ket-hon?need=marry&with=both&doi=with', shows: 'main li button[class*=chosen]' },
      { at: '/huong-dan/tro-cap?who=elder&elderBorn=from75&pension=none', shows: 'main a[href="/thu-tuc/1.014027"]' },
      { at: '/huong-dan/cu-tru?what=guest&guestKind=foreign', shows: 'main ol h3' },
      { at: '/huong-dan/nguoi-than-mat?registered=no&died=late&drew=allowance&estate=yes', shows: 'main ol h3' },
      { at: '/huong-dan/khong-co', shows: 'main a[href="/huong-dan/dat-dai"]' },
      { at: `/thu-tuc/${BIRTH.code}`, shows: 'footer button' },
      { at: `/thu-tuc/${BIRTH.code}`, shows: 'footer button', reach: press('footer button', 'dialog h2') },
      { at: `/thu-tuc/${WITHOUT_FORM}`, shows: 'footer button' },
      { at: '/thu-tuc/9.999999', shows: 'main [type=search]' },
      { at: '/ho-so', shows: 'main button' },
      { at: '/cho-song', shows: 'main button' },
      { at: '/vi-giay-to', shows: 'main button' },
      { at: '/toi', shows: 'main dl' },
      { at: '/toi?signIn=denied', shows: 'main [role=status]' },
      { at: '/toi/nhat-ky', shows: 'main' },
      { at: '/xac-minh', shows: 'main button' },
      {
        at: '/xac-minh',
        shows: 'main button',
        reach: press('main button:has-text("Dán"), main button:has-text("Paste")', 'dialog textarea'),
      },
      { at: '/xac-minh', shows: 'main button', reach: checkText('xin chào') },
      { at: '/xac-minh', shows: 'main button', reach: checkText(await receiptOf(world)) },
      { at: '/mot-cua', shows: 'a[href^="/auth/sign-in"]' },
      { at: '/khong-co-trang-nay', shows: 'main a[href="/ho-so"]' },
    ]);
    expect(found).toEqual([]);

    // The silence means something: a button without a name would have been heard.
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
    expect((await violationsOf(page)).map((line) => line.split(':')[0])).toContain('button-name');
  });

  test('the desk, and the phone of somebody with all kinds of dossiers', { timeout: 240_000 }, async () => {
    const desk = await browser.newContext({ viewport: DESK, locale: 'vi-VN' });
    onTestFailed(() => world.keepEvidence('accessibility', phone, desk));
    const page = phone.pages()[0] ?? (await phone.newPage());
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    const [lacking, owing, fresh] = [
      await submitElsewhere(page, COPY, COPY_ANSWERS),
      await submitElsewhere(page, COPY, COPY_ANSWERS),
      await submitElsewhere(page, COPY, COPY_ANSWERS),
    ];
    const office = await desk.newPage();
    await signIn(office, world.origin, 'Vàng Thị Dín', '/mot-cua');
    await officerDoes(office, lacking, {
      type: 'requestSupplement',
      items: [{ document: 'originalPhoto', what: 'Ảnh trang 2 bị mờ' }],
      reason: 'Không đọc được số giấy',
      dueDay: '2027-01-15',
    });
    await officerDoes(
      office,
      owing,
      { type: 'receive' },
      { type: 'requestFee', amount: 12_000, reason: 'Ba bản sao, mỗi bản hai trang' },
    );
    const atDesk = await findings(office, world.origin, [
      { at: '/mot-cua', shows: `a[href*="${fresh}"]` },
      { at: `/mot-cua/${fresh}`, shows: '[aria-label] h2' },
      { at: `/mot-cua/${lacking}`, shows: '[aria-label] h2' },
      { at: '/mot-cua', shows: `a[href*="${fresh}"]`, reach: (at) => at.keyboard.press('?') },
    ]);
    expect.soft(atDesk).toEqual([]);
    await office.goto(`${world.origin}/mot-cua/${owing}`);
    await office.getByText('Ba bản sao, mỗi bản hai trang').first().waitFor();
    expect.soft(await overflowOf(office)).toEqual({ x: 0, y: 0 });

    const photo = await photoOf(page, 'GIẤY CHỨNG SINH', 5);
    const receipted = await sealCopy(page, world.origin, COPY_ANSWERS);
    await page.getByText('Máy chủ đã nhận hồ sơ').waitFor();
    await page.goto(`${world.origin}/ho-so/${owing}`);
    await page.locator(`main a[href="/ho-so/${owing}/nop-phi"]`).waitFor();
    await waitUntilOffline(page);
    world.link.cut();
    const sealed = await sealCopy(page, world.origin, COPY_ANSWERS, photo);
    const draft = await beginDraft(page, world.origin, COPY);
    await answerPages(page, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await page.getByRole('heading', { name: 'Chụp ảnh giấy tờ' }).waitFor();
    await pickPages(page, COPY_PAPER, photo);
    await paperCard(page, COPY_PAPER).getByText('1 trang').waitFor();
    const birth = await beginDraft(page, world.origin, BIRTH);
    const kept = await keepPaper(page, world.origin, birth, photo);

    const found = await findings(page, world.origin, [
      { at: '/', shows: 'main a[href^="/ban-nhap/"]' },
      { at: '/ho-so', shows: `main a[href="/ho-so/${fresh}"]` },
      { at: `/ho-so/${fresh}`, shows: 'main ol li' },
      {
        at: `/ho-so/${receipted}`,
        shows: 'main ol button',
        reach: press('main ol button', 'dialog figure[aria-label]'),
      },
      { at: `/ho-so/${lacking}`, shows: `main a[href="/ho-so/${lacking}/bo-sung"]` },
      { at: `/ho-so/${lacking}/bo-sung`, shows: 'main textarea' },
      { at: `/ho-so/${owing}`, shows: `main a[href="/ho-so/${owing}/nop-phi"]` },
      { at: `/ho-so/${owing}/nop-phi`, shows: 'main figure[aria-label]' },
      { at: `/ho-so/${sealed}`, shows: 'main a[href="/cho-song"]' },
      { at: `/ho-so/${crypto.randomUUID()}`, shows: 'main a[href="/ho-so"]' },
      { at: '/cho-song', shows: 'main button:has(h2)' },
      { at: '/cho-song', shows: 'main button:has(h2)', reach: press('main button:has(h2)', 'dialog li') },
      { at: '/vi-giay-to', shows: 'main img' },
      { at: '/vi-giay-to', shows: 'main img', reach: press('footer button', 'dialog li button') },
      { at: kept, shows: 'main img' },
      { at: kept, shows: 'main img', reach: press('main dl ~ button', 'dialog #whose') },
      { at: `/vi-giay-to/${crypto.randomUUID()}?loai=landCertificate`, shows: 'main button' },
      { at: `/vi-giay-to/${crypto.randomUUID()}`, shows: 'main a[href="/vi-giay-to"]' },
      { at: '/toi', shows: 'main dl' },
      { at: '/toi', shows: 'main dl', reach: press('main > button:last-of-type', 'dialog [type=checkbox]') },
      { at: '/toi/nhat-ky', shows: 'main li' },
      { at: `/thu-tuc/${BIRTH.code}`, shows: `footer a[href="/ban-nhap/${birth}"]` },
      ...pagesFor(BIRTH, {}).map((formPage) => ({ at: `/ban-nhap/${birth}/${formPage.id}`, shows: '#question' })),
      {
        at: `/ban-nhap/${birth}/${BIRTH.form?.pages[0]?.id}`,
        shows: '#question',
        reach: press('footer button', 'main [role=alert] a'),
      },
      {
        at: `/ban-nhap/${birth}/xem-lai`,
        shows: '#f-unit',
        reach: press('footer button', 'main [role=alert] a'),
      },
      { at: `/ban-nhap/${birth}/xem-lai`, shows: '#f-unit', reach: press('#f-unit', 'dialog li') },
      { at: `/ban-nhap/${birth}/giay-to`, shows: 'main button' },
      { at: `/ban-nhap/${draft}/giay-to`, shows: 'main img' },
      { at: `/ban-nhap/${draft}/giay-to`, shows: 'main img', reach: press('main button:has(img)', 'dialog img') },
      { at: `/ban-nhap/${draft}/xem-lai`, shows: '#f-unit' },
      { at: `/ban-nhap/${crypto.randomUUID()}`, shows: 'main a[href="/ho-so"]' },
    ]);
    expect(found).toEqual([]);
  });

  test('every component in every state', { timeout: 120_000 }, async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const development = new ServerProcess({
      port,
      data: world.profile('development-data'),
      origin,
      entry: 'src/server/dev.ts',
      // The bundler must not take itself for the one that runs this test.
      environment: { VITEST: undefined, NODE_ENV: 'development' },
    });
    await development.start();
    const gallery = await browser.newContext({ viewport: PHONE, locale: 'vi-VN' });
    try {
      onTestFailed(() => world.keepEvidence('accessibility-gallery', gallery));
      const page = await gallery.newPage();
      await page.goto(`${origin}/dev/ui`, { timeout: 60_000 });
      await page.locator('main nav a').first().waitFor({ timeout: 60_000 });
      const views = await page
        .locator('main nav a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      expect(views.length).toBeGreaterThan(5);
      const complaints = complaintsOf(page);
      const found: string[] = [];
      for (const language of LANGUAGES) {
        await page.evaluate((chosen) => localStorage.setItem('banso-language', chosen), language);
        await page.setViewportSize(PHONE);
        await page.evaluate(() => (location.hash = ''));
        await page.reload();
        await page.locator('main nav a').first().waitFor();
        for (const view of views) {
          const before = await page.locator('body').innerText();
          await page.evaluate((hash) => (location.hash = hash), view);
          // The first view is the one that a bare address shows.
          if (view !== views[0]) await expect.poll(() => page.locator('body').innerText()).not.toBe(before);
          if (view === '#desk') await page.setViewportSize(DESK);
          for (const line of await violationsOf(page)) found.push(`${language} ${view} ${line}`);
        }
      }
      expect([...found, ...complaints]).toEqual([]);
    } finally {
      await gallery.close();
      await development.stop();
    }
  });
});

/** How far the document can be scrolled. The desk's panes scroll; the desk itself does not. */
async function overflowOf(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
  });
}
