import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { PROTOCOL } from '#core/sync/messages.ts';
import { uploadPath } from '#protocol/http.ts';
import { signBody } from '#server/payment/signature.ts';
import type { Random } from '#tests/support/random.ts';
import { from, JSON_BODY, sync, text, type Case, type Maker } from './asked.ts';
import { COMMAND_MAKERS } from './commands.ts';
import { brokenText, mutate } from './mutate.ts';
import { announced, BYTES, TUS, upload } from './uploads.ts';
import type { FuzzWorld } from './world.ts';

/** A case of a random kind. */
export function makeCase(world: FuzzWorld, random: Random): Case {
  return random.pick(MAKERS)(world, random);
}

/** What has been served, without the draft, which would be a new one under another id. */
function replay({ served }: FuzzWorld) {
  return { ...served, drafts: [] };
}

const MAKERS: readonly Maker[] = [
  ...COMMAND_MAKERS,
  // The same commands again, with something else in them.
  (world, random) => ({
    kind: 'sync mutated',
    expected: 'harmless',
    asked: sync(world, mutate(random, replay(world))),
  }),
  (world, random) => ({
    kind: 'sync mutated',
    expected: 'harmless',
    asked: sync(world, mutate(random, replay(world))),
  }),
  (world, random) => {
    // From another phone: the one that made it might go on with its own.
    const drafts = world.served.drafts.map((draft) => ({ ...draft, body: mutate(random, draft.body) }));
    const body = { ...world.served, device: world.otherDevice, commands: [], drafts };
    return { kind: 'draft from an old revision', expected: 'harmless', asked: sync(world, body) };
  },
  (world, random) => {
    const commands = [...world.served.commands].sort(() => random.next() - 0.5).slice(0, 1 + random.int(3));
    const doubled = random.chance(0.3) ? [...commands, ...commands] : commands;
    return {
      kind: 'replayed, out of order',
      expected: 'harmless',
      asked: sync(world, { ...replay(world), commands: doubled }),
    };
  },
  (world, random) => {
    const commands = world.served.commands.map((command) => ({
      ...command,
      id: random.uuid(),
      seq: command.seq + 4 + random.int(50),
    }));
    return { kind: 'gap', expected: 'refused', codes: ['gap'], asked: sync(world, { ...replay(world), commands }) };
  },
  (world, random) => {
    const commands = [{ ...random.pick(world.served.commands), seq: 4 }];
    return {
      kind: 'an id again under the next number',
      expected: 'refused',
      codes: ['conflict'],
      asked: sync(world, { ...replay(world), commands }),
    };
  },
  (world, random) => {
    const person = random.pick(['stranger', 'officer'] as const);
    return {
      kind: 'commands of another account',
      expected: 'refused',
      codes: ['wrongAccount'],
      asked: sync(world, world.served, from(world, person)),
    };
  },
  (world, random) => {
    const account = world.stranger.me.account;
    const device = random.uuid();
    return {
      kind: 'commands under another account',
      expected: 'refused',
      codes: ['conflict'],
      asked: sync(world, { ...replay(world), account, device }, from(world, 'stranger')),
    };
  },
  (world, random) => {
    const protocol = random.pick([0, -1, PROTOCOL + 1, 99, 2 ** 40, 1.5]);
    const asked = sync(world, { ...replay(world), protocol });
    return { kind: 'another protocol', expected: 'refused', codes: ['protocolUnsupported', 'malformed'], asked };
  },
  (world, random) => {
    const proof = random.pick([
      '',
      'a.b.c',
      'eyJhbGciOiJub25lIn0.e30.',
      'x'.repeat(8_001),
      '\u0000',
      '1',
      '9'.repeat(17),
    ]);
    return {
      kind: 'a false proof',
      expected: 'harmless',
      asked: sync(world, { ...replay(world), epoch: world.answered.epoch, proof }),
    };
  },
  (world, random) => {
    const path = random.pick(['/api/sync', `/api/desk/dossiers/${world.dossier}/commands`]);
    const headers = { ...from(world, 'officer'), ...JSON_BODY };
    const body = brokenText(random, text(random.chance(0.5) ? world.served : world.deskCommand));
    return { kind: 'no JSON', expected: 'refused', asked: { method: 'POST', path, headers, body } };
  },
  (world, random) => {
    const odd = random.pick<Record<string, string>>([
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'application/json; charset=utf-16' },
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      { 'Content-Type': 'application/json, text/plain' },
      { 'Content-Encoding': 'gzip' },
      { 'Content-Encoding': 'identity' },
      { Origin: 'https://example.com' },
      { Origin: 'null' },
      { Cookie: 'banso=' },
      { Cookie: `banso=${'a'.repeat(43)}` },
      { Cookie: '=;;;=' },
    ]);
    return { kind: 'odd headers', expected: 'refused', asked: sync(world, world.served, odd) };
  },
  (world, random) => {
    const whole = gzipSync(random.chance(0.3) ? Buffer.alloc(8_000_000, 0x20) : text(world.served));
    const body = random.chance(0.5) ? whole.subarray(0, random.int(whole.length)) : Buffer.concat([whole, whole]);
    const headers = { ...from(world, 'stranger'), ...JSON_BODY, 'Content-Encoding': 'gzip' };
    return { kind: 'gzip', expected: 'refused', asked: { method: 'POST', path: '/api/sync', headers, body } };
  },
  (world, random) => {
    const body = { ...replay(world), commands: Array.from({ length: 300 }, () => random.pick(world.served.commands)) };
    return {
      kind: 'too many commands',
      expected: 'refused',
      codes: ['malformed', 'tooLarge'],
      asked: sync(world, body),
    };
  },
  (world, random) => {
    const words = 'ữ'.repeat(100_000 + random.int(400_000));
    const commands = [{ id: random.uuid(), seq: 4, madeAt: 1, intent: { type: 'withdraw', reason: words } }];
    const body = { ...replay(world), commands };
    return { kind: 'more than a request may hold', expected: 'refused', codes: ['tooLarge'], asked: sync(world, body) };
  },
  (world, random) => {
    const depth = 40 + random.int(5_000);
    const deep = random.chance(0.5)
      ? '['.repeat(depth) + ']'.repeat(depth)
      : '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    const asked = sync(world, null);
    const body = text({ ...replay(world), commands: ['deep'] }).replace('"deep"', deep);
    return { kind: 'deep', expected: 'refused', codes: ['malformed'], asked: { ...asked, body } };
  },
  (world, random) => {
    const person = random.pick(['resident', 'stranger', 'officer'] as const);
    const command = mutate(random, world.deskCommand);
    const path = `/api/desk/dossiers/${random.pick([world.dossier, random.uuid(), 'x', '%00', '..'])}/commands`;
    const asked = { method: 'POST', path, headers: { ...from(world, person), ...JSON_BODY }, body: text(command) };
    return { kind: 'desk command mutated', expected: 'harmless', asked };
  },
  (world, random) => {
    const intent = random.pick<unknown>([
      { type: 'receive' },
      { type: 'finish', note: '', results: [] },
      { type: 'return', how: 'post' },
    ]);
    const command = { id: random.uuid(), seen: 1, intent };
    const path = `/api/desk/dossiers/${world.dossier}/commands`;
    const headers = { ...from(world, 'officer'), ...JSON_BODY };
    return {
      kind: 'desk command about an older state',
      expected: 'harmless',
      asked: { method: 'POST', path, headers, body: text(command) },
    };
  },
  (world, random) => {
    const query = random.pick([
      'queue=x',
      'after=x',
      'after=%00',
      `after=${'a'.repeat(5_000)}`,
      'queue=toPay&queue=toPay',
      'q=ly',
      'queue=%F0%28',
      'after=' + btoa('{"a":1}'),
    ]);
    const person = random.pick(['resident', 'officer'] as const);
    return {
      kind: 'desk query',
      expected: 'harmless',
      asked: { method: 'GET', path: `/api/desk/dossiers?${query}`, headers: from(world, person) },
    };
  },
  (world, random) => {
    const words = random.pick<unknown>(['ly\0', 'ly\ud800', '%', 'a'.repeat(5_000), '', 7, null]);
    const body = text(random.chance(0.5) ? { words } : mutate(random, { words: 'ly', after: btoa('{"a":1}') }));
    const person = random.pick(['resident', 'officer'] as const);
    return {
      kind: 'desk search',
      expected: 'harmless',
      asked: { method: 'POST', path: '/api/desk/search', headers: { ...from(world, person), ...JSON_BODY }, body },
    };
  },
  (world, random) => ({ kind: 'upload', expected: 'refused', asked: upload(world, random) }),
  (world, random) => ({ kind: 'upload', expected: 'refused', asked: upload(world, random) }),
  (world, random) => ({ kind: 'upload', expected: 'refused', asked: upload(world, random) }),
  (world, random) => {
    const method = random.pick(['POST', 'PATCH', 'HEAD']);
    const headers = {
      ...from(world),
      ...TUS,
      'Upload-Offset': '20000',
      ...announced(20_000),
      ...(method === 'PATCH' ? BYTES : {}),
    };
    const body = method === 'PATCH' ? Buffer.from(random.uuid()) : undefined;
    return {
      kind: 'upload of what is stored',
      expected: 'harmless',
      asked: { method, path: uploadPath(world.stored.hash), headers, body },
    };
  },
  (world, random) => {
    const path = random.pick([
      `/api/dossiers/${world.dossier}/files/${world.stored.hash}`,
      `/api/dossiers/${world.dossier}/slip`,
      `/api/desk/dossiers/${world.dossier}`,
      `/api/desk/dossiers/${world.dossier}/slip`,
      `/api/desk/suspense`,
    ]);
    return {
      kind: 'reading what is another’s',
      expected: 'refused',
      asked: { method: 'GET', path, headers: from(world, 'stranger') },
    };
  },
  (world, random) => {
    const body = Buffer.from(text(mutate(random, JSON.parse(world.transfer))));
    const signed = random.chance(0.5)
      ? signBody(random.chance(0.5) ? world.webhookSecret : 'x', 1, body)
      : random.pick(['', 't=1,v1=', 'x']);
    const headers = { 'X-Banso-Signature': signed };
    return {
      kind: 'webhook forged or stale',
      expected: 'refused',
      asked: { method: 'POST', path: '/api/payment/webhook/sandbox', headers, body },
    };
  },
  (world, random) => {
    // Signed by the bank, so that a transfer with another number would be one.
    const odd = mutate(random, JSON.parse(world.transfer));
    const nameless =
      typeof odd === 'object' && odd !== null ? { ...odd, id: random.pick([null, [], 7, '', 'a b']) } : odd;
    const body = Buffer.from(random.chance(0.3) ? world.transfer : text(nameless));
    const headers = { 'X-Banso-Signature': signBody(world.webhookSecret, Date.now(), body) };
    return {
      kind: 'webhook repeated or malformed',
      expected: 'harmless',
      asked: { method: 'POST', path: '/api/payment/webhook/sandbox', headers, body },
    };
  },
  (world, random) => {
    const body = random.chance(0.5)
      ? text(mutate(random, { qr: 'x', amount: 1, memo: '', deliveries: 1, delaySeconds: 0 }))
      : randomBytes(random.int(6_000)).toString('latin1');
    const type = random.pick(['application/json', 'application/x-www-form-urlencoded', 'text/plain']);
    const headers = { ...from(world), 'Content-Type': type };
    return {
      kind: 'bank order',
      expected: 'odd',
      asked: { method: 'POST', path: '/sandbox/bank/transfers', headers, body },
    };
  },
  (world, random) => {
    const path = random.pick([
      `/api/${random.uuid()}`,
      '/api/../etc/passwd',
      '/api/%2e%2e/%2e%2e/etc/passwd',
      '/api/sync/',
      '//api//sync',
      '/api/uploads/%00',
      '/api/dossiers/%E0%A4%A/files/x',
      `/api/${'a'.repeat(12_000)}`,
      '/api/sync?x=%',
      '/%',
      '/.git/config',
      '/.data/keys/signing.json',
      '/nothing',
    ]);
    const method = random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND']);
    return { kind: 'no such thing', expected: 'refused', asked: { method, path, headers: from(world) } };
  },
  (world, random) => {
    const path = random.pick([
      '/auth/callback?state=x&code=y',
      '/auth/callback',
      '/sandbox/identity/auth?client_id=x',
      '/sandbox/identity/interaction/x',
      '/sandbox/identity/token',
      '/sandbox/bank?qr=%00&lang=xx',
      `/sandbox/bank?qr=${'0'.repeat(500)}`,
    ]);
    return {
      kind: 'sign-in and bank pages',
      expected: 'odd',
      asked: { method: random.pick(['GET', 'POST']), path, headers: from(world) },
    };
  },
];
