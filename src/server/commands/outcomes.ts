import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Outcome } from '#core/sync/messages.ts';
import type { StoredOutcome } from '#core/sync/ledger.ts';
import type { Sql } from '#server/db/database.ts';

/** The outcomes of commands as one transaction sees them: those of earlier ones, and its own. */
export type Outcomes = {
  readonly find: (account: string, device: Uuid, seq: number) => Promise<StoredOutcome | null>;
  readonly idUsed: (id: Uuid) => Promise<boolean>;
  readonly save: (account: string, device: Uuid, stored: StoredOutcome) => void;
  /** Writes what was saved: once, before the transaction ends. */
  readonly write: () => Promise<void>;
};

type Saved = { readonly account: string; readonly device: Uuid; readonly stored: StoredOutcome };

/** A phone that comes back brings dozens of commands; their outcomes are kept together and written as one statement. */
export function outcomesOf(sql: Sql): Outcomes {
  const saved: Saved[] = [];
  return {
    find: async (account, device, seq) => {
      const own = saved.find((each) => each.device === device && each.stored.outcome.seq === seq);
      if (own) return own.stored;
      const { rows } = await sql.query<{ digest: Sha256; outcome: Outcome }>(
        'SELECT digest, outcome FROM command WHERE account = $1 AND device = $2 AND seq = $3',
        [account, device, seq],
      );
      return rows[0] ?? null;
    },

    idUsed: async (id) => {
      // As the database compares them: capital letters make no other id.
      const same = id.toLowerCase();
      if (saved.some(({ stored }) => stored.outcome.id.toLowerCase() === same)) return true;
      const { rows } = await sql.query('SELECT 1 FROM command WHERE id = $1', [id]);
      return rows.length > 0;
    },

    save: (account, device, stored) => void saved.push({ account, device, stored }),

    write: async () => {
      if (saved.length === 0) return;
      const outcomes = saved.map(({ stored }) => stored.outcome);
      await sql.query(
        `INSERT INTO command (account, device, seq, id, digest, outcome)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::jsonb[])`,
        [
          saved.map(({ account }) => account),
          saved.map(({ device }) => device),
          outcomes.map(({ seq }) => seq),
          outcomes.map(({ id }) => id),
          saved.map(({ stored }) => stored.digest),
          outcomes,
        ],
      );
    },
  };
}
