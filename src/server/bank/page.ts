import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { dayOf } from '#core/calendar/day.ts';
import { formatVnd } from '#core/fee/money.ts';
import { decodeVietQr } from '#core/fee/vietqr.ts';
import type { Language } from '#core/text/localized.ts';
import { formatShortDay, formatTime } from '#core/text/when.ts';
import type { BankEntry, PayFault } from './bank.ts';
import { DELAYS, WORDS, type Words } from './words.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What the page shows. `typed`: the form as it was sent and refused. `done`: the transfer just made. */
export type BankView = {
  readonly language: Language;
  readonly qr: string;
  readonly typed?: { readonly amount: string; readonly memo: string };
  readonly fault: PayFault | 'order' | null;
  readonly done: string | null;
  readonly entries: readonly BankEntry[];
  /** The name of the accounts the bank knows, by account number. */
  readonly payees: Readonly<Record<string, string>>;
};

/** The sandbox bank's page. It works without its script, which only saves taps. */
export async function bankPage(view: BankView): Promise<string> {
  const { language } = view;
  const words = WORDS[language];
  const other = language === 'vi' ? 'en' : 'vi';
  const switched = new URLSearchParams({ lang: other, ...(view.qr === '' ? {} : { qr: view.qr }) });
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${words.bank}</title>
        <link rel="stylesheet" href="/sandbox/bank/style.css" />
        <script src="/sandbox/bank/app.js" defer></script>
      </head>
      <body>
        <p class="warning" role="note">${words.notReal}</p>
        <header>
          <h1>${words.bank}</h1>
          <a href="/sandbox/bank?${switched.toString()}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a>
        </header>
        <main>
          <p>${words.what}</p>
          ${view.done === null ? '' : doneNotice(view.done, view)}
          ${view.fault === null ? '' : html`<p class="fault" role="alert">${words.faults[view.fault]}</p>`}
          ${decodeVietQr(view.qr).ok ? payForm(view, words) : qrForm(view, words)} ${transferList(view, words)}
        </main>
      </body>
    </html>`;
  return String(await page);
}

function doneNotice(id: string, { language, entries }: BankView): Html {
  const words = WORDS[language];
  const isReported = entries.some(({ transfer, deliveries }) => transfer.id === id && deliveries.length > 0);
  return html`<div class="done" role="status">
    <p><strong>${words.done(id)}</strong></p>
    <p>${isReported ? words.doneHint : words.neverReported}</p>
  </div>`;
}

function qrForm({ language, qr }: BankView, words: Words): Html {
  return html`<form class="card" method="get" action="/sandbox/bank" data-read>
    <input type="hidden" name="lang" value="${language}" />
    <label for="qr">${words.qr}</label>
    <p class="hint" id="qr-hint">${words.qrHint}</p>
    <textarea
      id="qr"
      name="qr"
      rows="4"
      required
      maxlength="512"
      spellcheck="false"
      autocomplete="off"
      aria-describedby="qr-hint"
    >
${qr}</textarea>
    <button>${words.read}</button>
  </form>`;
}

function payForm({ language, qr, typed, payees }: BankView, words: Words): Html {
  const code = decodeVietQr(qr);
  if (!code.ok) return html``;
  const { bin, account, amount, purpose } = code.value;
  const payee = payees[account];
  return html`<form class="card" method="post" action="/sandbox/bank/transfers" data-pay>
    <h2>${words.transfer}</h2>
    <input type="hidden" name="lang" value="${language}" />
    <input type="hidden" name="qr" value="${qr}" />
    <dl>
      ${
        payee === undefined
          ? ''
          : html`<div>
              <dt>${words.payee}</dt>
              <dd>${payee}</dd>
            </div>`
      }
      <div>
        <dt>${words.account}</dt>
        <dd>${account} <small>(${bin})</small></dd>
      </div>
    </dl>
    <label for="amount">${words.amount}</label>
    <p class="hint" id="amount-hint">${words.amountHint}</p>
    <input
      id="amount"
      name="amount"
      inputmode="numeric"
      pattern="[0-9., ]+"
      required
      autocomplete="off"
      value="${typed?.amount ?? String(amount ?? '')}"
      aria-describedby="amount-hint"
    />
    <label for="memo">${words.memo}</label>
    <p class="hint" id="memo-hint">${words.memoHint}</p>
    <input
      id="memo"
      name="memo"
      maxlength="200"
      autocomplete="off"
      value="${typed?.memo ?? purpose ?? ''}"
      aria-describedby="memo-hint"
    />
    <label for="deliveries">${words.deliveries}</label>
    <p class="hint" id="deliveries-hint">${words.deliveriesHint}</p>
    <select id="deliveries" name="deliveries" aria-describedby="deliveries-hint">
      ${[1, 2, 3, 0].map((count) => html`<option value="${count}">${words.times(count)}</option>`)}
    </select>
    <label for="delaySeconds">${words.delay}</label>
    <select id="delaySeconds" name="delaySeconds">
      ${DELAYS.map((seconds) => html`<option value="${seconds}">${words.delays[seconds]}</option>`)}
    </select>
    <button>${words.pay}</button>
    <a href="/sandbox/bank?lang=${language}">${words.another}</a>
  </form>`;
}

function transferList({ language, entries }: BankView, words: Words): Html {
  const waiting = entries.some(({ deliveries }) => deliveries.some(({ state }) => state === 'waiting'));
  return html`<section id="transfers" aria-labelledby="last" ${waiting ? 'data-waiting' : ''}>
    <h2 id="last">${words.last}</h2>
    ${
      entries.length === 0
        ? html`<p class="hint">${words.none}</p>`
        : html`<ul>
            ${entries.map((entry) => transferItem(entry, language, words))}
          </ul>`
    }
    <a href="/sandbox/bank?lang=${language}">${words.refresh}</a>
  </section>`;
}

function transferItem({ transfer, deliveries }: BankEntry, language: Language, words: Words): Html {
  return html`<li class="card">
    <p>
      <strong>${formatVnd(transfer.amount, language)}</strong>
      <span>${formatTime(transfer.paidAt)} ${formatShortDay(dayOf(transfer.paidAt))}</span>
    </p>
    <p class="memo">${transfer.memo}</p>
    <p class="hint">${transfer.id}</p>
    <ul class="deliveries">
      ${deliveries.map(
        ({ state, tries, status }) =>
          html`<li class="${state}">
            ${words.states[state]} ${tries === 0 ? '' : html`<small>(${words.tries(tries, status)})</small>`}
          </li>`,
      )}
    </ul>
    ${deliveries.length === 0 ? html`<p class="hint">${words.neverReported}</p>` : ''}
    <form method="post" action="/sandbox/bank/transfers/${transfer.id}/deliveries">
      <input type="hidden" name="lang" value="${language}" />
      <button class="quiet">${words.again}</button>
    </form>
  </li>`;
}
