import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ProcedureRecord, RecordFee, StructuredText } from '#core/procedure/record.ts';
import { amountWords, CHANNEL_NAMES, LEVELS, ONLINE, termWords, WORDS } from './procedure-words.ts';

const compress = promisify(brotliCompress);

/** Promises as well: the template helper answers one when a value inside it is one. */
type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page that carries more does not open within seconds on EDGE. */
const MOST_BYTES = 14_500;
/** Characters of official text that are tried, until the page is small enough. */
const BUDGETS = [Number.POSITIVE_INFINITY, 40_000, 25_000, 15_000, 8_000];

/** The page's own style, allowed by its hash. */
export const PLAIN_STYLE = `
#plain{max-width:46rem;margin:0 auto;padding:0 16px 40px;color:#14172b;overflow-wrap:anywhere}
#plain header{margin:0 -16px;padding:20px 16px 16px;color:#fff;background:linear-gradient(#131a4a,#243087);border-bottom:10px solid #f2b233}
#plain h1{margin:0;font-size:1.375rem;line-height:1.3}
#plain header p{margin:8px 0 0;color:#e4e8fb;font-size:.9375rem}
#plain h2{margin:28px 0 8px;font-size:1.125rem;color:#1b2566}
#plain h3{margin:16px 0 4px;font-size:1rem}
#plain dl{margin:16px 0 0;display:grid;gap:10px}
#plain dt{font-weight:600;color:#1b2566}
#plain dd{margin:0}
#plain ul,#plain ol{margin:6px 0;padding-inline-start:22px}
#plain ul{list-style:disc}
#plain li{margin:4px 0}
#plain p{margin:6px 0}
#plain small,#plain footer{color:#3b3f57;font-size:.9375rem}
#plain .note{padding:10px 12px;border-radius:12px;background:#f2f4fd}
#plain a{color:#2f3fa8}
`;

export type PlainPage = { readonly body: string; readonly brotli: Buffer };

/**
 * A procedure as a page that needs no script, inside the app's own shell: the app takes its place when it has
 * loaded. Official texts are cut where the whole would be more than 15 KB.
 */
export async function procedurePage(record: ProcedureRecord, shell: string): Promise<PlainPage> {
  let page: PlainPage | null = null;
  for (const budget of BUDGETS) {
    const content = String(await plain(record, budget));
    const body = intoShell(shell, record, content, String(await head(record)));
    page = { body, brotli: await pack(body) };
    if (page.brotli.byteLength <= MOST_BYTES) break;
  }
  if (page === null) throw new Error('no budget');
  return page;
}

function intoShell(shell: string, record: ProcedureRecord, content: string, headTags: string): string {
  // Replacements are functions: a "$" in a text is no pattern.
  return shell
    .replace(/<title>[^<]*<\/title>/, () => headTags)
    .replace(/<meta\s+name="description"[^>]*>/, '')
    .replace(/<div id="root">[\s\S]*<\/div>(?=\s*(<script|<\/body>))/, () => `<div id="root"></div>${content}`);
}

function head(record: ProcedureRecord): Html {
  const papers = record.cases.flatMap(({ documents }) => documents.map(({ name }) => name));
  const description = [record.name, LEVELS[record.level], record.field, papers.slice(0, 3).join('; ')].join('. ');
  return html`<title>${record.name} – Bản Số</title>
    <meta name="description" content="${description.slice(0, 300)}" />
    <link rel="canonical" href="/thu-tuc/${record.code}" />
    ${raw(`<style>${PLAIN_STYLE}</style>`)}`;
}

