import { isDeepStrictEqual } from 'node:util';
import type { CitizenIntent } from '#core/dossier/command.ts';
import { filesOf, type DossierEvent } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import { sameBody } from '#core/sync/drafts.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import { AT_ONCE } from '#server/backup/skip-numbers.ts';
import type { Sql } from '#server/db/database.ts';
import type { People } from './audit.ts';
import type { Findings } from './findings.ts';

/** A dossier's events in order. */
export type Histories = ReadonlyMap<string, readonly DossierEvent[]>;

/** Compares what lies beside the histories: drafts, money, ratings, and which pages a dossier waits for. */
export async function auditBeside(sql: Sql, histories: Histories, people: People, findings: Findings): Promise<void> {
  await auditDrafts(sql, people, findings);
  await auditMoney(sql, histories, people, findings);
  await auditSaid(sql, people, findings);
  await auditPapers(sql, histories, findings);
}

type DraftRow = SharedDraft & { readonly account: string };

/** No draft is behind what a phone was told of it, or another than that. */
async function auditDrafts(sql: Sql, { phones }: People, findings: Findings): Promise<void> {
  const { rows } = await sql.query<DraftRow>('SELECT account, id, rev, body, over FROM draft');
  const stored = new Map(rows.map((row) => [`${row.account} ${row.id}`, row]));
  for (const phone of phones) {
    for (const told of phone.drafts.told.values()) {
      const row = stored.get(`${phone.account} ${told.id}`);
      if (!row || row.rev < told.rev) findings.add('lost', `revision ${told.rev} of draft ${told.id}`);
      else if (row.rev === told.rev && !sameBody(row.body, told.body))
        findings.add('corrupt', `revision ${told.rev} of draft ${told.id} is not what a phone was told`);
    }
  }
  const submitted = await sql.query<{ id: string }>(
    `SELECT draft.id FROM draft JOIN dossier ON dossier.id = draft.id AND dossier.owner = draft.account
     WHERE draft.over IS DISTINCT FROM 'submitted'`,
  );
  for (const { id } of submitted.rows) findings.add('corrupt', `draft ${id} goes on, and was submitted`);
}

type TransferRow = {
  id: string;
  amount: number;
  currency: string;
  account_no: string;
  memo: string;
  paid_at: Date;
  matched_fee: string | null;
  why_suspended: string | null;
};
type FeeRow = { id: string; dossier: string; paid_at: Date | null };

/** Every transfer that was heard is in the ledger once, and every fee it agrees with is paid once. */
async function auditMoney(
  sql: Sql,
  histories: Histories,
  { phones, banks }: People,
  findings: Findings,
): Promise<void> {
  const { rows } = await sql.query<TransferRow>('SELECT * FROM bank_transaction');
  const stored = new Map(rows.map((row) => [row.id, row]));
  const sent = banks.flatMap((bank) => bank.sent);
  for (const { transfer, acknowledged } of sent) {
    const row = stored.get(transfer.id);
    stored.delete(transfer.id);
    if (!row) {
      if (acknowledged) findings.add('lost', `transfer ${transfer.id}`);
      continue;
    }
    const { id, amount, currency, account_no: account, memo, paid_at: paidAt } = row;
    const told = { id, amount, currency, account, memo, paidAt: paidAt.getTime() };
    if (!isDeepStrictEqual(told, transfer)) findings.add('corrupt', `transfer ${id}`);
  }
  for (const id of stored.keys()) findings.add('corrupt', `a transfer that nobody made, ${id}`);

  const happened = [...histories].flatMap(([dossier, events]) => events.map(({ what }) => ({ dossier, what })));
  const asked = happened.flatMap(({ dossier, what }) =>
    what.type === 'feeRequested' ? [`${dossier} ${what.fee.id}`] : [],
  );
  const fees = await sql.query<FeeRow>('SELECT id, dossier, paid_at FROM fee');
  if (!isDeepStrictEqual(fees.rows.map(({ dossier, id }) => `${dossier} ${id}`).toSorted(), asked.toSorted()))
    findings.add('corrupt', 'the fees are not those that were asked for');

  const heard = new Set(sent.filter(({ acknowledged }) => acknowledged).map(({ pays }) => pays));
  for (const { id, paid_at: paidAt } of fees.rows) {
    const matched = rows.filter(({ matched_fee: fee, why_suspended: why }) => fee === id && why === null);
    const recorded = happened.flatMap(({ what }) => (what.type === 'paymentRecorded' && what.fee === id ? what : []));
    if (matched.length > 1 || recorded.length > 1) findings.add('duplicated', `the payment of fee ${id}`);
    if (recorded.length < matched.length || (heard.has(id) && matched.length === 0))
      findings.add('lost', `the payment of fee ${id}`);
    if (recorded.length > matched.length) findings.add('corrupt', `fee ${id} is paid by nobody`);
    const [event] = recorded;
    if ((event?.paidAt ?? null) !== (paidAt?.getTime() ?? null)) findings.add('corrupt', `whether fee ${id} is paid`);
  }

  const numbers = happened.flatMap(({ what }) => (what.type === 'paymentRecorded' ? what.receiptNo : []));
  const counters = await sql.query<{ year: number; last: number }>('SELECT year, last FROM receipt_counter');
  const restored = phones.some(({ rewound }) => rewound);
  const unused = counters.rows.reduce((sum, row) => sum + unusedNumbers(numbers, row, restored), 0);
  if (new Set(numbers).size !== numbers.length || unused > 0)
    findings.add('duplicated', `receipt numbers: ${unused} drawn for nothing, ${numbers.length} payments`);
}

