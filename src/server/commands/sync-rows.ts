import { must } from '#core/assert.ts';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { StoredDraft } from '#core/sync/drafts.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import type { Attempt, LedgerTx } from '#core/sync/ledger.ts';
import type { Sql } from '#server/db/database.ts';

/** The rows of sync that are not a dossier's history: drafts, the server's state, what is said beside a dossier. */

type DraftRows = Pick<LedgerTx, 'findDraft' | 'saveDraft' | 'draftsAfter'>;

export function draftRows(sql: Sql): DraftRows {
  return {
    findDraft: async (account, id) => {
      const { rows } = await sql.query<StoredDraft>(
        'SELECT id, rev, body, over, device, base FROM draft WHERE account = $1 AND id = $2',
        [account, id],
      );
      return rows[0] ?? null;
    },

    saveDraft: async (account, { id, rev, body, over, device, base }) => {
      const { rows } = await sql.query<{ last_draft: number }>(
        'UPDATE account SET last_draft = last_draft + 1 WHERE id = $1 RETURNING last_draft',
        [account],
      );
      await sql.query(
        `INSERT INTO draft (account, id, rev, n, device, base, body, over) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (account, id) DO UPDATE SET rev = EXCLUDED.rev, n = EXCLUDED.n, device = EXCLUDED.device,
           base = EXCLUDED.base, body = EXCLUDED.body, over = EXCLUDED.over, updated_at = now()`,
        [account, id, rev, must(rows[0], `account ${account}`).last_draft, device, base, body, over],
      );
    },

    draftsAfter: async (account, cursor, limit) => {
      const { rows } = await sql.query<SharedDraft & { n: number }>(
        'SELECT id, rev, body, over, n FROM draft WHERE account = $1 AND n > $2 ORDER BY n LIMIT $3',
        [account, cursor, limit],
      );
      return rows;
    },
  };
}

type BesideRows = Pick<LedgerTx, 'serverState' | 'openEpoch' | 'reportPayment' | 'rate'>;

export function besideRows(sql: Sql): BesideRows {
  return {
    serverState: async (account) => {
      const { rows } = await sql.query<{ epoch: Uuid; backed_up_to: Date | null }>(
        `SELECT CASE WHEN account.epoch_within = server_state.epoch THEN account.epoch ELSE server_state.epoch END AS epoch,
           backed_up_to
         FROM server_state LEFT JOIN account ON account.id = $1`,
        [account],
      );
      const row = must(rows[0], 'the state of the server');
      return { epoch: row.epoch, backedUpTo: row.backed_up_to?.getTime() ?? null };
    },

    openEpoch: async (account) => {
      const { rows } =
        account === null
          ? await sql.query<{ epoch: Uuid }>('UPDATE server_state SET epoch = gen_random_uuid() RETURNING epoch')
          : await sql.query<{ epoch: Uuid }>(
              `UPDATE account SET epoch = gen_random_uuid(), epoch_within = server_state.epoch
               FROM server_state WHERE id = $1 RETURNING account.epoch`,
              [account],
            );
      return must(rows[0], 'the state of the server').epoch;
    },

    reportPayment: async (dossier, fee, at) => {
      await sql.query(
        `INSERT INTO payment_report (dossier, fee, at) VALUES ($1, $2, $3)
         ON CONFLICT (dossier) DO UPDATE SET fee = EXCLUDED.fee, at = EXCLUDED.at`,
        [dossier, fee, new Date(at)],
      );
    },

    rate: async (dossier, rating, words, at) => {
      await sql.query(
        `INSERT INTO rating (dossier, rating, words, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (dossier) DO UPDATE SET rating = EXCLUDED.rating, words = EXCLUDED.words, at = EXCLUDED.at`,
        [dossier, rating, words, new Date(at)],
      );
    },
  };
}

/** A part of the transaction behind a savepoint, so that its failure undoes nothing else. */
export async function attempt<T>(sql: Sql, part: () => Promise<T>): Promise<Attempt<T>> {
  await sql.query('SAVEPOINT part');
  try {
    const value = await part();
    await sql.query('RELEASE SAVEPOINT part');
    return { ok: true, value };
  } catch (error) {
    await sql.query('ROLLBACK TO SAVEPOINT part');
    return { ok: false, error };
  }
}
