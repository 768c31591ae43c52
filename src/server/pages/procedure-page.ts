import { html, raw } from 'hono/html';
import type { Day } from '#core/calendar/day.ts';
import {
  doubtsOf,
  type ProcedureRecord,
  type RecordDocument,
  type RecordFee,
  type StructuredText,
} from '#core/procedure/record.ts';
import { formatDay } from '#core/text/when.ts';
import { intoShell, MOST_BYTES, pack, PLAIN_STYLE, type Html, type PlainPage } from './plain-page.ts';
import { amountWords, CHANNEL_NAMES, LEVELS, ONLINE, termWords, WORDS } from './procedure-words.ts';

/** The parameter of the address that asks for the whole text. */
export const WHOLE = 'toan-van';

/** Characters of official text that are tried, until the page is small enough. */
const BUDGETS = [40_000, 25_000, 15_000, 8_000, 4_000];

export type PageOptions = {
  /** The public address, "https://…". */
  readonly origin: string;
  /** The name of the province it holds in. */
  readonly province: string;
  /** All of it, whatever it weighs: what the cut page links to. */
  readonly whole?: boolean;
  /** It holds no longer; `replacedBy` is what holds instead. */
  readonly withdrawn?: {
    readonly day: Day;
    readonly replacedBy: { readonly code: string; readonly name: string } | null;
  };
};

/**
 * A procedure as a page that needs no script, inside the app's own shell: the app takes its place when it has
 * loaded. Official texts are cut where the whole would be more than 15 KB, with a link to the whole and what it weighs.
 */
export async function procedurePage(record: ProcedureRecord, shell: string, options: PageOptions): Promise<PlainPage> {
  const headTags = String(await head(record, options));
  const at = async (budget: number, wholeBytes: number): Promise<PlainPage> => {
    const content = String(await plain(record, options, budget, wholeBytes));
    const body = intoShell(shell, headTags, content);
    return { body, brotli: await pack(body) };
  };
  const whole = await at(Number.POSITIVE_INFINITY, 0);
  let page = whole;
  for (const budget of options.whole === true ? [] : BUDGETS) {
    if (page.brotli.byteLength <= MOST_BYTES) break;
    page = await at(budget, whole.brotli.byteLength);
  }
  return page;
}

function head(record: ProcedureRecord, options: PageOptions): Html {
  const description = descriptionOf(record);
  const address = addressOf(record, options);
  return html`<title>${record.name} – Bản Số</title>
    <meta name="description" content="${description}" />
    <link rel="canonical" href="${address}" />
    <meta property="og:title" content="${record.name}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${address}" />
    ${raw(`<script type="application/ld+json">${service(record, options)}</script>`)}
    ${raw(`<style>${PLAIN_STYLE}</style>`)}`;
}

function addressOf({ code }: ProcedureRecord, { origin }: PageOptions): string {
  return `${origin}/thu-tuc/${code}`;
}

function descriptionOf(record: ProcedureRecord): string {
  const papers = record.cases.flatMap(({ documents }) => documents.map(({ name }) => name));
  return [record.name, LEVELS[record.level], record.field, papers.slice(0, 3).join('; ')].join('. ').slice(0, 300);
}

/** What search engines read (schema.org/GovernmentService). No "<" is left in it, so that no text can end the script. */
function service(record: ProcedureRecord, options: PageOptions): string {
  const { executing, receivedAt } = record.agencies;
  const provider = executing[0] ?? receivedAt;
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    name: record.name,
    identifier: record.code,
    serviceType: record.field,
    url: addressOf(record, options),
    inLanguage: 'vi',
    areaServed: { '@type': 'AdministrativeArea', name: options.province },
    ...(provider === undefined ? {} : { provider: { '@type': 'GovernmentOrganization', name: provider } }),
    ...(record.results.length === 0
      ? {}
      : { serviceOutput: record.results.map((name) => ({ '@type': 'Thing', name })) }),
  }).replaceAll('<', '\\u003c');
}

