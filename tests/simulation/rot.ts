import type { Sha256 } from '#core/dossier/dossier.ts';
import type { PutAside } from '#core/ports.ts';
import { hashesOf } from '#platform/store/plan.ts';
import type { Rows } from '#tests/support/memory-rows.ts';
import type { Phone } from './phone.ts';

/** What may rot. Receipts and acknowledged commands are read only once a server has forgotten them. */
const TABLES = ['files', 'drafts', 'outbox', 'dossiers'] as const;

const WHAT = { files: 'paper', drafts: 'draft', outbox: 'command', dossiers: 'dossier' } as const;

/** A record that opens no more, by what the person is told of it; `files` are the photos it names. */
export type Rotten = {
  readonly place: string;
  readonly what: PutAside['what'];
  readonly id: string;
  readonly files: readonly Sha256[];
};

/**
 * A record of a phone that is not in use rots. Which one is drawn from a stream of its own, so that nothing else of the
 * month changes before somebody meets it.
 */
export function rots({ world, place, account, disk }: Phone): void {
  const { rot } = world;
  const rows = disk.rows(account);
  if (!rows || !rot.chance(world.faults.rotten)) return;
  const table = rot.pick(TABLES);
  const keys = [...rows[table].keys()];
  if (keys.length === 0) return;
  const key = rot.pick(keys);
  world.faultsStruck += 1;
  world.shown.rotted(describe(place, rows, table, key));
  disk.corrupt(account, table, key);
}

function describe(place: string, rows: Rows, table: (typeof TABLES)[number], key: string | number): Rotten {
  const entry = table === 'outbox' ? rows.outbox.get(Number(key)) : undefined;
  const draft = table === 'drafts' ? rows.drafts.get(String(key)) : undefined;
  const files = entry?.files.map(({ hash }) => hash) ?? hashesOf(draft?.attachments ?? []);
  return { place, what: WHAT[table], id: entry?.command.id ?? String(key), files };
}
