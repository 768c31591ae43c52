import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { SyncTransport } from '#core/ports.ts';
import { behind } from '#core/sync/behind.ts';
import { startSyncEngine } from '#core/sync/engine.ts';
import { PROTOCOL, SyncResponse } from '#core/sync/messages.ts';
import type { Me } from '#protocol/http.ts';
import { parseBody } from '#server/http/parse.ts';
import { fillIn, TerseResponse } from '#protocol/terse.ts';
import { downgradeResponse, SyncResponseV1 } from '#protocol/v1.ts';
import { answerInV2, SyncResponseV2 } from '#protocol/v2.ts';
import { createLedger } from '#server/commands/sql-ledger.ts';
import { ids, timers } from '#platform/ambient.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import type { Route } from '#server/http/route.ts';
import { createSentinel } from '#server/identity/sentinel.ts';
import { syncRoutes } from '#server/routes/sync.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { memoryDisk } from '#tests/support/memory-disk.ts';
import { FRESH, NOW, NO_RECEIPTS, Phone, aFile, groundAt, nextUuid, submitIntent } from './ledger.contract.ts';
import { addAccount } from './ledger-accounts.ts';

const account = nextUuid();
let database: OpenDatabase;
let route: Route;

beforeAll(async () => {
  database = await freshDatabase();
  await addAccount(database, { id: account });
  const sentinel = createSentinel({ origin: 'http://localhost' });
  const ledger = createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } });
  route = must(
    syncRoutes({
      ledger,
      content: { ground: () => groundAt(NOW) },
      ...NO_RECEIPTS,
      sentinel,
      hasRoom: async () => true,
      now: () => NOW,
    })[0],
    'route',
  );
});
afterAll(async () => await database.close());

async function post(request: unknown, headers: Readonly<Record<string, string>> = {}) {
  const me: Me = { account, name: 'Lý Thị Mẩy', kind: 'resident', unit: null, person: { name: 'Lý Thị Mẩy' } };
  return await route.handle({
    me,
    params: {},
    query: null,
    body: must(route.body, 'schema').parse(request),
    request: new Request('http://localhost/api/sync', { headers }),
    requestId: 'test',
    log: pino({ enabled: false }),
  });
}

/** A phone whose app is a version ahead of the server, until that is updated. */
async function phoneOfANewerApp() {
  const clock = { now: () => NOW };
  const opened = await memoryDisk({ clock, ids }).open(account);
  const store = must(opened.ok ? opened.value : null, 'store');
  let ahead = 1;
  const exchange: SyncTransport['exchange'] = async (request) => {
    const reply = await post({ ...request, protocol: PROTOCOL + ahead });
    if (reply.kind === 'value') return { ok: true, response: SyncResponse.parse(reply.value), bytes: 1 };
    const refusal = must(reply.kind === 'refusal' ? reply.refusal : null, 'refusal');
    // The engine is today's: to it all versions are one lower than to the app of the next.
    const heard =
      refusal.code === 'protocolUnsupported'
        ? { ...refusal, supported: refusal.supported.map((version) => version - ahead) }
        : refusal;
    return { ok: false, failure: { code: 'refused', refusal: heard, retryAfterMs: null } };
  };
  const engine = startSyncEngine({
    store: store.sync,
    transport: { exchange, upload: () => Promise.reject(new Error('no papers here')) },
    clock,
    timers,
    chance: { next: () => 0.5 },
  });
  return { store, engine, update: () => (ahead = 0) };
}

test('work is never taken under another account than the one that made it', async () => {
  const request = { protocol: PROTOCOL, account: nextUuid(), device: nextUuid(), commands: [], ...FRESH };
  expect(await post(request)).toEqual({ kind: 'refusal', refusal: { code: 'wrongAccount' } });
});

test('a character that the database cannot hold does not hold up an outbox', async () => {
  const phone = new Phone({ transaction: () => Promise.reject(new Error('not used')) }, account);
  const dossier = nextUuid();
  const commands = [
    phone.command(submitIntent([aFile()], dossier)),
    phone.command({ type: 'withdraw', dossier, reason: 'nhầm\0 xã \uD83D' }),
  ];
  const request = { protocol: PROTOCOL, account, device: phone.device, commands, ...FRESH };
  const reply = await post(request);
  const { outcomes, changes } = SyncResponse.parse(reply.kind === 'value' ? reply.value : null);
  expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
  expect(changes.at(-1)?.event.what).toEqual({ type: 'withdrawn', reason: 'nhầm\uFFFD xã \uFFFD' });
  expect(await post(request)).toMatchObject({ kind: 'value', value: { outcomes } });
});

