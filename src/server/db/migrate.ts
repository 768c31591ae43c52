import { createHash } from 'node:crypto';
import type { Engine, Session } from './engine.ts';
import { foundation } from './migrations/001-foundation.ts';
import { sync } from './migrations/002-sync.ts';
import { catalogue } from './migrations/003-catalogue.ts';
import { epochOfAnAccount } from './migrations/004-epoch-of-an-account.ts';

export type Migration = { readonly name: string; readonly sql: string };

/** Every migration there is, oldest first. */
export const MIGRATIONS: readonly Migration[] = [foundation, sync, catalogue, epochOfAnAccount];

/** The database was made by another version of the server, or a released migration was edited. */
export class SchemaMismatch extends Error {}

/** Any number that no other program on the same database locks. */
const LOCK = 4_819_003;

export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/**
 * Brings the schema up to date, all in one transaction under a lock, so that several servers may start at
 * once. What was applied before must be exactly what this server knows: an unknown migration means a newer
 * server was here, and going on could destroy what it wrote.
 *
 * @throws SchemaMismatch
 */
export async function migrate(engine: Engine, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  const session = await engine.connect();
  try {
    await session.script('BEGIN');
    try {
      await apply(session, migrations);
      await session.script('COMMIT');
    } catch (error) {
      // The first error is the one to tell, and a lost connection has nothing to roll back.
      await session.script('ROLLBACK').catch(() => undefined);
      throw error;
    }
  } finally {
    session.release();
  }
}

async function apply(session: Session, migrations: readonly Migration[]): Promise<void> {
  await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await session.script(`CREATE TABLE IF NOT EXISTS migration (
    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
  )`);
  const { rows } = await session.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM migration ORDER BY name',
    [],
  );
  for (const [i, applied] of rows.entries()) {
    const known = migrations[i];
    if (known?.name !== applied.name) {
      throw new SchemaMismatch(`The database holds migration ${applied.name}, which this server does not know.`);
    }
    if (checksumOf(known) !== applied.checksum) {
      throw new SchemaMismatch(`Migration ${applied.name} was edited after it had been applied to this database.`);
    }
  }
  for (const migration of migrations.slice(rows.length)) {
    await session.script(migration.sql);
    await session.query('INSERT INTO migration (name, checksum) VALUES ($1, $2)', [
      migration.name,
      checksumOf(migration),
    ]);
  }
}
