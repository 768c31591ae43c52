import type { OfficerCommand, OfficerIntent, Refusal } from '#core/dossier/command.ts';
import { decideOfficer, fixedFee, type Ground } from '#core/dossier/decide.ts';
import type { Dossier, FeeRequest, ResultFile, Uuid } from '#core/dossier/dossier.ts';
import { findTransition } from '#core/dossier/lifecycle.ts';
import { enact } from '#core/sync/serve.ts';
import type { Sql } from '#server/db/database.ts';
import { digestOf } from './digest.ts';
import type { SqlLedgerTx } from './sql-ledger.ts';
import { storable } from './storable.ts';

type OfficerRequest = {
  readonly dossierId: Uuid;
  readonly officer: { readonly account: string; readonly name: string; readonly unit: string };
  readonly command: OfficerCommand;
  /** What decisions about this dossier rest on. */
  readonly ground: (dossier: Dossier) => Ground;
  /** Signs and stores a fee request; called only when asking for the fee is allowed. Runs in the same transaction. */
  readonly makeFee: (dossier: Dossier, amount: number, reason: string) => Promise<FeeRequest>;
};

export type OfficerResult =
  | { readonly kind: 'done'; readonly dossier: Dossier }
  | { readonly kind: 'refused'; readonly dossier: Dossier; readonly refusal: Refusal }
  /** No such dossier, or another unit's: nobody learns which. */
  | { readonly kind: 'notFound' }
  /** The command's id came before with another body. */
  | { readonly kind: 'conflict' };

/** Results made at the desk belong to the unit, not to the officer who happened to upload them. */
export function unitOwner(unit: string): string {
  return `unit:${unit}`;
}

/**
 * Gives an officer's command its effect exactly once. Sent again after a lost answer it finds itself done
 * and answers the dossier as it is now; a refusal leaves no trace, and may be tried again.
 */
export async function runOfficerCommand(tx: SqlLedgerTx, request: OfficerRequest): Promise<OfficerResult> {
  const { dossierId, officer } = request;
  const command = storable(request.command);
  const found = await tx.lockDossier(dossierId);
  if (!found || found.dossier.unit !== officer.unit) return { kind: 'notFound' };
  const { owner, dossier } = found;

  const digest = digestOf({ dossierId, account: officer.account, command });
  const before = await findCommand(tx.sql, command.id);
  if (before !== null) return before === digest ? { kind: 'done', dossier } : { kind: 'conflict' };
  const refused = (refusal: Refusal): OfficerResult => ({ kind: 'refused', dossier, refusal });
  if (command.seen !== dossier.events.length) {
    return refused({ code: 'changedMeanwhile', events: dossier.events.length });
  }

  const { intent } = command;
  const ground = request.ground(dossier);
  if (intent.type === 'finish' && !(await areStored(tx.sql, unitOwner(officer.unit), intent.results))) {
    return refused({ code: 'papersNotArrived' });
  }
  const fee = mayAskFee(dossier, intent, ground) ? await request.makeFee(dossier, intent.amount, intent.reason) : null;
  const decision = decideOfficer(dossier, intent, fee, ground);
  if (!decision.ok) return refused(decision.refusal);

  await tx.sql.query('INSERT INTO officer_command (id, dossier, account, digest) VALUES ($1, $2, $3, $4)', [
    command.id,
    dossierId,
    officer.account,
    digest,
  ]);
  if (intent.type === 'finish') await keepResults(tx.sql, dossierId, unitOwner(officer.unit), intent.results);
  const by = { role: 'officer' as const, name: officer.name };
  const after = await enact(tx, owner, dossierId, dossier, decision.happened, ground.now, by);
  return { kind: 'done', dossier: after };
}

async function findCommand(sql: Sql, id: Uuid): Promise<string | null> {
  const { rows } = await sql.query<{ digest: string }>('SELECT digest FROM officer_command WHERE id = $1', [id]);
  return rows[0]?.digest ?? null;
}

/** A fee is signed before the decision that carries it, so what would refuse it is looked at first. */
function mayAskFee(
  dossier: Dossier,
  intent: OfficerIntent,
  ground: Ground,
): intent is Extract<OfficerIntent, { type: 'requestFee' }> {
  if (intent.type !== 'requestFee' || !findTransition(dossier.status, 'requestFee', 'officer')) return false;
  const fixed = fixedFee(dossier, ground.procedure);
  return fixed === null || fixed === intent.amount;
}

async function areStored(sql: Sql, owner: string, results: readonly ResultFile[]): Promise<boolean> {
  const { rows } = await sql.query<{ hash: string; size: number; type: string }>(
    'SELECT hash, size, type FROM file WHERE owner = $1 AND hash = ANY ($2::text[])',
    [owner, results.map((result) => result.hash)],
  );
  const stored = new Map(rows.map((row) => [row.hash, row]));
  return results.every(({ hash, size, type }) => {
    const file = stored.get(hash);
    return file?.size === size && file.type === type;
  });
}

async function keepResults(sql: Sql, dossier: Uuid, owner: string, results: readonly ResultFile[]): Promise<void> {
  for (const { hash, size, type } of results) {
    await sql.query(
      `INSERT INTO dossier_file (dossier, owner, hash, size, type, role) VALUES ($1, $2, $3, $4, $5, 'result')
       ON CONFLICT (dossier, hash, role) DO NOTHING`,
      [dossier, owner, hash, size, type],
    );
  }
}