test('one id in small and in capital letters is the same id, and a second command under it a conflict', async () => {
  const phone = new Phone({ transaction: () => Promise.reject(new Error('not used')) }, account);
  const first = { ...phone.command(submitIntent([aFile()])), id: 'abcdefab-cdef-4abc-8def-abcdefabcdef' };
  const second = { ...phone.command(submitIntent([aFile()])), id: first.id.toUpperCase() };
  const request = { protocol: PROTOCOL, account, device: phone.device, ...FRESH };
  const conflict = { kind: 'refusal', refusal: { code: 'conflict', seq: 2 } };
  expect(await post({ ...request, commands: [first, second] })).toEqual(conflict);
  expect(await post({ ...request, commands: [first] })).toMatchObject({ kind: 'value' });
  expect(await post({ ...request, commands: [second] })).toEqual(conflict);
});

test('TERSE-6 who asks for it does not hear its own dossier again, also when the same request comes twice', async () => {
  const phone = new Phone({ transaction: () => Promise.reject(new Error('not used')) }, account);
  const dossier = nextUuid();
  const commands = [phone.command(submitIntent([aFile()], dossier))];
  const request = { protocol: PROTOCOL, account, device: phone.device, commands, ...FRESH };
  const prefer = { Prefer: 'return=minimal' };
  const first = await post(request, prefer);
  const [terse, again, full] = [first, await post(request, prefer), await post(request)].map((reply) =>
    reply.kind === 'value' ? reply.value : null,
  );
  const whole = SyncResponse.parse(full);
  const ours = (answer: unknown) =>
    TerseResponse.parse(answer).changes.find((change) => change.dossier === dossier)?.event.what;
  expect(ours(whole)).toMatchObject({ type: 'submitted', answers: {} });
  for (const answer of [terse, again]) {
    expect(ours(answer)).not.toHaveProperty('answers');
    expect(ours(answer)).not.toHaveProperty('attachments');
    expect(SyncResponse.parse(fillIn(request, answer))).toEqual(whole);
  }
  // Another phone of the same person has said nothing of it.
  const other = await post({ ...request, device: nextUuid(), commands: [] }, prefer);
  expect(SyncResponse.parse(other.kind === 'value' ? other.value : null).changes).toEqual(whole.changes);
});

test('a phone that speaks protocol 1 is served in its own words', async () => {
  const phone = new Phone({ transaction: () => Promise.reject(new Error('not used')) }, account);
  const commands = [phone.command(submitIntent([aFile()]))];
  const request = { protocol: 1, account, device: phone.device, commands, cursor: 0 };
  const reply = await post(request);
  const answer = SyncResponseV1.parse(reply.kind === 'value' ? reply.value : null);
  expect(answer).toMatchObject({ protocol: 1, lastSeq: 1, outcomes: [{ result: 'done', seq: 1 }] });
  // After its update the same phone goes on where it was.
  const updated = { protocol: PROTOCOL, account, device: phone.device, commands, ...FRESH };
  const after = await post(updated);
  expect(after).toMatchObject({ kind: 'value', value: { protocol: PROTOCOL, lastSeq: 1, outcomes: answer.outcomes } });
});

test('VERSION-7 phones of protocols 1 and 2 hear of versions in a word they know', () => {
  const refusals = [
    { code: 'versionClosed', version: 2, since: '2026-11-24' },
    { code: 'versionUnknown', newest: 1 },
    { code: 'unknownUnit' },
  ] as const;
  const outcomes = refusals.map(
    (refusal, at) => ({ result: 'refused', seq: at + 1, id: nextUuid(), at: NOW, refusal }) as const,
  );
  const answer = {
    protocol: PROTOCOL,
    epoch: nextUuid(),
    lastSeq: 3,
    outcomes,
    missingFiles: [],
    changes: [],
    cursor: 0,
  };
  const beside = { draftOutcomes: [], drafts: [], draftCursor: 0, more: false, backedUpTo: null, serverTime: NOW };
  const response = SyncResponse.parse({ ...answer, ...beside });
  for (const heard of [
    SyncResponseV1.parse(downgradeResponse(response, 0)),
    SyncResponseV2.parse(answerInV2(response)),
  ]) {
    const codes = heard.outcomes.map((outcome) => outcome.result === 'refused' && outcome.refusal.code);
    expect(codes).toEqual(['unknownProcedure', 'unknownProcedure', 'unknownUnit']);
  }
});

