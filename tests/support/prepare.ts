import type { Locator, Page } from 'playwright-core';
import { must } from '#core/assert.ts';
import type { OfficerIntent } from '#core/dossier/command.ts';
import type { Answers, Page as FormPage } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { PROTOCOL } from '#core/sync/messages.ts';
import { launchBrowser } from './chromium.ts';
import { fillPage, pagesFor, procedureOf } from './fill-form.ts';
import type { photoOf } from './photos.ts';
import { signIn } from './world.ts';

type Photo = Awaited<ReturnType<typeof photoOf>>;

/** Tả Van, where the sandbox's residents live. */
export const UNIT = '03037';

/** The shortest form there is: six pages, and one paper that may be photographed but need not. */
export const COPY = procedureOf('2.000815');
export const COPY_ANSWERS: Answers = {
  paperKind: 'household',
  paperName: 'Giấy chứng nhận hộ nghèo',
  issuedAbroad: false,
  paperCondition: 'good',
  pages: 2,
  copies: 3,
  applicantName: 'LÝ THỊ MẨY',
  applicantIdNumber: '010192004817',
  applicantBirthDate: '1992-08-14',
  applicantAddress: { unit: UNIT, detail: 'Bản Dền' },
  truthDeclaration: true,
};
export const COPY_PAPER = 'Ảnh các trang của bản chính';

/** Begins a draft as a person does, and answers its id. */
export async function beginDraft(page: Page, origin: string, procedure: Procedure): Promise<string> {
  await page.goto(`${origin}/thu-tuc/${procedure.code}`);
  await page.getByRole('button', { name: /^(Bắt đầu làm hồ sơ|Làm hồ sơ mới)$/ }).click();
  await page.waitForURL(/\/ban-nhap\/[0-9a-f-]{36}\/\w/);
  return must(/\/ban-nhap\/([0-9a-f-]{36})/.exec(page.url())?.[1], 'the id of a draft');
}

/** Answers these pages one after the other and goes on after each. */
export async function answerPages(page: Page, pages: readonly FormPage[], answers: Answers): Promise<void> {
  for (const formPage of pages) {
    await fillPage(page, formPage, answers);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
  }
}

/** The card of a paper, by the paper's name. */
export function paperCard(page: Page, name: string): Locator {
  return page
    .locator('main div')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })
    .filter({ has: page.locator('input[type=file]') })
    .last();
}

/** Picks pictures for a paper from the phone. */
export async function pickPages(page: Page, paper: string, ...photos: readonly Photo[]): Promise<void> {
  await paperCard(page, paper).locator('input[type=file]').last().setInputFiles(photos);
}

/** Makes a dossier for a certified copy from beginning to end and seals it. Answers its id. */
export async function sealCopy(
  page: Page,
  origin: string,
  answers = COPY_ANSWERS,
  ...photos: readonly Photo[]
): Promise<string> {
  const id = await beginDraft(page, origin, COPY);
  await answerPages(page, pagesFor(COPY, answers), answers);
  await page.getByRole('heading', { name: 'Chụp ảnh giấy tờ' }).waitFor();
  if (photos.length > 0) {
    await pickPages(page, COPY_PAPER, ...photos);
    await paperCard(page, COPY_PAPER).getByText(`${photos.length} trang`).waitFor();
  }
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
  await page.waitForURL(`${origin}/cho-song`);
  return id;
}

/** Submits a dossier without papers from another device of whoever is signed in on this page. Answers its id. */
export async function submitElsewhere(page: Page, procedure: Procedure, answers: Answers): Promise<string> {
  const { code, version } = procedure;
  return page.evaluate(
    async ({ intent, protocol }) => {
      const me = (await (await fetch('/api/me')).json()) as { account: string };
      const dossier = crypto.randomUUID();
      const command = { id: crypto.randomUUID(), seq: 1, madeAt: Date.now(), intent: { ...intent, dossier } };
      const answer = await fetch('/api/sync', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          protocol,
          account: me.account,
          device: crypto.randomUUID(),
          epoch: null,
          commands: [command],
          cursor: 0,
          drafts: [],
          draftCursor: 0,
        }),
      });
      const text = await answer.text();
      if (!text.includes('"result":"done"')) throw new Error(text);
      return dossier;
    },
    {
      intent: { type: 'submit', procedure: code, version, unit: UNIT, answers, attachments: [] },
      protocol: PROTOCOL,
    },
  );
}

/** What the officer signed in on this page does to a dossier, one after the other, on what is there now. */
export async function officerDoes(page: Page, dossier: string, ...intents: readonly OfficerIntent[]): Promise<void> {
  for (const intent of intents) {
    await page.evaluate(
      async ({ path, wanted }) => {
        const { events } = (await (await fetch(path)).json()) as { events: unknown[] };
        const answer = await fetch(`${path}/commands`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ id: crypto.randomUUID(), seen: events.length, intent: wanted }),
        });
        const text = await answer.text();
        if (!text.endsWith('"refusal":null}')) throw new Error(text);
      },
      { path: `/api/desk/dossiers/${dossier}`, wanted: intent },
    );
  }
}

/** An officer asks, from a desk of her own, for something to be added to a dossier. */
export async function askForSupplement(origin: string, dossier: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const desk = await browser.newPage();
    await signIn(desk, origin, 'Vàng Thị Dín', '/mot-cua');
    await officerDoes(desk, dossier, {
      type: 'requestSupplement',
      items: [{ what: 'Tên của cháu' }],
      reason: 'Chưa rõ tên của cháu',
      dueDay: '2026-12-31',
    });
  } finally {
    await browser.close();
  }
}
