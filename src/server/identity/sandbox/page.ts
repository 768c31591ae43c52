import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { SANDBOX_ACCOUNTS, type SandboxAccount } from './accounts.ts';
import { TEXTS, type Language } from './texts.ts';

/** Pages without scripts, so that they open on any phone and on the slowest network. */
const STYLE = `
:root{--cham-900:#131a4a;--cham-700:#243087;--cham-600:#2f3fa8;--cham-100:#e4e8fb;--lua-100:#fdf1d5;--lua-900:#5c3d00;
--ink-900:#14172b;--ink-700:#3b3f57;--paper:#f6f7fb}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink-900);font:1rem/1.45 system-ui,sans-serif}
header{background:linear-gradient(var(--cham-900),var(--cham-700));color:#fff}
header p,header h1{margin:0 auto;max-inline-size:30rem;padding-inline:16px}
header p{padding-block:16px 0;font-size:.875rem;opacity:.85}
header h1{padding-block:2px 14px;font-size:1.375rem}
svg{display:block}
main{max-inline-size:30rem;margin:0 auto;padding:16px}
.notice{margin:0 0 8px;padding:12px 16px;border-radius:12px;background:var(--lua-100);color:var(--lua-900)}
h2{margin:20px 4px 8px;font-size:.875rem;color:var(--ink-700)}
h2.question{font-size:1.375rem;color:inherit}
button,.button{display:flex;inline-size:100%;min-block-size:64px;gap:14px;align-items:center;margin:0 0 8px;
padding:10px 16px;border:1px solid transparent;border-radius:12px;background:#fff;color:inherit;font:inherit;
text-align:start;text-decoration:none;cursor:pointer;box-shadow:0 1px 2px rgb(20 23 43/6%),0 3px 10px rgb(20 23 43/5%)}
button:hover{border-color:var(--cham-600)}
:focus-visible{outline:3px solid var(--cham-600);outline-offset:2px}
.tile{flex:none;display:grid;place-items:center;inline-size:44px;block-size:44px;border-radius:12px;
background:var(--cham-100);color:var(--cham-700);font-weight:700}
.who{min-inline-size:0;overflow-wrap:anywhere}
.who strong{display:block;font-size:1.0625rem}
.who span{color:var(--ink-700);font-size:.875rem}
.primary,.quiet{justify-content:center;min-block-size:54px;font-weight:600}
.primary{background:var(--cham-700);color:#fff}
.quiet{margin-block-start:16px;background:none;box-shadow:none;color:var(--cham-700)}
@media (prefers-reduced-motion:no-preference){button{transition:border-color 160ms ease-out}}
`;

/** The policy of these pages: one style, known by its hash, one form, and nothing else at all. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

const BROCADE = `<svg width="100%" height="10" aria-hidden="true"><pattern id="b" width="24" height="10" patternUnits="userSpaceOnUse"><path fill="#e0446b" d="M2 0h8L6 4z"/><path fill="#3aa873" d="M14 0h8l-4 4z"/><path fill="#fff" d="m0 1 6 5.5L12 1l6 5.5L24 1v1.6L18 8l-6-5.4L6 8 0 2.6z"/><path fill="#f2b233" d="M0 4.5 6 10H0zM12 4.5 18 10H6zM24 4.5V10h-6z"/></pattern><rect width="100%" height="10" fill="url(#b)"/></svg>`;

/** The choice of a person. Answers are posted to `action` as `account=<sub>`, or `cancel=1`. */
export function choicePage(
  language: Language,
  action: string,
  unitNames: ReadonlyMap<string, string>,
): Promise<string> {
  const texts = TEXTS[language];
  const groups = (['resident', 'helper', 'officer', 'administrator'] as const).map((kind) => {
    const rows = SANDBOX_ACCOUNTS.filter((account) => account.kind === kind).map((account) =>
      row(account, placeOf(account, unitNames, texts.province), texts.born),
    );
    return html`<h2>${texts.groups[kind]}</h2>
      ${rows}`;
  });
  return layout(
    language,
    texts.title,
    html`<p class="notice">${texts.notice}</p>
      <form method="post" action="${action}">
        <h2 class="question">${texts.lead}</h2>
        ${groups}
        <button class="quiet" name="cancel" value="1">${texts.cancel}</button>
      </form>`,
  );
}

/** For a sign-in that is over: used already, too old, or forgotten by a restart. */
export function expiredPage(language: Language): Promise<string> {
  const texts = TEXTS[language];
  return layout(
    language,
    texts.expiredTitle,
    html`<p>${texts.expiredText}</p>
      <a class="button primary" href="/auth/sign-in?ui_locales=${language}">${texts.again}</a>`,
  );
}

function row(account: SandboxAccount, place: string, born: string) {
  const initial = account.name.split(' ').at(-1)?.charAt(0) ?? '';
  const about = account.kind === 'resident' ? `${place} · ${born} ${account.birthDate.slice(0, 4)}` : place;
  return html`<button name="account" value="${account.sub}">
    <span class="tile" aria-hidden="true">${initial}</span>
    <span class="who"><strong>${account.name}</strong><span>${about}</span></span>
  </button>`;
}

function placeOf(account: SandboxAccount, unitNames: ReadonlyMap<string, string>, province: string): string {
  return account.unit === null ? province : (unitNames.get(account.unit) ?? account.unit);
}

async function layout(language: Language, title: string, content: ReturnType<typeof html>): Promise<string> {
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Bản Số</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <p>Bản Số</p>
          <h1>${title}</h1>
          ${raw(BROCADE)}
        </header>
        <main>${content}</main>
      </body>
    </html>`;
  return String(await page);
}