function plain(record: ProcedureRecord, budget: number): Html {
  const text = cutter(budget);
  const { executing, receivedAt } = record.agencies;
  const where = [...executing, ...(receivedAt === undefined ? [] : [receivedAt])];
  const papers = section(WORDS.papers, record.cases.length > 0, () => record.cases.map((one) => paperCase(one, text)));
  const steps = section(WORDS.steps, record.steps.length > 0, () =>
    record.steps.map(
      ({ title, text: said }) => html`${title === undefined ? '' : html`<h3>${title}</h3>`}${blocks(said, text)}`,
    ),
  );
  const parts = [
    papers,
    steps,
    section(WORDS.exemptions, record.exemptions.length > 0, () => list(record.exemptions, text)),
    section(WORDS.conditions, record.conditions.length > 0, () => blocks(record.conditions, text)),
    section(WORDS.results, record.results.length > 0, () => list(record.results, text)),
    section(WORDS.acts, record.legalBases.length > 0, () =>
      list(
        record.legalBases.map(({ number, name }) => (name === undefined ? number : `${number}: ${name}`)),
        text,
      ),
    ),
  ];
  return html`<main id="plain" lang="vi">
    <header>
      <h1>${record.name}</h1>
      <p>${record.code} · ${LEVELS[record.level]} · ${record.field}</p>
      <p>${ONLINE[record.onlineLevel]}</p>
    </header>
    <noscript><p class="note">${WORDS.needsScript}</p></noscript>
    <dl>
      ${record.methods.map((method) => methodFacts(method, text))}
      ${where.length === 0 ? '' : fact(WORDS.where, where.join('; '))}
      ${record.applicants.length === 0 ? '' : fact(WORDS.who, record.applicants.join('; '))}
    </dl>
    ${parts} ${text.wasCut() ? html`<p class="note">${WORDS.cut}</p>` : ''}
    <footer>
      <p>${WORDS.source}</p>
      ${record.source.decision === undefined ? '' : html`<p>${WORDS.decision(record.source.decision)}</p>`}
      <p><a href="/thu-tuc">${WORDS.all}</a></p>
    </footer>
  </main>`;
}

function fact(term: string, said: Html | string): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${said}</dd>
  </div>`;
}

function methodFacts(method: ProcedureRecord['methods'][number], text: Cutter): Html {
  const channels = method.channels.map((channel) => CHANNEL_NAMES[channel]).join(', ');
  return html`${fact(`${WORDS.term} (${channels})`, termWords(method.term))}
  ${
    method.fees.length === 0
      ? fact(`${WORDS.fee} (${channels})`, 'chưa xác minh')
      : fact(
          `${WORDS.fee} (${channels})`,
          html`<ul>
            ${method.fees.map((fee) => feeItem(fee, text))}
          </ul>`,
        )
  }`;
}

function feeItem({ amount, note }: RecordFee, text: Cutter): Html {
  const words = amountWords(amount);
  const beside = note === undefined ? null : text.take(note);
  return html`<li>${words === null ? '' : html`<strong>${words}</strong>`} ${beside ?? ''}</li>`;
}

function paperCase({ name, documents, remarks = [] }: ProcedureRecord['cases'][number], text: Cutter): Html {
  return html`${name === '' ? '' : html`<h3>${name}</h3>`}
    <ul>
      ${documents.map((one) => {
        const said = text.take(one.name);
        return said === null
          ? ''
          : html`<li>${said}${one.required ? html` <small>(${WORDS.required})</small>` : ''}</li>`;
      })}
    </ul>
    ${list(remarks, text)}`;
}

function section(title: string, isThere: boolean, content: () => Html | Html[]): Html | '' {
  return isThere
    ? html`<section>
        <h2>${title}</h2>
        ${content()}
      </section>`
    : '';
}

function blocks(said: StructuredText, text: Cutter): Html[] {
  return said.map((block) => {
    if (Array.isArray(block)) return list(block, text);
    const words = text.take(block);
    return words === null ? html`` : html`<p>${words}</p>`;
  });
}

function list(items: readonly string[], text: Cutter): Html {
  const said = items.map((item) => text.take(item)).filter((item) => item !== null);
  return said.length === 0
    ? html``
    : html`<ul>
        ${said.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}

type Cutter = ReturnType<typeof cutter>;

/** Hands texts through until the budget is used up, each whole or not at all. */
function cutter(budget: number) {
  let left = budget;
  let cut = false;
  return {
    take(text: string): string | null {
      if (text.length > left) {
        cut = true;
        return null;
      }
      left -= text.length;
      return text;
    },
    wasCut: () => cut,
  };
}

async function pack(text: string): Promise<Buffer> {
  return await compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } });
}
