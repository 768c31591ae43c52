import { beforeAll, expect, test, vi } from 'vitest';
import type { OutboxEntry } from '#core/ports.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { withdraw } from './actions.ts';
import { useApp } from './app.ts';

const DOSSIER = '00000000-0000-4000-8000-000000000001';

/** A store that tells nobody when something was written, and reads the outbox when it is told to. */
function slowStore() {
  const kept: OutboxEntry[] = [];
  const held: (() => void)[] = [];
  let hold = false;
  return {
    kept,
    held,
    letGo: () => held.shift()?.(),
    holdReads: () => (hold = true),
    store: {
      enqueue: async (intent: unknown, from: { commandId: string; madeAt: number }) => {
        const command = { id: from.commandId, seq: kept.length + 1, madeAt: from.madeAt, intent };
        const entry = { command, bytes: 1, refusal: null } as unknown as OutboxEntry;
        kept.push(entry);
        return { ok: true, value: entry };
      },
      listOutbox: async () => {
        const value = [...kept];
        if (hold) await new Promise<void>((resolve) => held.push(resolve));
        return { ok: true, value };
      },
    },
  };
}

const slow = slowStore();
const sequence = () => useApp.getState().outbox.map(({ command }) => command.seq);

beforeAll(() =>
  startSignedIn(slow.store, {
    ids: { uuid: () => crypto.randomUUID() },
    sync: { state: () => null, watch: () => () => undefined, queued: () => undefined },
  }),
);

test('what was sealed is on the screens before whoever sealed it is led on', async () => {
  expect((await withdraw(DOSSIER, 'Nhầm')).ok).toBe(true);
  expect(sequence()).toEqual([1]);
});

test('a reading that began before a command was sealed is not the one that counts', async () => {
  slow.holdReads();
  const done = vi.fn();
  void withdraw(DOSSIER, 'Nhầm').then(done);
  await vi.waitFor(() => expect(slow.held).toHaveLength(1));
  void withdraw(DOSSIER, 'Nhầm').then(done);
  await vi.waitFor(() => expect(slow.kept).toHaveLength(3));
  slow.letGo();
  await vi.waitFor(() => expect(sequence()).toEqual([1, 2]));
  expect(done).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(slow.held).toHaveLength(1));
  slow.letGo();
  await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(2));
  expect(sequence()).toEqual([1, 2, 3]);
});
