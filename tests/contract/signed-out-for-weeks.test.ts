import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROTOCOL, SyncResponse, type SentCommand } from '#core/sync/messages.ts';
import { createLedger } from '#server/commands/sql-ledger.ts';
import { createSentinel } from '#server/identity/sentinel.ts';
import { syncRoutes } from '#server/routes/sync.ts';
import type { TestEngine } from '#tests/support/database.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { signInByHttp, type SignedIn } from '#tests/support/sign-in.ts';
import { serveIdentity, type IdentityServer } from './identity-server.ts';
import { aFile, FRESH, groundAt, NO_RECEIPTS, submitIntent } from './ledger.contract.ts';

const FORTY_DAYS_MS = 40 * 24 * 60 * 60_000;

function weeksContract(name: string, engine: TestEngine): void {
  describe(`signed out for weeks: ${name}`, () => {
    let folder: string;
    let server: IdentityServer;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'banso-weeks-'));
      server = await serveIdentity(folder, {
        engine,
        beside: (database, now) =>
          syncRoutes({
            ledger: createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } }),
            content: { ground: () => groundAt(now()) },
            ...NO_RECEIPTS,
            sentinel: createSentinel({ origin: 'http://localhost' }),
            hasRoom: () => Promise.resolve(true),
            now,
          }),
      });
    });
    afterAll(async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    });

    const device = randomUUID();
    const made = (seq: number): SentCommand => ({
      id: randomUUID(),
      seq,
      madeAt: Date.now(),
      intent: submitIntent([aFile()]),
    });

    /** One exchange of an outbox by a browser with this session. */
    async function send({ cookie }: SignedIn, account: string, commands: readonly SentCommand[]) {
      const answer = await fetch(`${server.origin}/api/sync`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: server.origin, Cookie: cookie },
        body: JSON.stringify({ protocol: PROTOCOL, account, device, ...FRESH, commands }),
      });
      return { status: answer.status, body: (await answer.json()) as unknown };
    }

    const dossiers = async () => (await server.query('SELECT owner FROM dossier')).map(({ owner }) => owner);

    test('the outbox waits for its person, goes out under no other name, and once', async () => {
      const before = await signInByHttp(server.origin, 'ly-thi-may');
      const { account } = before.me;
      expect((await send(before, account, [made(1)])).status).toBe(200);
      server.forward(FORTY_DAYS_MS);

      const outbox = [made(2), made(3)];
      expect(await send(before, account, outbox)).toEqual({ status: 401, body: { error: { code: 'signedOut' } } });
      const other = await signInByHttp(server.origin, 'giang-a-pao');
      const refused = await send(other, account, outbox);
      expect(refused).toEqual({ status: 409, body: { error: { code: 'wrongAccount' } } });
      expect(await dossiers()).toEqual([account]);

      const again = await signInByHttp(server.origin, 'ly-thi-may');
      expect(again.me.account).toBe(account);
      const taken = SyncResponse.parse((await send(again, account, outbox)).body);
      expect(taken.outcomes.map(({ seq, result }) => [seq, result])).toEqual([
        [2, 'done'],
        [3, 'done'],
      ]);
      expect(SyncResponse.parse((await send(again, account, outbox)).body).outcomes).toEqual(taken.outcomes);
      expect(await dossiers()).toEqual([account, account, account]);
    });
  });
}

weeksContract('PGlite', 'pglite');

const postgres = startPostgres();
if (postgres.ok) {
  describe('PostgreSQL', () => {
    afterAll(postgres.stop);
    weeksContract('PostgreSQL', { postgresUrl: postgres.url });
  });
} else {
  test.skip(`signed out for weeks, on PostgreSQL: ${postgres.why}`);
}