test('a phone that speaks protocol 2 is told of papers photographed again in words it has', async () => {
  const phone = new Phone({ transaction: () => Promise.reject(new Error('not used')) }, account);
  const [dossier, lost] = [nextUuid(), aFile()];
  const attachments = [{ document: 'idCard', files: [aFile()] }];
  const commands = [
    phone.command(submitIntent([lost], dossier)),
    phone.command({ type: 'replacePapers', dossier, lost: [lost.hash], attachments }),
  ];
  const request = { protocol: PROTOCOL, account, device: phone.device, commands, ...FRESH };
  expect(await post(request)).toMatchObject({ kind: 'value' });
  const reply = await post({ ...request, protocol: 2, device: nextUuid(), commands: [] });
  const { changes, missingFiles } = SyncResponseV2.parse(reply.kind === 'value' ? reply.value : null);
  const told = changes.filter((change) => change.dossier === dossier).map(({ event }) => event);
  expect(told.map(({ n, what }) => [n, what.type])).toEqual([
    [1, 'submitted'],
    [2, 'refundOpened'],
  ]);
  expect(missingFiles).not.toContain(lost.hash);
});

test('a phone that speaks a newer protocol, or one long past, is told which ones are spoken here and who is behind', async () => {
  const refusal = { code: 'protocolUnsupported', supported: [PROTOCOL, 2, 1] };
  expect(await post({ protocol: PROTOCOL + 1, anything: true })).toEqual({ kind: 'refusal', refusal });
  const past = { protocol: 0, account, device: nextUuid(), commands: [], ...FRESH };
  expect(await post(past)).toEqual({ kind: 'refusal', refusal });
  expect([behind(refusal.supported, PROTOCOL + 1), behind(refusal.supported, 0)]).toEqual(['serverOlder', 'outdated']);
});

test('SYNC-35 the engine of a newer app waits for its server, and sends all of it once that has been updated', async () => {
  const { store, engine, update } = await phoneOfANewerApp();
  await vi.waitFor(() => expect(engine.state().blocked).toBe('serverOlder'));
  const dossier = nextUuid();
  const entry = await store.enqueue(submitIntent([aFile()], dossier), { commandId: nextUuid(), madeAt: NOW });
  engine.queued(entry.ok ? entry.value.command.seq : 0, 900);
  expect(engine.state()).toMatchObject({ blocked: 'serverOlder', unsent: [{ seq: 1 }] });
  update();
  engine.wake('visible');
  await vi.waitFor(async () => expect(await store.listOutbox()).toEqual({ ok: true, value: [] }));
  expect(engine.state()).toMatchObject({ blocked: null, lastFailure: null });
  const dossiers = await store.listDossiers();
  expect(dossiers.ok && dossiers.value.filter(({ id }) => id === dossier)).toMatchObject([{ status: 'registered' }]);
  engine.stop();
});

test.each([
  ['of today', { protocol: PROTOCOL, account: 'may', commands: [], ...FRESH }, 'body.device: invalid_type'],
  ['of an older phone', { protocol: 1, account: 'may', device: nextUuid(), commands: [] }, 'body.cursor: invalid_type'],
  ['without a protocol', { anything: true }, 'body.protocol: invalid_type'],
])('a request %s that lacks something is told what it lacks', async (_, request, detail) => {
  const headers = { 'Content-Type': 'application/json' };
  const sent = new Request('http://localhost/api/sync', { method: 'POST', headers, body: JSON.stringify(request) });
  const refusal = { code: 'malformed', detail };
  expect(await parseBody(sent, must(route.body, 'schema'), 1_000)).toEqual({ ok: false, refusal });
});
