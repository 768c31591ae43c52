import { expect, test, vi } from 'vitest';
import type { SyncStart, SyncStore, SyncTransport, Wanted } from '#core/ports.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { startSyncEngine, type SyncEngine } from './engine.ts';

const DOSSIER = '0198f2f5-7c1a-7e55-9c60-222222222222';
const DEVICE = '0198f2f5-7c1a-7e55-9c60-111111111111';
const PHOTO: Wanted = { hash: 'a'.repeat(64), size: 3, type: 'image/webp', dossier: DOSSIER };

/** A phone with one command and one photo to send, and a server that takes both. */
function phoneWithWork() {
  const left = { command: true, photo: true };
  const start = (): SyncStart => ({
    account: 'a',
    device: DEVICE,
    cursor: 0,
    draftCursor: 0,
    epoch: null,
    first: null,
    photos: 'any',
    unsent: left.command ? [{ seq: 1, bytes: 10 }] : [],
    lastContactAt: null,
  });
  const stored = <T>(value: T) => Promise.resolve({ ok: true as const, value });
  const command = {
    id: DEVICE,
    seq: 1,
    madeAt: 1,
    intent: { type: 'withdraw', dossier: DOSSIER, reason: '' },
  } as const;
  const store: SyncStore = {
    start: () => stored(start()),
    outgoing: (seqs) => stored({ commands: seqs.length > 0 ? [command] : [], drafts: [], answeredAt: null }),
    record: ({ outcomes, cursor, draftCursor, epoch }) => {
      if (outcomes.length > 0) left.command = false;
      return stored({ cursor, draftCursor, epoch, toUpload: left.photo ? [PHOTO] : [], resend: [] });
    },
    fileBytes: () => stored(new Uint8Array([1, 2, 3])),
    noteSent: () => stored(undefined),
    log: () => stored(undefined),
  };
  const transport: SyncTransport = {
    exchange: ({ commands }) => {
      const outcomes = commands.map(({ seq, id }) => ({ result: 'done' as const, seq, id, at: 1, receipt: '' }));
      return Promise.resolve({ ok: true, response: { ...QUIET_ANSWER, epoch: DOSSIER, outcomes }, bytes: 1 });
    },
    upload: () => {
      left.photo = false;
      return Promise.resolve({ ok: true });
    },
  };
  return { left, store, transport };
}

function engineOver({ store, transport }: { store: SyncStore; transport: SyncTransport }): SyncEngine {
  const timers = {
    after: (_ms: number, run: () => void) => {
      const timer = setTimeout(run, 1);
      return () => clearTimeout(timer);
    },
  };
  return startSyncEngine({ store, transport, timers, clock: { now: () => 1 }, chance: { next: () => 0 } });
}

const PORTS = ['start', 'outgoing', 'record', 'fileBytes', 'noteSent', 'log', 'exchange', 'upload'] as const;

test.each(PORTS.flatMap((port) => ([1, 2] as const).map((nth) => [port, nth] as const)))(
  'ENGINE-1 a %s that throws the %i. time stops nothing for longer than a rest',
  async (port, nth) => {
    const phone = phoneWithWork();
    const part: Record<string, (...given: never[]) => unknown> =
      port in phone.store ? (phone.store as never) : (phone.transport as never);
    const real = part[port];
    let calls = 0;
    part[port] = (...given) => {
      calls += 1;
      if (calls === nth) throw new TypeError('a part of the app did not load');
      return real?.(...given);
    };
    const engine = engineOver(phone);
    await vi.waitFor(() => expect(phone.left).toEqual({ command: false, photo: false }));
    await vi.waitFor(() =>
      expect(engine.state()).toMatchObject({ exchange: 'idle', uploading: [], lastFailure: null }),
    );
    engine.stop();
  },
);

test('ENGINE-2 what always throws is tried again after a rest, and said', async () => {
  const phone = phoneWithWork();
  const upload = vi.fn(() => Promise.reject(new TypeError('no such chunk')));
  const engine = engineOver({ ...phone, transport: { ...phone.transport, upload } });
  const said = new Set<string | undefined>();
  engine.watch(({ lastFailure }) => said.add(lastFailure?.code));
  await vi.waitFor(() => expect(upload.mock.calls.length).toBeGreaterThan(2));
  expect(phone.left.command).toBe(false);
  expect(said).toContain('fault');
  engine.stop();
});
