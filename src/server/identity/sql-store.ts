import { CompiledQuery } from 'kysely';
import * as z from 'zod/mini';
import { Me } from '#protocol/http.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import type { IdentityStore } from './store.ts';

const AttemptRow = z.object({ verifier: z.string(), nonce: z.string(), return_to: z.string() });
const AccountRow = z.object({ id: z.string() });
const SessionRow = z.object({ seen_at: z.date(), ...Me.shape });

/** Sign-ins in the database. Each step is one statement, and so is all of it or nothing. */
export function sqlIdentityStore(
  { db, transaction }: Pick<OpenDatabase, 'db' | 'transaction'>,
  newId: (subject: string) => string,
): IdentityStore {
  async function query(text: string, parameters: readonly unknown[]): Promise<readonly unknown[]> {
    return (await db.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows;
  }
  async function first<T>(schema: z.ZodMiniType<T>, text: string, parameters: readonly unknown[]): Promise<T | null> {
    const [row] = await query(text, parameters);
    return row === undefined ? null : schema.parse(row);
  }

  return {
    async saveAttempt({ key, verifier, nonce, returnTo }, now, forgetBefore) {
      await query(
        `WITH forgotten AS (DELETE FROM login_attempt WHERE created_at < $6)
         INSERT INTO login_attempt (state, verifier, nonce, return_to, created_at) VALUES ($1, $2, $3, $4, $5)`,
        [key, verifier, nonce, returnTo, now, forgetBefore],
      );
    },

    async takeAttempt(key, notBefore) {
      const row = await first(
        AttemptRow,
        `DELETE FROM login_attempt WHERE state = $1 AND created_at >= $2 RETURNING verifier, nonce, return_to`,
        [key, notBefore],
      );
      return row && { key, verifier: row.verifier, nonce: row.nonce, returnTo: row.return_to };
    },

    async signIn({ subject, profile: { kind, name, unit, person }, session, replaces, now, expiresAt }) {
      // Run again where two phones bring the same new person at once: the id is the same too, and what
      // ON CONFLICT does about the subject it does not do about the key.
      const { rows } = await transaction(
        async (sql) =>
          await sql.query(
            `WITH person AS (
               INSERT INTO account (id, subject, kind, name, unit, person, created_at)
               VALUES ($1, $2, $3, $4, $5, $6::jsonb, $9)
               ON CONFLICT (subject) DO UPDATE
                 SET kind = excluded.kind, name = excluded.name, unit = excluded.unit, person = excluded.person
               RETURNING id
             ), ended AS (
               DELETE FROM session WHERE id_hash = $8 OR expires_at < $9
             ), opened AS (
               INSERT INTO session (id_hash, account, created_at, seen_at, expires_at)
                 SELECT $7, id, $9::timestamptz, $9::timestamptz, $10::timestamptz FROM person
             )
             SELECT id FROM person`,
            [newId(subject), subject, kind, name, unit, JSON.stringify(person), session, replaces, now, expiresAt],
          ),
      );
      return AccountRow.parse(rows[0]).id;
    },

    async findSession(session, now) {
      const row = await first(
        SessionRow,
        `SELECT s.seen_at, s.account, a.name, a.kind, a.unit, a.person
         FROM session s JOIN account a ON a.id = s.account WHERE s.id_hash = $1 AND s.expires_at > $2`,
        [session, now],
      );
      if (row === null) return null;
      const { seen_at: seenAt, ...me } = row;
      return { me, seenAt };
    },

    async extendSession(session, seenAt, expiresAt) {
      await query(`UPDATE session SET seen_at = $2, expires_at = $3 WHERE id_hash = $1`, [session, seenAt, expiresAt]);
    },

    async endSession(session) {
      await query(`DELETE FROM session WHERE id_hash = $1`, [session]);
    },
  };
}
