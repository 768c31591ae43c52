import pino from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { CitizenIntent, Command } from '#core/dossier/command.ts';
import type { Dossier, Happening, Uuid } from '#core/dossier/dossier.ts';
import type { AccountStore, SyncTransport } from '#core/ports.ts';
import { startSyncEngine } from '#core/sync/engine.ts';
import { SyncResponse, type Change, type RequestRefusal } from '#core/sync/messages.ts';
import { enact } from '#core/sync/serve.ts';
import { ids, timers } from '#platform/ambient.ts';
import { cursorAfter, takeChanges } from '#platform/store/plan.ts';
import type { Me } from '#protocol/http.ts';
import { SyncRequestV1, SyncResponseV1 } from '#protocol/v1.ts';
import { createSentinel } from '#server/identity/sentinel.ts';
import { syncRoutes } from '#server/routes/sync.ts';
import { MemoryLedger } from '#tests/support/memory-ledger.ts';
import { memoryDisk } from '#tests/support/memory-disk.ts';
import { aFile, groundAt, nextUuid, NO_RECEIPTS, NOW, submitIntent } from './ledger.contract.ts';

const ACCOUNT = nextUuid();

/** The real route over a ledger that can be brought back from a backup. */
class Server {
  readonly ledger = new MemoryLedger();
  readonly #route = must(
    syncRoutes({
      ledger: this.ledger,
      content: { ground: () => groundAt(NOW) },
      ...NO_RECEIPTS,
      sentinel: createSentinel({ origin: 'http://localhost' }),
      hasRoom: async () => true,
      now: () => NOW,
    })[0],
    'route',
  );

  async post(request: unknown) {
    const me: Me = { account: ACCOUNT, name: 'Lý Thị Mẩy', kind: 'resident', unit: null, person: { name: 'Mẩy' } };
    return await this.#route.handle({
      me,
      params: {},
      query: null,
      body: must(this.#route.body, 'schema').parse(request),
      request: new Request('http://localhost/api/sync'),
      requestId: 'test',
      log: pino({ enabled: false }),
    });
  }

  /** What happens to a dossier at the desk. */
  async officer(id: Uuid, ...happened: Happening[]): Promise<void> {
    await this.ledger.transaction(async (tx) => {
      const found = must(await tx.lockDossier(id), 'dossier');
      await enact(tx, ACCOUNT, id, found.dossier, happened, NOW, { role: 'officer', name: 'Dín' });
    });
  }
}

/**
 * A phone as protocol 1 had it, in as far as it matters here: what an answer did to its dossiers and its cursor (the
 * functions it had have not changed since), and at which refusals its engine stood still.
 */
