import { must } from '#core/assert.ts';
import type { Dossier, DossierEvent, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import type { Sql } from '#server/db/database.ts';

/** A dossier with the account it belongs to. */
export type OwnedDossier = { readonly owner: string; readonly dossier: Dossier };

/** The dossier as its events add up, or null when there is none. Reads what is committed and locks nothing. */
export async function findDossier(sql: Sql, id: Uuid): Promise<OwnedDossier | null> {
  const { rows } = await sql.query<{ owner: string }>('SELECT owner FROM dossier WHERE id = $1', [id]);
  const row = rows[0];
  return row ? { owner: row.owner, dossier: await readDossier(sql, id) } : null;
}

/** The same for a dossier that is known to exist. */
export async function readDossier(sql: Sql, id: Uuid): Promise<Dossier> {
  const { rows } = await sql.query<{ event: DossierEvent }>(
    'SELECT event FROM dossier_event WHERE dossier = $1 ORDER BY n',
    [id],
  );
  const events = rows.map((row) => row.event);
  return must(fold(id, events), `a whole history of dossier ${id}`);
}

/** Papers of a dossier whose bytes are not stored and verified under the account that named them. */
export async function missingFilesOf(sql: Sql, id: Uuid): Promise<Sha256[]> {
  const { rows } = await sql.query<{ hash: Sha256 }>(
    `SELECT wanted.hash FROM dossier_file wanted
     WHERE wanted.dossier = $1 AND wanted.role = 'paper'
       AND NOT EXISTS (SELECT FROM file WHERE file.owner = wanted.owner AND file.hash = wanted.hash)
     ORDER BY wanted.hash`,
    [id],
  );
  return rows.map((row) => row.hash);
}

/** What the citizen said beside the dossier: that the fee asked for now is paid, and how it went. */
export type Beside = {
  readonly paymentReportedAt: number | null;
  readonly rating: { readonly rating: number; readonly words: string; readonly at: number } | null;
};

export async function findBeside(sql: Sql, { id, fee }: Pick<Dossier, 'id' | 'fee'>): Promise<Beside> {
  const reports = await sql.query<{ at: Date }>('SELECT at FROM payment_report WHERE dossier = $1 AND fee = $2', [
    id,
    fee?.id ?? null,
  ]);
  const ratings = await sql.query<{ rating: number; words: string; at: Date }>(
    'SELECT rating, words, at FROM rating WHERE dossier = $1',
    [id],
  );
  const rating = ratings.rows[0];
  return {
    paymentReportedAt: reports.rows[0]?.at.getTime() ?? null,
    rating: rating ? { rating: rating.rating, words: rating.words, at: rating.at.getTime() } : null,
  };
}
