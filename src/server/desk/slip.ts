import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { dayOf, type Day } from '#core/calendar/day.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import { findAnswer, visibleFields, visiblePages } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Commune } from '#core/procedure/province.ts';
import type { Language } from '#core/text/localized.ts';
import { formatDay, formatTime } from '#core/text/when.ts';
import { SLIP_WORDS } from './slip-words.ts';

/** What the slip says. `movedTo`: the promised day of today, where a pause has moved it. */
export type Slip = {
  readonly code: string;
  readonly commune: Pick<Commune, 'name' | 'type' | 'centre'>;
  readonly applicant: string;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly procedure: { readonly official: string; readonly name: Procedure['name'] };
  readonly papers: readonly { readonly name: Procedure['name'] | null; readonly pages: number }[];
  readonly receivedAt: number;
  readonly promisedDay: Day | null;
  readonly movedTo: Day | null;
  readonly officer: string;
};

/** The slip as it was when the dossier was received, or null while it has not been. */
export function slipOf(dossier: Dossier, procedure: Procedure, commune: Commune): Slip | null {
  const received = dossier.events.find(({ what }) => what.type === 'received');
  const then = received && fold(dossier.id, dossier.events.slice(0, received.n));
  if (!received || !then) return null;
  const answerTo = (prefill: 'person.idNumber' | 'person.phone') => {
    if (!procedure.form) return null;
    const fields = visiblePages(procedure.form, then.answers).flatMap((page) => visibleFields(page, then.answers));
    const field = fields.find((one) => one.prefill === prefill);
    const answer = field && findAnswer(then.answers, field.id);
    return typeof answer === 'string' ? answer : null;
  };
  return {
    code: dossier.code,
    commune,
    applicant: dossier.applicant,
    idNumber: answerTo('person.idNumber'),
    phone: answerTo('person.phone'),
    procedure: { official: procedure.officialName, name: procedure.name },
    papers: then.attachments.map(({ document, files }) => ({
      name: procedure.documents.find(({ id }) => id === document)?.name ?? null,
      pages: files.length,
    })),
    receivedAt: received.at,
    promisedDay: then.promisedDay,
    movedTo: dossier.promisedDay === then.promisedDay ? null : dossier.promisedDay,
    officer: received.by.name,
  };
}

const STYLE = `
@page{size:A4;margin:20mm 20mm 15mm 25mm}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 16px;max-width:46rem;color:#000;background:#fff;font:1.0625rem/1.5 "Times New Roman",Tinos,serif}
header{display:grid;grid-template-columns:2fr 3fr;gap:24px;text-align:center}
header p{margin:0}
strong.motto{display:inline-block;border-bottom:1px solid}
h1{margin:28px 0 4px;font-size:1.3125rem;text-align:center;text-transform:uppercase}
.code{margin:0 0 20px;text-align:center}
dl{margin:0}
dl>div{margin-block:6px}
dt{display:inline}
dt::after{content:": "}
dd{display:inline;margin:0;font-weight:600;overflow-wrap:anywhere}
dd ol{margin:2px 0 0;padding-inline-start:28px;font-weight:400}
footer{display:grid;grid-template-columns:1fr 1fr;gap:24px;margin-top:28px;text-align:center;break-inside:avoid}
footer p{margin:0}
footer .name{margin-top:72px}
aside{margin-top:32px;color:#444;font:.875rem/1.4 system-ui,sans-serif;text-align:center}
@media print{body{padding:0;max-width:none}aside{display:none}}
@media (max-width:34rem){header,footer{grid-template-columns:1fr}}
`;

/** The headers of the slip's page: it runs nothing, and its one style is known by its hash. */
export const SLIP_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
};

/** Statutory form 01 (TT 03/2025/TT-VPCP, appendix I) as a page to print on A4. */
export async function slipPage(slip: Slip, language: Language): Promise<string> {
  const words = SLIP_WORDS[language];
  const { centre } = slip.commune;
  const line = (term: string, text: unknown) =>
    html`<div>
      <dt>${term}</dt>
      <dd>${text}</dd>
    </div>`;
  const papers = html`<ol>
    ${slip.papers.map(({ name, pages }) => html`<li>${name?.[language] ?? words.otherPaper} (${words.pages(pages)})</li>`)}
  </ol>`;
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title} – ${slip.code}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <div>
            <p>${words.committee(slip.commune)}</p>
            <p><strong>${centre.name[language]}</strong></p>
          </div>
          <div>
            <p><strong>${words.state}</strong></p>
            <p><strong class="motto">${words.motto}</strong></p>
          </div>
        </header>
        <main>
          <h1>${words.title}</h1>
          <p class="code">${words.code}: <strong>${slip.code}</strong></p>
          <dl>
            ${line(words.centre, [centre.name[language], centre.address].filter(Boolean).join(', '))}
            ${line(words.from, slip.applicant)} ${slip.idNumber === null ? '' : line(words.idNumber, slip.idNumber)}
            ${slip.phone === null ? '' : line(words.phone, slip.phone)}
            ${line(words.request, language === 'vi' ? slip.procedure.official : slip.procedure.name.en)}
            ${line(words.papers, slip.papers.length === 0 ? words.noPapers : papers)}
          </dl>
          <p>${words.copies}</p>
          <dl>
            ${line(words.received, words.moment(formatTime(slip.receivedAt), formatDay(dayOf(slip.receivedAt))))}
            ${line(words.promised, slip.promisedDay === null ? words.noPromise : words.day(formatDay(slip.promisedDay)))}
            ${slip.movedTo === null ? '' : line(words.moved, formatDay(slip.movedTo))}
            ${line(words.where, words.whereOnline)}
          </dl>
        </main>
        <footer>
          <div>
            <p><strong>${words.giver}</strong></p>
            <p>(${words.online})</p>
            <p class="name">${slip.applicant}</p>
          </div>
          <div>
            <p><strong>${words.taker}</strong></p>
            <p>${words.signHere}</p>
            <p class="name">${slip.officer}</p>
          </div>
        </footer>
        <aside>
          <p>${words.printing}</p>
          <p>${words.translation}</p>
        </aside>
      </body>
    </html>`;
  return String(await page);
}