class PhoneOf1 {
  readonly device = nextUuid();
  readonly dossiers = new Map<Uuid, Dossier>();
  outbox: Command[] = [];
  cursor = 0;
  exchanges = 0;
  blocked: RequestRefusal['code'] | null = null;
  #seq = 0;
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  make(intent: CitizenIntent): void {
    this.#seq += 1;
    this.outbox.push({ id: nextUuid(), seq: this.#seq, madeAt: NOW, intent });
  }

  /** Opened anew, until it has nothing more to ask. */
  async open(): Promise<void> {
    let { cursor } = this;
    this.blocked = null;
    for (let more = true; more;) {
      this.exchanges += 1;
      const { device, outbox } = this;
      const reply = await this.#server.post(
        SyncRequestV1.parse({ protocol: 1, account: ACCOUNT, device, commands: outbox, cursor }),
      );
      if (reply.kind === 'refusal') {
        this.blocked = reply.refusal.code;
        return;
      }
      const answer = SyncResponseV1.parse(reply.kind === 'value' ? reply.value : null);
      const done = new Set(answer.outcomes.map(({ seq }) => seq));
      this.outbox = outbox.filter(({ seq }) => !done.has(seq));
      const changes = answer.changes as Change[];
      const taken = takeChanges(this.dossiers, changes);
      for (const [id, dossier] of taken.dossiers) {
        if (dossier) this.dossiers.set(id, dossier);
        else this.dossiers.delete(id);
      }
      this.cursor = cursorAfter(this.cursor, changes, answer.cursor, taken.broken);
      ({ cursor, more } = answer);
    }
  }

  shown(id: Uuid): string | undefined {
    return this.dossiers.get(id)?.status;
  }
}

/** A dossier submitted and in the backup; another, and what an officer did to the first, after it. Then it comes back. */
async function restored({ forgetsCommand = true } = {}) {
  const server = new Server();
  const phone = new PhoneOf1(server);
  const [kept, lost] = [nextUuid(), nextUuid()];
  phone.make(submitIntent([aFile()], kept));
  await phone.open();
  const backup = server.ledger.snapshot();
  if (forgetsCommand) phone.make(submitIntent([aFile()], lost));
  await phone.open();
  await server.officer(kept, { type: 'papersComplete' }, { type: 'received', promisedDay: null });
  await phone.open();
  expect([phone.shown(kept), phone.outbox]).toEqual(['received', []]);
  server.ledger.restore(backup);
  return { server, phone, kept, lost };
}

describe('a phone of protocol 1 whose server went back to a backup', () => {
  test('OLD-1 reads all from the start where it has heard of more than there is, and goes on from there', async () => {
    const { server, phone, kept } = await restored();
    await phone.open();
    expect(phone.shown(kept)).toBe('registered');
    expect(phone.cursor).toBe(1);
    await server.officer(kept, { type: 'papersComplete' }, { type: 'notAccepted', reason: 'mờ' });
    await phone.open();
    expect(phone.shown(kept)).toBe('notAccepted');
    // Nothing is told twice once that is done.
    const { exchanges } = phone;
    await phone.open();
    expect(phone.exchanges).toBe(exchanges + 1);
  });

  test('OLD-2 keeps what the server has forgotten, whose only copy it may be', async () => {
    const { phone, lost } = await restored();
    await phone.open();
    expect(phone.shown(lost)).toBe('registered');
  });

  test('OLD-3 hears of everything there is in a ledger that has forgotten all of it', async () => {
    const server = new Server();
    const phone = new PhoneOf1(server);
    const empty = server.ledger.snapshot();
    phone.make(submitIntent([aFile()]));
    phone.make(submitIntent([aFile()]));
    await phone.open();
    server.ledger.restore(empty);
    await phone.open();
    expect(phone.blocked).toBeNull();
    const other = new PhoneOf1(server);
    const dossier = nextUuid();
    other.make(submitIntent([aFile()], dossier));
    await other.open();
    await phone.open();
    expect(phone.shown(dossier)).toBe('registered');
  });

  test('OLD-4 still sends what waits, where nothing of its own was forgotten', async () => {
    const { phone, kept } = await restored({ forgetsCommand: false });
    // As many as were forgotten, so that the numbers meet again at once.
    const made = [nextUuid(), nextUuid(), nextUuid()];
    for (const id of made) phone.make(submitIntent([aFile()], id));
    await phone.open();
    expect([phone.blocked, phone.outbox]).toEqual([null, []]);
    expect([kept, ...made].map((id) => phone.shown(id))).toEqual(made.concat(kept).map(() => 'registered'));
  });

  test('OLD-5 is asked to update where a command it let go of is missing, since only its update can go on', async () => {
    const { phone } = await restored();
    phone.make(submitIntent([aFile()]));
    await phone.open();
    // Its engine had no word for sending again: at a gap it stood still and sent the person to look for help.
    expect(phone.blocked).toBe('protocolUnsupported');
    expect(phone.outbox).toHaveLength(1);
  });
});

test('OLD-6 after its update such a phone goes on, and shows what the server has', async () => {
  const server = new Server();
  const clock = { now: () => NOW };
  const disk = memoryDisk({ clock, ids });
  const opened = await disk.open(ACCOUNT);
  const [kept, lost, next] = [nextUuid(), nextUuid(), nextUuid()];
  const exchange: SyncTransport['exchange'] = async (request) => {
    const reply = await server.post(request);
    if (reply.kind === 'value') return { ok: true, response: SyncResponse.parse(reply.value), bytes: 1 };
    const refusal = must(reply.kind === 'refusal' ? reply.refusal : null, 'refusal');
    return { ok: false, failure: { code: 'refused', refusal, retryAfterMs: null } };
  };
  const run = async (store: AccountStore, ...submissions: Uuid[]) => {
    for (const id of submissions) {
      await store.enqueue(submitIntent([aFile()], id), { commandId: nextUuid(), madeAt: NOW });
    }
    const transport: SyncTransport = { exchange, upload: () => Promise.resolve({ ok: true }) };
    const soon = { after: (_: number, then: () => void) => timers.after(1, then) };
    const engine = startSyncEngine({ store: store.sync, transport, clock, timers: soon, chance: { next: () => 0 } });
    await vi.waitFor(async () => expect(await store.listOutbox()).toEqual({ ok: true, value: [] }));
    engine.stop();
    return await store.listDossiers();
  };
  const before = must(opened.ok ? opened.value : null, 'store');
  await run(before, kept);
  const backup = server.ledger.snapshot();
  await server.officer(kept, { type: 'papersComplete' }, { type: 'received', promisedDay: null });
  await run(before, lost);
  server.ledger.restore(backup);

  // What protocol 1 kept: no numbers of what was acknowledged, no epochs, and no command that had its outcome.
  disk.kill();
  const none = { told: null, acked: null, epoch: null, kept: new Map(), receipts: new Map(), toldIn: new Map() };
  disk.release((rows) => ({ ...rows, ...none }));
  const updated = await disk.open(ACCOUNT);
  const after = must(updated.ok ? updated.value : null, 'store');
  const dossiers = await run(after, next);
  const statuses = new Map(dossiers.ok ? dossiers.value.map(({ id, status }) => [id, status]) : []);
  expect([statuses.get(kept), statuses.get(next)]).toEqual(['registered', 'registered']);
  expect(await after.listUntold()).toEqual({ ok: true, value: [{ dossier: lost, isLost: true }] });
  const there = server.ledger.rows.dossiers;
  expect([there.has(kept), there.has(lost), there.has(next)]).toEqual([true, false, true]);
});
