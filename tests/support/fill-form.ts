import { readFileSync } from 'node:fs';
import type { Page as BrowserPage } from 'playwright-core';
import { Procedure } from '#core/procedure/procedure.ts';
import type { Answers, Field, Page } from '#core/form/form.ts';
import { visibleFields, visiblePages } from '#core/form/visible.ts';
import { must } from '#core/assert.ts';

/** A procedure of the catalogue, as the app has it. */
export function procedureOf(code: string): Procedure {
  return Procedure.parse(JSON.parse(readFileSync(`src/content/procedures/${code}.json`, 'utf8')));
}

/** The pages of the form that these answers lead through. */
export function pagesFor(procedure: Procedure, answers: Answers): Page[] {
  return visiblePages(must(procedure.form, 'form'), answers);
}

/** Fills in one page of the form as a person does, by what is on the screen. */
export async function fillPage(browser: BrowserPage, page: Page, answers: Answers): Promise<void> {
  await browser.getByRole('heading', { name: page.question.vi }).waitFor();
  for (const field of visibleFields(page, answers)) {
    const answer = answers[field.id];
    if (answer !== undefined) await fillField(browser, field, answer);
  }
}

/** The name of a commune of the province, as a person would look for it. */
function unitName(code: string): string {
  const province = JSON.parse(readFileSync('src/content/provinces/lao-cai.json', 'utf8')) as {
    communes: { code: string; name: string }[];
  };
  return must(
    province.communes.find((commune) => commune.code === code),
    `unit ${code}`,
  ).name;
}

async function fillField(browser: BrowserPage, field: Field, answer: Answers[string]): Promise<void> {
  const control = browser.locator(`#f-${field.id}`);
  switch (field.type) {
    case 'date': {
      const [year, month, day] = String(answer).split('-');
      await browser.locator(`#f-${field.id}-day`).fill(day ?? '');
      await browser.locator(`#f-${field.id}-month`).fill(month ?? '');
      await browser.locator(`#f-${field.id}-year`).fill(year ?? '');
      return;
    }
    case 'choice':
      await control.locator(`input[value="${String(answer)}"]`).check();
      return;
    case 'yesNo':
      await control.getByRole('radio', { name: answer === true ? 'Có' : 'Không', exact: true }).check();
      return;
    case 'address': {
      const { unit, detail } = answer as { unit: string; detail: string };
      await browser.locator(`#f-${field.id}-unit`).click();
      await browser.getByRole('dialog').getByRole('searchbox').fill(unitName(unit));
      await browser
        .getByRole('dialog')
        .getByRole('button', { name: unitName(unit) })
        .first()
        .click();
      await browser.locator(`#f-${field.id}-detail`).fill(detail);
      return;
    }
    case 'declaration':
      await control.check();
      return;
    default:
      await control.fill(String(answer));
  }
}
