import { rmSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { openVault } from '#server/files/vault.ts';
import { audit, type People } from './audit.ts';
import { Findings } from './findings.ts';
import { runChaos } from './run.ts';

/** Each undoes one thing that was acknowledged, and what the comparison must call it. */
const TAMPERED = [
  ['a command is gone', 'lost', 'DELETE FROM command WHERE seq = 1'],
  ['an outcome is another', 'corrupt', `UPDATE command SET outcome = outcome || '{"at": 1}' WHERE seq = 1`],
  ['a command is another', 'corrupt', `UPDATE command SET digest = 'x' WHERE seq = 1`],
  ['a device is set back', 'corrupt', 'UPDATE device SET last_seq = last_seq - 1'],
  ['an event is gone', 'lost', 'DELETE FROM change; DELETE FROM dossier_event WHERE n = 1'],
  [
    'an event is there twice',
    'duplicated',
    'INSERT INTO dossier_event SELECT dossier, n + 1000, at, event, prev_hash, hash FROM dossier_event WHERE n = 1',
  ],
  [
    'an event is another',
    'corrupt',
    `UPDATE dossier_event SET event = jsonb_set(event, '{what,claimedAt}', '1') WHERE n = 1`,
  ],
  ['a link of a history is another', 'corrupt', `UPDATE dossier_event SET hash = 'x' WHERE n = 1`],
  [
    'a code was given twice',
    'duplicated',
    `UPDATE dossier_event SET event = jsonb_set(event, '{what,code}', '"H38.16-261109-0001"') WHERE n = 1`,
  ],
  ['a dossier has another status', 'corrupt', `UPDATE dossier SET status = 'finished'`],
  [
    'a dossier has another owner',
    'corrupt',
    `UPDATE dossier SET owner = (SELECT id FROM account WHERE kind = 'officer')`,
  ],
  ['changes are gone', 'lost', 'DELETE FROM change WHERE n > 1'],
  [
    'a change is told twice',
    'duplicated',
    'INSERT INTO change SELECT account, last_change + 1, dossier, event_n FROM change JOIN account ON account.id = account WHERE n = 1',
  ],
  ['a file is not known any more', 'lost', 'DELETE FROM file'],
  ['a file belongs to nobody', 'corrupt', `UPDATE file SET owner = 'x'`],
  ['papers count as complete and are not', 'corrupt', 'DELETE FROM file'],
  ['drafts are gone', 'lost', 'DELETE FROM draft'],
  ['a draft goes back', 'lost', 'UPDATE draft SET rev = rev - 1 WHERE rev > 1'],
  // Whether one is over or goes on: of so short a run, either may be all there is.
  [
    'a draft is another',
    'corrupt',
    `UPDATE draft SET over = NULL, body = jsonb_set(coalesce(body, '{}'), '{unit}', '"x"')`,
  ],
  ['pages are waited for no more', 'lost', 'DELETE FROM dossier_file'],
  [
    'a page is waited for that no dossier has',
    'corrupt',
    `INSERT INTO dossier_file (dossier, owner, hash, size, type, role)
     SELECT id, owner, repeat('0', 64), 1, 'image/jpeg', 'paper' FROM dossier`,
  ],
  [
    'money has come from nowhere',
    'corrupt',
    `INSERT INTO bank_transaction (provider, id, amount, currency, account_no, memo, paid_at)
     VALUES ('sandbox', 'x', 1, 'VND', 'x', 'x', now())`,
  ],
  ['a receipt was drawn for nothing', 'duplicated', 'INSERT INTO receipt_counter VALUES (2000, 1)'],
  [
    'a dossier is rated by nobody',
    'corrupt',
    `INSERT INTO rating SELECT id, 1, 'x', now() FROM dossier ON CONFLICT (dossier) DO UPDATE SET words = 'x'`,
  ],
] as const;

/** Seconds on a machine that does nothing else; more where many tests run at once. */
const PATIENCE_MS = 5 * 60_000;

describe('a short chaos on the embedded database', () => {
  test('loses nothing, doubles nothing, and the comparison would have told', { timeout: PATIENCE_MS }, async () => {
    const found = new Map<string, readonly string[]>();
    const run = await runChaos({
      engine: 'pglite',
      cycles: 2,
      seed: 1,
      inspect: async (database, files, people) => {
        for (const [what, , sql] of TAMPERED) found.set(what, await findingsAfter(database, files, people, sql));
        found.set('bytes are cut off', await afterFile(database, files, people, (file) => truncateSync(file, 10)));
        found.set('bytes are gone', await afterFile(database, files, people, (file) => rmSync(file)));
      },
    });
    expect(run.findings.list()).toEqual([]);
    expect(run.acknowledged).toBeGreaterThan(20);
    for (const [what, kind] of [...TAMPERED, ['bytes are cut off', 'corrupt'], ['bytes are gone', 'lost']] as const) {
      expect(found.get(what), what).toContainEqual(expect.stringMatching(`^${kind}: `));
    }
  });
});

class Undo extends Error {}

/** Tampers inside a transaction, compares, and undoes it. */
async function findingsAfter(
  database: OpenDatabase,
  files: string,
  people: People,
  tamper: string,
): Promise<readonly string[]> {
  const findings = new Findings();
  const transaction: OpenDatabase['transaction'] = async (work) =>
    await database.transaction(async (sql) => {
      for (const statement of tamper.split('; ')) await sql.query(statement);
      await work(sql);
      throw new Undo();
    });
  await audit({ transaction }, files, people, findings).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return findings.list();
}

async function afterFile(
  database: OpenDatabase,
  files: string,
  people: People,
  damage: (file: string) => void,
): Promise<readonly string[]> {
  const row = await database.db.selectFrom('file').select(['owner', 'hash']).executeTakeFirst();
  const { owner, hash } = must(row, 'a file');
  damage(openVault(files).pathOf(owner, hash));
  return await findingsAfter(database, files, people, 'SELECT 1');
}