/** Numbers of a year that no payment has, "BL-2026-000412" up to the last; but for those that a restore skips. */
function unusedNumbers(numbers: readonly string[], counter: { year: number; last: number }, restored: boolean): number {
  const used = numbers
    .map((number) => number.split('-').map(Number))
    .flatMap(([, year, number = 0]) => (year === counter.year ? number : []));
  const ends = [...used.toSorted((a, b) => a - b), counter.last + 1];
  const gaps = ends.map((end, i) => end - (ends[i - 1] ?? 0) - 1);
  return gaps.filter((gap) => !restored || gap < AT_ONCE.receipts).reduce((sum, gap) => sum + gap, 0);
}

/** A rating or a payment reported is there as soon as anybody was told so: one phone's last, and nobody else's. */
async function auditSaid(sql: Sql, { phones }: People, findings: Findings): Promise<void> {
  const { rows } = await sql.query<{ about: string; what: string }>(
    `SELECT 'rating of ' || dossier AS about, rating || ' ' || words AS what FROM rating
     UNION ALL SELECT 'payment reported of ' || dossier, fee::text FROM payment_report`,
  );
  const stored = new Map(rows.map(({ about, what }) => [about, what]));
  const said = phones.map((phone) =>
    phone.made
      .filter(({ seq }) => phone.outcomes.get(seq)?.result === 'done')
      .flatMap(({ intent }) => saidIn(intent) ?? []),
  );
  for (const about of new Set(said.flat().map((one) => one.about))) {
    const what = stored.get(about);
    stored.delete(about);
    const last = said.map((own) => own.findLast((one) => one.about === about)?.what);
    if (what === undefined) findings.add('lost', about);
    else if (!last.includes(what)) findings.add('corrupt', about);
  }
  for (const about of stored.keys()) findings.add('corrupt', `${about}, by nobody`);
}

/** What a command says beside the dossier, in the words of the query above. */
function saidIn(intent: CitizenIntent): { readonly about: string; readonly what: string } | null {
  if (intent.type === 'rate') return { about: `rating of ${intent.dossier}`, what: `${intent.rating} ${intent.words}` };
  if (intent.type === 'reportPayment') return { about: `payment reported of ${intent.dossier}`, what: intent.fee };
  return null;
}

/** A dossier waits for the pages that its history names and for no others. */
async function auditPapers(sql: Sql, histories: Histories, findings: Findings): Promise<void> {
  const { rows } = await sql.query<{ dossier: string; hash: string }>(
    "SELECT dossier, hash FROM dossier_file WHERE role = 'paper'",
  );
  const named = new Set(rows.map(({ dossier, hash }) => `${dossier} ${hash}`));
  for (const [dossier, events] of histories) {
    for (const { hash } of filesOf(fold(dossier, events)?.attachments ?? [])) {
      if (!named.delete(`${dossier} ${hash}`)) findings.add('lost', `page ${hash} of ${dossier}`);
    }
  }
  for (const page of named) findings.add('corrupt', `a page of no dossier, ${page}`);
}