function plain(record: ProcedureRecord, options: PageOptions, budget: number, wholeBytes: number): Html {
  const text = cutter(budget);
  const { executing, receivedAt } = record.agencies;
  const where = [...executing, ...(receivedAt === undefined ? [] : [receivedAt])];
  const acts = record.legalBases.map(({ number, name }) => (name === undefined ? number : `${number}: ${name}`));
  const link = wholeLink(record, wholeBytes);
  const section = (title: string, isThere: boolean, content: () => Html | Html[]): Html | '' => {
    if (!isThere) return '';
    text.begin();
    const said = content();
    return html`<section>
      <h2>${title}</h2>
      ${said} ${text.wasCut() ? link : ''}
    </section>`;
  };
  text.begin();
  const facts = record.methods.map((method) => methodFacts(method, doubtsOf(record, method), text));
  const isListSure = record.confidence.documents !== 'low';
  const factsLink = text.wasCut() ? link : '';
  const parts = [
    section(WORDS.papers, record.cases.length > 0, () => [
      isListSure ? html`` : html`<p class="note">${WORDS.unsurePapers}</p>`,
      ...record.cases.map((one) => paperCase(one, isListSure, text)),
    ]),
    section(WORDS.steps, record.steps.length > 0, () =>
      record.steps.map(
        ({ title, text: said }) => html`${title === undefined ? '' : html`<h3>${title}</h3>`}${blocks(said, text)}`,
      ),
    ),
    section(WORDS.exemptions, record.exemptions.length > 0, () => list(record.exemptions, text)),
    section(WORDS.conditions, record.conditions.length > 0, () => blocks(record.conditions, text)),
    section(WORDS.results, record.results.length > 0, () => list(record.results, text)),
    section(WORDS.acts, acts.length > 0, () => list(acts, text)),
  ];
  return html`<main id="plain" lang="vi">
    <header>
      <h1>${record.name}</h1>
      <p>${record.code} · ${LEVELS[record.level]} · ${record.field}</p>
      <p>${ONLINE[record.onlineLevel]}</p>
    </header>
    ${withdrawnNote(options)}
    <noscript><p class="note">${WORDS.needsScript}</p></noscript>
    <dl>
      ${facts}
      ${(record.caseTerms ?? []).map(({ name, term }) =>
        fact(`${WORDS.term} (${name})`, stated(termWords(term), record.confidence.term === 'low')),
      )}
      ${where.length === 0 ? '' : fact(WORDS.where, where.join('; '))}
      ${record.applicants.length === 0 ? '' : fact(WORDS.who, record.applicants.join('; '))}
    </dl>
    ${factsLink} ${parts}
    <footer>
      <p>${WORDS.source}</p>
      ${record.source.decision === undefined ? '' : html`<p>${WORDS.decision(record.source.decision)}</p>`}
      <p><a href="/thu-tuc">${WORDS.all}</a></p>
    </footer>
  </main>`;
}

function withdrawnNote({ withdrawn }: PageOptions): Html | '' {
  if (!withdrawn) return '';
  const { day, replacedBy } = withdrawn;
  return html`<p class="note">
    <strong>${WORDS.withdrawn(formatDay(day))}</strong>
    ${replacedBy ? html`${WORDS.replacedBy} <a href="/thu-tuc/${replacedBy.code}">${replacedBy.name}</a>.` : ''}
  </p>`;
}

function wholeLink({ code }: ProcedureRecord, bytes: number): Html {
  return html`<p class="note">
    ${WORDS.cut} <a href="/thu-tuc/${code}?${WHOLE}=1">${WORDS.whole(Math.ceil(bytes / 1_000))}</a>
  </p>`;
}

function fact(term: string, said: Html | string): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${said}</dd>
  </div>`;
}

/** What the source says; where nobody is sure of it, that comes first and it is no fact. */
function stated(words: Html | string, isDoubted: boolean): Html | string {
  return isDoubted ? html`${WORDS.unverified} <small>(${WORDS.says} ${words})</small>` : words;
}

function methodFacts(
  method: ProcedureRecord['methods'][number],
  doubts: ReturnType<typeof doubtsOf>,
  text: Cutter,
): Html {
  const channels = method.channels.map((channel) => CHANNEL_NAMES[channel]).join(', ');
  return html`${fact(`${WORDS.term} (${channels})`, stated(termWords(method.term), doubts.term))}
  ${fact(`${WORDS.fee} (${channels})`, feeList(method.fees, doubts.fee, text))}
  ${method.note === undefined ? '' : fact(`${WORDS.methods} (${channels})`, html`${blocks(method.note, text)}`)}`;
}

function feeList(fees: readonly RecordFee[], isDoubted: boolean, text: Cutter): Html | string {
  if (fees.length === 0) return WORDS.unverified;
  return html`${isDoubted ? html`${WORDS.unverified}; <small>${WORDS.says}</small>` : ''}
    <ul>
      ${fees.map((fee) => feeItem(fee, isDoubted, text))}
    </ul>`;
}

function feeItem({ amount, note }: RecordFee, isDoubted: boolean, text: Cutter): Html {
  const words = amountWords(amount);
  const beside = note === undefined ? null : text.take(note);
  const shown = words === null ? '' : isDoubted ? words : html`<strong>${words}</strong>`;
  return html`<li>${shown} ${beside ?? ''}</li>`;
}

function paperCase(
  { name, documents, remarks = [] }: ProcedureRecord['cases'][number],
  isListSure: boolean,
  text: Cutter,
): Html {
  return html`${name === '' ? '' : html`<h3>${name}</h3>`}
    <ul>
      ${documents.map((one) => paper(one, isListSure, text))}
    </ul>
    ${list(remarks, text)}`;
}

function paper({ name, required, note }: RecordDocument, isListSure: boolean, text: Cutter): Html {
  const words = text.take(name);
  if (words === null) return html``;
  const beside = note === undefined ? null : text.take(note);
  return html`<li>
    ${words} ${required && isListSure ? html` <small>(${WORDS.required})</small>` : ''}
    ${beside === null ? '' : html`<br /><small>${beside}</small>`}
  </li>`;
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

/** Hands texts through until the budget is used up. Where one does not fit, the rest of its part goes too: a text with holes lies. */
function cutter(budget: number) {
  let left = budget;
  let cut = false;
  return {
    /** A part begins. */
    begin(): void {
      cut = false;
    },
    take(text: string): string | null {
      if (cut || text.length > left) {
        cut = true;
        return null;
      }
      left -= text.length;
      return text;
    },
    /** Something of the part was left out. */
    wasCut: () => cut,
  };
}
