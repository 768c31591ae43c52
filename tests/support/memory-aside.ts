import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { OutboxEntry, PutAside } from '#core/ports.ts';
import type { Outcome } from '#core/sync/messages.ts';
import { bytesOf, hashesOf } from '#platform/store/plan.ts';
import type { Rows, Tx } from './memory-rows.ts';

/** What a store in memory promises of records that do not open; the same as `src/platform/store/aside.ts`. */

export type AsideTable = 'drafts' | 'outbox' | 'dossiers' | 'files' | 'kept' | 'receipts' | 'wallet';

export type LyingAside = PutAside & {
  readonly table: AsideTable;
  readonly key: string | number;
  readonly files: readonly Sha256[];
  readonly draft?: Draft | undefined;
  readonly ended?: boolean;
};

const WHAT = {
  drafts: 'draft',
  outbox: 'command',
  kept: 'command',
  dossiers: 'dossier',
  files: 'paper',
  receipts: 'receipt',
  wallet: 'walletPaper',
} as const;

/** An empty command is no entry of a person; nothing but the engine reads it. */
export function voidEntry(id: Uuid, seq: number, madeAt: number): OutboxEntry {
  const command = { id, seq, madeAt, intent: { type: 'void' } };
  return { command, bytes: bytesOf(command), files: [], refusal: null } as unknown as OutboxEntry;
}

export function putAside(tx: Tx, table: AsideTable, key: string | number, at: number): void {
  const entry = table === 'outbox' ? tx.rows.outbox.get(Number(key)) : undefined;
  const draft = table === 'drafts' ? tx.rows.drafts.get(String(key)) : undefined;
  const paper = table === 'wallet' ? tx.rows.wallet.get(String(key)) : undefined;
  if (!(tx.rows[table] as ReadonlyMap<string | number, unknown>).has(key)) return;
  const lying: LyingAside = {
    table,
    key,
    what: WHAT[table],
    id: entry?.command.id ?? String(key),
    dossier: dossierOf(tx.rows, table, key),
    savedAt: draft?.savedAt ?? entry?.command.madeAt ?? paper?.keptAt ?? null,
    foundAt: at,
    fate: table === 'outbox' ? 'asking' : table === 'kept' ? 'notSent' : 'kept',
    seen: false,
    files: draft ? hashesOf(draft.attachments) : ((entry ?? paper)?.files.map(({ hash }) => hash) ?? []),
    draft,
  };
  if (entry) tx.set('outbox', Number(key), voidEntry(entry.command.id, entry.command.seq, entry.command.madeAt));
  else tx.drop(table, key);
  tx.put({
    aside: [lying, ...tx.rows.aside],
    retellDrafts: tx.rows.retellDrafts || table === 'drafts',
    retellDossiers: tx.rows.retellDossiers || table === 'dossiers',
  });
}

/** What the server says of a command that did not open here. */
export function settleAside(tx: Tx, outcome: Outcome): void {
  const lying = tx.rows.aside.find(({ table, id }) => table === 'outbox' && id === outcome.id);
  if (!lying) return;
  const fate = outcome.result === 'refused' ? 'refused' : outcome.receipt === '' ? 'notSent' : 'sent';
  const settled: LyingAside = { ...lying, fate, files: fate === 'sent' ? [] : lying.files };
  tx.put({ aside: tx.rows.aside.map((each) => (each === lying ? settled : each)) });
  if (fate !== 'notSent' || lying.dossier === null) return;
  tx.drop('standings', lying.dossier);
  tx.put({ retellDrafts: true });
}

export function asideOf(rows: Rows): PutAside[] {
  return rows.aside.map(({ table, key, files: _files, draft: _draft, ended, ...each }): PutAside => {
    const again =
      each.what === 'command'
        ? each.fate === 'notSent' && rows.drafts.has(each.dossier ?? '')
        : (rows[table] as ReadonlyMap<string | number, unknown>).has(key) && !ended;
    return { ...each, fate: again ? 'back' : each.fate };
  });
}

function dossierOf(rows: Rows, table: AsideTable, key: string | number): Uuid | null {
  if (table === 'outbox') {
    const intent = rows.outbox.get(Number(key))?.command.intent;
    return intent && 'dossier' in intent ? intent.dossier : null;
  }
  if (table === 'receipts') return rows.receipts.get(String(key))?.dossier ?? null;
  if (table === 'kept' || table === 'wallet') return null;
  if (table !== 'files') return String(key);
  const [waiting] = [...rows.needed].find(([, hashes]) => hashes.includes(String(key))) ?? [];
  const draft = [...rows.drafts.values()].find((each) => hashesOf(each.attachments).includes(String(key)))?.id;
  const sent = [...rows.outbox.values()].find(({ files }) => files.some(({ hash }) => hash === key));
  return waiting ?? draft ?? sent?.command.intent.dossier ?? null;
}
