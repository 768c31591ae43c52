import { html, raw } from 'hono/html';
import type { Listed } from '#server/catalogue/in-force.ts';
import { intoShell, pack, PLAIN_STYLE, type Html, type PlainPage } from './plain-page.ts';
import { LEVELS, LIST_WORDS as WORDS } from './procedure-words.ts';

/** Names in the address, as the app reads them: there the same address is the list narrowed to that field. */
const FIELD = 'linh-vuc';
const PAGE = 'trang';

/** Characters of names on a page: the largest page of the harvest of 2026-07-18 has 7 KB packed, most of them 2. */
const PAGE_CHARS = 28_000;

const alphabet = new Intl.Collator('vi');

export type ListPageOptions = {
  /** The public address, "https://…". */
  readonly origin: string;
  readonly province: string;
};

/**
 * The procedures as a page that needs no script: the fields, or of one field a page of procedures, as the address asks.
 * A field or a page that there is not is the list of fields.
 */
export async function listPage(
  listed: readonly Listed[],
  asked: URLSearchParams,
  shell: string,
  options: ListPageOptions,
): Promise<PlainPage> {
  const field = asked.get(FIELD);
  const pages = field === null ? [] : pagesOf(listed.filter((one) => one.field === field));
  const number = Number(asked.get(PAGE) ?? 1);
  const page = pages[number - 1];
  const [headTags, content] =
    field === null || page === undefined
      ? [head(WORDS.title, addressOf({}), options), fieldsOf(listed, options)]
      : [
          head(`${named(field)} – ${WORDS.title}`, addressOf({ field, number }), options),
          ofField(field, page, { number, count: pages.length }),
        ];
  const body = intoShell(shell, String(await headTags), String(await content));
  return { body, brotli: await pack(body) };
}

function addressOf({ field, number = 1 }: { field?: string; number?: number }): string {
  if (field === undefined) return '/thu-tuc';
  const page = number === 1 ? '' : `&${PAGE}=${number}`;
  return `/thu-tuc?${FIELD}=${encodeURIComponent(field)}${page}`;
}

function named(field: string): string {
  return field === '' ? WORDS.noField : field;
}

function pagesOf(procedures: readonly Listed[]): Listed[][] {
  const pages: Listed[][] = [];
  let room = 0;
  for (const one of procedures) {
    if (one.name.length > room) {
      pages.push([]);
      room = PAGE_CHARS;
    }
    pages.at(-1)?.push(one);
    room -= one.name.length;
  }
  return pages;
}

function head(title: string, address: string, { origin, province }: ListPageOptions): Html {
  return html`<title>${title} – Bản Số</title>
    <meta name="description" content="${title}. ${WORDS.about(province)}" />
    <link rel="canonical" href="${origin}${address}" />
    ${raw(`<style>${PLAIN_STYLE}</style>`)}`;
}

function fieldsOf(listed: readonly Listed[], { province }: ListPageOptions): Html {
  const counts = new Map<string, number>();
  for (const { field } of listed) counts.set(field, (counts.get(field) ?? 0) + 1);
  const fields = [...counts].toSorted(([a], [b]) => alphabet.compare(a, b));
  return html`<main id="plain" lang="vi">
    <header>
      <h1>${WORDS.title}</h1>
      <p>${WORDS.counts(listed.length, fields.length)}</p>
      <p>${WORDS.about(province)}</p>
    </header>
    <noscript><p class="note">${WORDS.needsScript}</p></noscript>
    <h2>${WORDS.byField}</h2>
    <nav aria-label="${WORDS.byField}">
      <ul>
        ${fields.map(
          ([field, count]) =>
            html`<li><a href="${addressOf({ field })}">${named(field)}</a> <small>${count}</small></li>`,
        )}
      </ul>
    </nav>
  </main>`;
}

function ofField(field: string, page: readonly Listed[], at: { number: number; count: number }): Html {
  const { number, count } = at;
  const link = (to: number, words: string): Html | '' =>
    to < 1 || to > count ? '' : html`<p><a href="${addressOf({ field, number: to })}">${words}</a></p>`;
  return html`<main id="plain" lang="vi">
    <header>
      <h1>${named(field)}</h1>
      <p>${WORDS.title}${count === 1 ? '' : ` · ${WORDS.page(number, count)}`}</p>
    </header>
    <nav aria-label="${WORDS.title}">
      <ul>
        ${page.map(
          ({ code, name, level }) =>
            html`<li><a href="/thu-tuc/${code}">${name}</a> <small>${LEVELS[level]}</small></li>`,
        )}
      </ul>
    </nav>
    <footer>
      ${link(number + 1, WORDS.next)} ${link(number - 1, WORDS.previous)}
      <p><a href="/thu-tuc">${WORDS.allFields}</a></p>
    </footer>
  </main>`;
}
