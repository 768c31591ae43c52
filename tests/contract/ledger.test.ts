import { afterAll, describe, test } from 'vitest';
import { createLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { freshDatabase, type TestEngine } from '#tests/support/database.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { ledgerContract, type LedgerUnderTest } from './ledger.contract.ts';
import { ledgerSyncContract } from './ledger-sync.contract.ts';
import { officerContract } from './ledger-officer.contract.ts';
import { addAccount } from './ledger-accounts.ts';

const unitPrefix = (unit: string) => `H38.${unit.slice(-2)}`;

/** One database for a suite; its tests keep apart by account. */
function onDatabase(engine: TestEngine): {
  database: () => Promise<OpenDatabase>;
  ledger: () => Promise<LedgerUnderTest>;
} {
  let opened: Promise<OpenDatabase> | null = null;
  const database = async () => await (opened ??= freshDatabase(engine));
  afterAll(async () => await (await opened)?.close());
  return {
    database,
    ledger: async () => {
      const open = await database();
      const ledger = createLedger({ database: open, unitPrefix, nudges: { emit: () => undefined } });
      return { ...ledger, addAccount: async (account) => await addAccount(open, { id: account }) };
    },
  };
}

describe('PGlite', () => {
  const { ledger, database } = onDatabase('pglite');
  ledgerContract('PGlite', ledger);
  ledgerSyncContract('PGlite', ledger);
  officerContract('PGlite', database);
});

const postgres = startPostgres();
if (postgres.ok) {
  describe('PostgreSQL', () => {
    afterAll(postgres.stop);
    const { ledger, database } = onDatabase({ postgresUrl: postgres.url });
    ledgerContract('PostgreSQL', ledger);
    ledgerSyncContract('PostgreSQL', ledger);
    officerContract('PostgreSQL', database);
  });
} else {
  test.skip(`ledger on PostgreSQL: ${postgres.why}`);
}
