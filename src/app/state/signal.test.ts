import { expect, test } from 'vitest';
import type { OutboxEntry } from '#core/ports.ts';
import { INITIAL } from '#core/sync/initial.ts';
import { signalOf, type SignalInput } from './signal.ts';

const entry: OutboxEntry = {
  command: {
    id: '00000000-0000-4000-8000-000000000001',
    seq: 1,
    madeAt: 1,
    intent: { type: 'withdraw', dossier: '00000000-0000-4000-8000-000000000002', reason: '' },
  },
  bytes: 100,
  files: [],
  refusal: null,
};
const quiet: SignalInput = {
  known: true,
  failed: false,
  server: 'in',
  sync: { ...INITIAL, lastContactAt: 1 },
  outbox: [],
  progress: [],
  online: true,
};

test.each<[Partial<SignalInput>, string]>([
  [{}, 'synced'],
  [{ sync: INITIAL }, 'offline'],
  [{ online: false }, 'offline'],
  [{ outbox: [entry] }, 'waiting'],
  [{ outbox: [entry], online: false }, 'offline'],
  [{ outbox: [entry], sync: { ...INITIAL, exchange: 'asking' } }, 'sending'],
  [{ outbox: [{ ...entry, refusal: { code: 'unknownUnit' } }], online: false }, 'review'],
  [{ sync: { ...INITIAL, lastContactAt: 1, blocked: 'outdated' } }, 'review'],
  [{ server: 'out' }, 'signedOut'],
  [{ known: false }, 'signedOut'],
  [{ known: false, online: false }, 'offline'],
])('%j is shown as %s', (change, kind) => {
  expect(signalOf({ ...quiet, ...change }).kind).toBe(kind);
});

test('a store that cannot be read needs looking at, whatever the network says', () => {
  expect(signalOf({ ...quiet, failed: true }).kind).toBe('review');
  expect(signalOf({ ...quiet, failed: true, online: false, sync: null }).kind).toBe('review');
});
