import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { OpenDatabase } from '#server/db/database.ts';
import { accountIds } from '#server/identity/account-id.ts';
import { sqlIdentityStore } from '#server/identity/sql-store.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { signInByHttp } from '#tests/support/sign-in.ts';
import { serveIdentity, type IdentityServer } from './identity-server.ts';

let folder: string;
let server: IdentityServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-account-ids-'));
  server = await serveIdentity(folder);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function accountOf(subject: string): Promise<string> {
  return (await signInByHttp(server.origin, subject)).me.account;
}

describe('the id of an account', () => {
  it('is the same when the server has forgotten the person, as after a restore', async () => {
    const account = await accountOf('ly-thi-may');
    await server.query('DELETE FROM session');
    await server.query('DELETE FROM account');
    expect(await accountOf('giang-a-pao')).not.toBe(account);
    expect(await accountOf('ly-thi-may')).toBe(account);
  });

  it('stays what it was where it was given before ids followed from the person', async () => {
    await accountOf('sung-a-chu');
    await server.query('DELETE FROM session');
    await server.query(`UPDATE account SET id = 'given before' WHERE name = 'Sùng A Chú'`);
    expect(await accountOf('sung-a-chu')).toBe('given before');
  });

  it('is another at a server with another key', async () => {
    const database = await freshDatabase();
    try {
      const account = await signIn(database, 'one key');
      await database.db.deleteFrom('account').execute();
      expect(await signIn(database, 'one key')).toBe(account);
      await database.db.deleteFrom('account').execute();
      expect(await signIn(database, 'another key')).not.toBe(account);
    } finally {
      await database.close();
    }
  });
});

const PERSON = { name: 'Lý Thị Mẩy', kind: 'resident', unit: null, person: { name: 'Lý Thị Mẩy' } } as const;

async function signIn(database: OpenDatabase, key: string, subject = 'somebody', phone = 0): Promise<string> {
  return await sqlIdentityStore(database, accountIds(key)).signIn({
    subject,
    profile: PERSON,
    session: `${subject} ${phone}`,
    replaces: null,
    now: new Date(1_000),
    expiresAt: new Date(2_000),
  });
}

const TITLE = 'whoever signs in for the first time on several phones at once is one person';
const postgres = startPostgres();
if (!postgres.ok) test.skip(`${TITLE}: ${postgres.why}`);
else {
  afterAll(postgres.stop);
  test(TITLE, async () => {
    const database = await freshDatabase({ postgresUrl: postgres.url });
    try {
      for (let who = 0; who < 60; who += 1) {
        const phones = Array.from({ length: 10 }, (_, phone) => signIn(database, 'one key', `${who}`, phone));
        expect(new Set(await Promise.all(phones)).size).toBe(1);
      }
    } finally {
      await database.close();
    }
  });
}
