import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { PROTOCOL, SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import type { Me } from '#protocol/http.ts';
import { createLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import type { Route } from '#server/http/route.ts';
import { syncRoutes } from '#server/routes/sync.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { NOW, Phone, aFile, groundAt, nextUuid, submitIntent } from './ledger.contract.ts';
import { addAccount } from './ledger-accounts.ts';

const account = nextUuid();
let database: OpenDatabase;
let route: Route;

beforeAll(async () => {
  database = await freshDatabase();
  await addAccount(database, { id: account });
  const ledger = createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } });
  route = must(syncRoutes({ ledger, content: { ground: () => groundAt(NOW) }, now: () => NOW })[0], 'route');
});
afterAll(async () => await database.close());

async function post(request: SyncRequest) {
  const me: Me = { account, name: 'Lý Thị Mẩy', kind: 'resident', unit: null, person: { name: 'Lý Thị Mẩy' } };
  return await route.handle({
    me,
    params: {},
    query: null,
    body: SyncRequest.parse(request),
    request: new Request('http://localhost/api/sync'),
    requestId: 'test',
    log: pino({ enabled: false }),
  });
}

test('work is never taken under another account than the one that made it', async () => {
  const request = { protocol: PROTOCOL, account: nextUuid(), device: nextUuid(), commands: [], cursor: 0 };
  expect(await post(request)).toEqual({ kind: 'refusal', refusal: { code: 'wrongAccount' } });
});

test('a character that the database cannot hold does not hold up an outbox', async () => {
  const phone = new Phone({ transaction: () => Promise.reject(new Error('not used')) }, account);
  const dossier = nextUuid();
  const commands = [
    phone.command(submitIntent([aFile()], dossier)),
    phone.command({ type: 'withdraw', dossier, reason: 'nhầm\0 xã \uD83D' }),
  ];
  const request = { protocol: PROTOCOL, account, device: phone.device, commands, cursor: 0 };
  const reply = await post(request);
  const { outcomes, changes } = SyncResponse.parse(reply.kind === 'value' ? reply.value : null);
  expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
  expect(changes.at(-1)?.event.what).toEqual({ type: 'withdrawn', reason: 'nhầm\uFFFD xã \uFFFD' });
  expect(await post(request)).toMatchObject({ kind: 'value', value: { outcomes } });
});
