import { expect, test } from 'vitest';
import type { OutboxEntry } from '#core/ports.ts';
import { INITIAL, type SyncState } from '#core/sync/state.ts';
import { PROTOCOL, type RequestRefusal } from '#core/sync/messages.ts';
import { signalOf, type Signal, type SignalInput } from './signal.ts';

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
  asks: false,
  strays: false,
  server: 'in',
  sync: { ...INITIAL, lastContactAt: 1 },
  outbox: [],
  progress: [],
  missing: [],
  online: true,
};
const photo = { hash: 'ff', size: 10, type: 'image/webp' as const, dossier: 'd1' };
const fileOf = (hash: string, size: number) => ({ hash, size, type: 'image/webp' as const });

test.each<[Partial<SignalInput>, string]>([
  [{}, 'synced'],
  [{ sync: INITIAL }, 'offline'],
  [{ online: false }, 'offline'],
  [{ outbox: [entry] }, 'waiting'],
  [{ outbox: [entry], online: false }, 'offline'],
  [
    { outbox: [entry], sync: { ...INITIAL, unsent: [{ seq: 1, bytes: 100 }], exchange: 'asking', carried: [1] } },
    'sending',
  ],
  // A request for news alone carries nothing of what waits.
  [{ outbox: [entry], sync: { ...INITIAL, exchange: 'asking' } }, 'waiting'],
  // Kept by another tab, or asked about because it does not open here: the engine knows of it all the same.
  [{ sync: { ...INITIAL, lastContactAt: 1, unsent: [{ seq: 1, bytes: 100 }] } }, 'waiting'],
  [{ outbox: [{ ...entry, refusal: { code: 'unknownUnit' } }], online: false }, 'review'],
  // Nothing waits here, and the office waits for what only the person can bring.
  [{ asks: true }, 'review'],
  // Nothing waits for a dossier that the server has lost, and nobody handles it.
  [{ strays: true }, 'review'],
  [{ sync: { ...INITIAL, lastContactAt: 1, blocked: 'outdated' } }, 'review'],
  [{ sync: { ...INITIAL, lastContactAt: 1, blocked: 'serverOlder' } }, 'serverOlder'],
  [{ sync: { ...INITIAL, blocked: 'serverOlder' }, outbox: [entry] }, 'serverOlder'],
  [{ sync: { ...INITIAL, blocked: 'serverOlder' }, online: false }, 'offline'],
  [{ sync: { ...INITIAL, blocked: 'serverOlder' }, server: 'out' }, 'signedOut'],
  // Signal is not what photos kept for Wi-Fi wait for; a form beside them goes with signal all the same.
  [{ sync: { ...INITIAL, lastContactAt: 1, photos: 'wifi', metered: true, uploads: [photo] } }, 'photosHeld'],
  [{ sync: { ...INITIAL, lastContactAt: 1, photos: 'wifi', metered: null, uploads: [photo] } }, 'photosHeld'],
  [{ sync: { ...INITIAL, lastContactAt: 1, photos: 'wifi', metered: false, uploads: [photo] } }, 'waiting'],
  [
    { outbox: [entry], sync: { ...INITIAL, lastContactAt: 1, photos: 'wifi', metered: true, uploads: [photo] } },
    'waiting',
  ],
  [{ sync: { ...INITIAL, photos: 'wifi', metered: true, uploads: [photo] }, online: false }, 'offline'],
  // An older app has met the server, and left no word of what it lacked.
  [{ missing: null }, 'waiting'],
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

type Failure = NonNullable<SyncState['lastFailure']>;
type Row<F> = readonly [F, Signal['kind']];

/** A row for every code there is: one left out does not compile. */
const FAILURES = {
  unreachable: [{ code: 'unreachable' }, 'offline'],
  timeout: [{ code: 'timeout' }, 'unmet'],
  notOurs: [{ code: 'notOurs' }, 'unmet'],
  full: [{ code: 'full' }, 'review'],
  lost: [{ code: 'lost' }, 'review'],
  corrupt: [{ code: 'corrupt' }, 'review'],
  newer: [{ code: 'newer' }, 'review'],
  stale: [{ code: 'stale', rev: 2 }, 'waiting'],
  fault: [{ code: 'fault' }, 'waiting'],
  tooLarge: [{ code: 'tooLarge', limit: 1 }, 'trouble'],
} as const satisfies Record<Exclude<Failure['code'], 'refused'>, Row<Failure>>;

const REFUSALS = {
  storageFull: [{ code: 'storageFull' }, 'busy'],
  busy: [{ code: 'busy' }, 'busy'],
  tooMany: [{ code: 'tooMany' }, 'busy'],
  internal: [{ code: 'internal', request: 'a' }, 'trouble'],
  malformed: [{ code: 'malformed', detail: '' }, 'trouble'],
  tooLarge: [{ code: 'tooLarge', limit: 1 }, 'trouble'],
  forbidden: [{ code: 'forbidden' }, 'trouble'],
  notFound: [{ code: 'notFound' }, 'trouble'],
  gap: [{ code: 'gap', resendFrom: 1 }, 'waiting'],
  // These block the engine; what they say holds while it wakes and asks once more.
  signedOut: [{ code: 'signedOut' }, 'signedOut'],
  wrongAccount: [{ code: 'wrongAccount' }, 'signedOut'],
  protocolUnsupported: [{ code: 'protocolUnsupported', supported: [PROTOCOL + 1] }, 'review'],
  conflict: [{ code: 'conflict', seq: 1 }, 'review'],
} as const satisfies Record<RequestRefusal['code'], Row<RequestRefusal>>;

/** Who is behind decides. */
const OTHER_VERSIONS = [
  [{ code: 'protocolUnsupported', supported: [PROTOCOL - 1, PROTOCOL - 2] }, 'serverOlder'],
  [{ code: 'protocolUnsupported', supported: [] }, 'trouble'],
] as const satisfies Row<RequestRefusal>[];

const ROWS: readonly Row<Failure>[] = [
  ...Object.values(FAILURES),
  ...[...Object.values(REFUSALS), ...OTHER_VERSIONS].map(
    ([refusal, kind]) => [{ code: 'refused', refusal, retryAfterMs: null }, kind] as const,
  ),
];

test.each(ROWS)('after %j the chip is %s', (lastFailure, kind) => {
  const sync: SyncState = { ...INITIAL, lastContactAt: 1, lastFailure };
  const waiting = { ...quiet, sync, outbox: [entry] };
  expect(signalOf(waiting).kind).toBe(kind);
  expect(signalOf({ ...waiting, sync: { ...sync, exchange: 'asking' } }).kind).toBe(kind);
  expect(signalOf({ ...waiting, sync: { ...sync, exchange: 'asking', carried: [1] } }).kind).toBe('sending');
  expect(signalOf({ ...waiting, online: false }).kind).toBe('offline');
  expect(signalOf({ ...waiting, outbox: [] }).kind).toBe(kind);
});

test('a photo that is on its way is being sent, whatever became of the request beside it', () => {
  const file = { hash: 'a', size: 10, type: 'image/webp', dossier: 'b' } as unknown as SyncState['uploads'][number];
  const sync: SyncState = {
    ...INITIAL,
    lastContactAt: 1,
    lastFailure: { code: 'timeout' },
    uploads: [file],
    uploading: [{ file, sent: 5 }],
  };
  expect(signalOf({ ...quiet, sync }).kind).toBe('sending');
});

test('before the engine has asked, papers that the server lacked by its last answer wait', () => {
  const waiting = { ...quiet, progress: [{ file: fileOf('a', 10), sent: 0, held: true }], missing: ['a'] };
  expect(signalOf(waiting).kind).toBe('waiting');
  expect(signalOf({ ...waiting, missing: [] }).kind).toBe('synced');
  expect(signalOf({ ...waiting, progress: [{ file: fileOf('a', 10), sent: 10, held: true }] }).kind).toBe('synced');
  expect(signalOf({ ...waiting, progress: [{ file: fileOf('a', 10), sent: 0, held: false }] }).kind).toBe('synced');
});

test('a percentage is of what waits here, not of what arrived long ago or is in no dossier yet', () => {
  const progress = [
    { file: fileOf('arrived', 900), sent: 900, held: false },
    { file: fileOf('inADraft', 900), sent: 0, held: true },
    { file: fileOf('done', 100), sent: 100, held: true },
    { file: fileOf('waiting', 300), sent: 0, held: true },
  ];
  const wanted = { ...fileOf('waiting', 300), dossier: 'b' };
  const sync: SyncState = { ...INITIAL, uploads: [wanted], uploading: [{ file: wanted, sent: 100 }] };
  const input = { ...quiet, sync, progress, missing: ['done', 'waiting', 'elsewhere'] };
  expect(signalOf(input)).toEqual({ kind: 'sending', percent: 50 });
  const entries = [{ ...entry, files: [fileOf('inADraft', 900)] }];
  expect(signalOf({ ...input, outbox: entries })).toEqual({ kind: 'sending', percent: 14 });
});
