import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FileStore } from '@tus/file-store';
import { Server as TusServer } from '@tus/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { SyncTransport } from '#core/ports.ts';
import { PROTOCOL, type RequestRefusal, type SyncRequest, type SyncResponse } from '#core/sync/messages.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { must } from '#core/assert.ts';
import { hasher } from '#platform/ambient.ts';
import { Link } from '#tests/support/link.ts';
import { httpTransport } from '#platform/net/transport.ts';
import { askIdentity, endSession, signInUrl } from '#platform/page/identity.ts';
import { leaveOut } from '#protocol/terse.ts';
import { ACCOUNT_HEADER, HTTP_STATUS, type Me } from '#protocol/http.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const STALL_MS = 300;

const BYTES = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31 + (index >> 8)) % 256);

const REQUEST: SyncRequest = {
  protocol: PROTOCOL,
  account: 'a',
  device: '00000000-0000-4000-8000-000000000001',
  epoch: null,
  commands: [],
  cursor: 0,
  drafts: [],
  draftCursor: 0,
};

const RESPONSE: SyncResponse = {
  ...QUIET_ANSWER,
  epoch: '00000000-0000-4000-8000-000000000007',
  missingFiles: ['a'.repeat(64)],
};

let server: Server;
let origin: string;
let transport: SyncTransport;
let handle: Handler;
let requests: string[];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    handle(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  transport = httpTransport({ account: 'a', origin, fetch, uploads: 'fetch', stallMs: STALL_MS });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const refuse = (refusal: RequestRefusal, headers: Record<string, string> = {}): Handler =>
  answer(HTTP_STATUS[refusal.code], { error: refusal }, headers);

describe('an exchange', () => {
  it('brings the answer and counts the bytes of both ways', async () => {
    let received = '';
    handle = (request, response) => {
      request.on('data', (part) => (received += String(part)));
      request.on('end', () => answer(200, RESPONSE)(request, response));
    };
    const exchanged = await transport.exchange(REQUEST);
    expect(JSON.parse(received)).toEqual(REQUEST);
    expect(exchanged).toEqual({
      ok: true,
      response: RESPONSE,
      bytes: JSON.stringify(REQUEST).length + JSON.stringify(RESPONSE).length,
    });
  });

  it('sends what is worth it as gzip', async () => {
    const words = 'Bản Dền, xã Tả Van. '.repeat(40);
    const intent = { type: 'withdraw' as const, dossier: REQUEST.device, reason: words };
    const request = { ...REQUEST, commands: [{ id: REQUEST.device, seq: 1, madeAt: 1, intent }] };
    const parts: Buffer[] = [];
    let encoding: string | undefined;
    handle = (asked, response) => {
      encoding = asked.headers['content-encoding'];
      asked.on('data', (part: Buffer) => parts.push(part));
      asked.on('end', () => answer(200, RESPONSE)(asked, response));
    };
    const exchanged = await transport.exchange(request);
    expect(encoding).toBe('gzip');
    expect(JSON.parse(gunzipSync(Buffer.concat(parts)).toString())).toEqual(request);
    expect(exchanged).toMatchObject({ bytes: Buffer.concat(parts).length + JSON.stringify(RESPONSE).length });
  });

  it('TERSE-7 asks not to be told what it says itself, and puts the answer together again', async () => {
    const dossier = REQUEST.device;
    const page = { hash: 'a'.repeat(64), size: 1, type: 'image/webp' as const };
    const attachments = [{ document: 'idCard', files: [page] }];
    const intent = { type: 'supplement' as const, dossier, note: 'đã bổ sung', attachments };
    const request = { ...REQUEST, commands: [{ id: dossier, seq: 1, madeAt: 1, intent }] };
    const what = { type: 'supplemented' as const, note: 'đã bổ sung', attachments, claimedAt: 1, promisedDay: null };
    const event = { n: 2, at: 1, by: { role: 'citizen' as const, name: 'Mẩy' }, what };
    const response = { ...RESPONSE, changes: [{ n: 2, dossier, event }] };
    let asked: string | undefined;
    handle = (heard, sent) => {
      asked = String(heard.headers['prefer']);
      answer(200, leaveOut(request, response))(heard, sent);
    };
    expect(await transport.exchange(request)).toMatchObject({ ok: true, response });
    expect(asked).toBe('return=minimal');
    // A server that does not know the word answers in full.
    handle = answer(200, response);
    expect(await transport.exchange(request)).toMatchObject({ ok: true, response });
  });

  const notOurs: [string, Handler][] = [
    ['a captive portal’s page', answer(200, '<!doctype html><title>Wi-Fi</title>', { 'Content-Type': 'text/html' })],
    ['JSON of somebody else', answer(200, { ok: true })],
    ['an answer with a field missing', answer(200, { ...RESPONSE, cursor: undefined })],
    ['a proxy’s error page', answer(500, '<h1>Bad gateway</h1>', { 'Content-Type': 'text/html' })],
    ['an error without our shape', answer(401, { message: 'log in' })],
    ['a redirect', answer(302, '', { Location: '/elsewhere' })],
    [
      'half a body',
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '5000' });
        response.write('{"protocol":1,');
        setTimeout(() => response.destroy(), 20);
      },
    ],
  ];
  it.each(notOurs)('takes %s for no contact', async (_, handler) => {
    handle = handler;
    expect(await transport.exchange(REQUEST)).toEqual({ ok: false, failure: { code: 'notOurs' } });
    expect(requests).toEqual(['POST /api/sync']);
  });

  it('says when nothing can be reached', async () => {
    handle = (request) => request.socket.destroy();
    expect(await transport.exchange(REQUEST)).toEqual({ ok: false, failure: { code: 'unreachable' } });
    const nowhere = httpTransport({ account: 'a', origin: 'http://127.0.0.1:1', fetch, uploads: 'fetch' });
    expect(await nowhere.exchange(REQUEST)).toEqual({ ok: false, failure: { code: 'unreachable' } });
  });

  it('gives up a silent connection, before and within the answer', async () => {
    handle = () => undefined;
    expect(await transport.exchange(REQUEST)).toEqual({ ok: false, failure: { code: 'timeout' } });
    handle = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"protocol":1,');
    };
    expect(await transport.exchange(REQUEST)).toEqual({ ok: false, failure: { code: 'timeout' } });
  });

  it('waits for a slow answer as long as bytes come', async () => {
    handle = (_, response) => {
      const text = JSON.stringify(RESPONSE);
      const step = Math.ceil(text.length / 4);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const next = (at: number): void => {
        if (at >= text.length) return void response.end();
        response.write(text.slice(at, at + step));
        setTimeout(() => next(at + step), STALL_MS * 0.6);
      };
      next(0);
    };
    expect(await transport.exchange(REQUEST)).toMatchObject({ ok: true });
  });

  it.each<RequestRefusal>([
    { code: 'signedOut' },
    { code: 'wrongAccount' },
    { code: 'protocolUnsupported', supported: [2] },
    { code: 'gap', resendFrom: 3 },
    { code: 'storageFull' },
  ])('hears the refusal $code', async (refusal) => {
    handle = refuse(refusal, { 'Retry-After': '7' });
    expect(await transport.exchange(REQUEST)).toEqual({
      ok: false,
      failure: { code: 'refused', refusal, retryAfterMs: 7_000 },
    });
  });
});

describe('an upload', () => {
  let folder: string;
  let file: FileRef;
  let link: Link;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uploads-'));
    file = { hash: await hasher.sha256(BYTES), size: BYTES.length, type: 'image/webp' };
    link = await Link.start((server.address() as AddressInfo).port);
    link.set({ upBps: 8_000_000 });
    transport = httpTransport({
      account: 'a',
      origin: `http://127.0.0.1:${link.port}`,
      fetch,
      uploads: 'fetch',
      stallMs: STALL_MS,
    });
    const tus = new TusServer({
      path: '/api/uploads',
      datastore: new FileStore({ directory: folder }),
      namingFunction: ({ url }) => must(/[0-9a-f]{64}$/.exec(url)?.[0], 'hash'),
      relativeLocation: true,
    });
    handle = (request, response) => void tus.handle(request, response);
  });
  afterEach(async () => {
    await link.close();
    await rm(folder, { recursive: true });
  });

  const upload = async () => {
    const progress: number[] = [];
    const uploaded = await transport.upload(file, BYTES, (sent) => progress.push(sent));
    return { uploaded, progress };
  };

  it('asks how far the first two got, sends every byte once, and announces the next with its bytes', async () => {
    const { uploaded, progress } = await upload();
    expect(uploaded).toEqual({ ok: true });
    expect(requests).toEqual([`HEAD /api/uploads/${file.hash}`, `POST /api/uploads/${file.hash}`]);
    expect(link.bytes.up).toBeLessThan(BYTES.length * 1.02);
    expect(progress.at(-1)).toBe(BYTES.length);
    expect(await readFile(join(folder, file.hash))).toEqual(Buffer.from(BYTES));

    const next = async (top: number) => {
      requests = [];
      const other = BYTES.map((byte) => top - byte);
      const hash = await hasher.sha256(other);
      expect(await transport.upload({ ...file, hash }, other, () => undefined)).toEqual({ ok: true });
      return requests.map((request) => request.split(' ')[0]);
    };
    // An earlier life of this phone may have left both that go at once half sent, and none after them.
    expect(await next(255)).toEqual(['HEAD', 'POST']);
    expect(await next(254)).toEqual(['POST']);
  });

  it('says with every request whose file it is, and hears that the browser’s session is somebody else’s', async () => {
    const said = new Set<unknown>();
    handle = (request, response) => {
      said.add(request.headers[ACCOUNT_HEADER.toLowerCase()]);
      refuse({ code: 'wrongAccount' })(request, response);
    };
    expect((await upload()).uploaded).toMatchObject({
      failure: { code: 'refused', refusal: { code: 'wrongAccount' } },
    });
    expect([requests.length > 1, [...said]]).toEqual([true, ['a']]);
  });

  it('goes on where the server stands after the connection was cut', async () => {
    link.cutOnceAfter(150_000);
    const first = await upload();
    expect(first.uploaded).toEqual({ ok: false, failure: { code: 'unreachable' } });
    requests = [];
    const second = await upload();
    expect(second.uploaded).toEqual({ ok: true });
    expect(requests).toEqual([`HEAD /api/uploads/${file.hash}`, `PATCH /api/uploads/${file.hash}`]);
    expect(second.progress[0]).toBeGreaterThanOrEqual(100_000);
    expect(await readFile(join(folder, file.hash))).toEqual(Buffer.from(BYTES));
  });

  it('ends when its transport is given up, and begins nothing afterwards', async () => {
    const given = new AbortController();
    const options = {
      account: 'a',
      origin: `http://127.0.0.1:${link.port}`,
      fetch,
      uploads: 'fetch',
      stallMs: STALL_MS,
    } as const;
    transport = httpTransport({ ...options, until: given.signal });
    link.set({ upBps: 800_000 });
    const first = upload();
    await expect.poll(() => link.bytes.up, { interval: 5 }).toBeGreaterThan(20_000);
    given.abort();
    expect((await first).uploaded).toEqual({ ok: false, failure: { code: 'unreachable' } });
    // Somebody else goes on with it at once, and is not disturbed: every byte goes over the link once.
    transport = httpTransport(options);
    link.set({ upBps: 8_000_000 });
    expect((await upload()).uploaded).toEqual({ ok: true });
    expect(await readFile(join(folder, file.hash))).toEqual(Buffer.from(BYTES));
    expect(link.bytes.up).toBeLessThan(BYTES.length * 1.2);

    transport = httpTransport({ ...options, until: given.signal });
    requests = [];
    expect((await upload()).uploaded).toEqual({ ok: false, failure: { code: 'unreachable' } });
    expect(requests).toEqual([]);
  });

  it('sends nothing of a file the server has', async () => {
    await upload();
    requests = [];
    const before = link.bytes.up;
    expect((await upload()).uploaded).toEqual({ ok: true });
    expect(requests).toEqual([`HEAD /api/uploads/${file.hash}`]);
    expect(link.bytes.up - before).toBeLessThan(1_000);
  });

  it('gives up when nothing moves', async () => {
    const serve = handle;
    handle = (request, response) => (request.method === 'POST' ? undefined : serve(request, response));
    // It is given a second for each 4 KB that may be leaving.
    const few = BYTES.subarray(0, 4_000);
    file = { ...file, hash: await hasher.sha256(few), size: few.length };
    expect(await transport.upload(file, few, () => undefined)).toEqual({ ok: false, failure: { code: 'timeout' } });
  });

  it('does not send the same bytes for ever to a server that keeps none', async () => {
    const serve = handle;
    handle = (request, response) => {
      if (request.method === 'HEAD') return serve(request, response);
      request.resume();
      const status = request.method === 'POST' ? 201 : 204;
      response.writeHead(status, { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', Location: request.url });
      response.end();
    };
    expect((await upload()).uploaded).toMatchObject({ failure: { code: 'refused', refusal: { code: 'busy' } } });
    expect(requests).toHaveLength(2);
  });

  it('begins a file with its bytes however often it was cut off before the server had any of it', async () => {
    const serve = handle;
    handle = (request, response) =>
      request.method === 'POST' ? void request.socket.destroy() : serve(request, response);
    for (const _ of [1, 2, 3]) expect((await upload()).uploaded).toMatchObject({ failure: { code: 'unreachable' } });
    handle = serve;
    requests = [];
    expect((await upload()).uploaded).toEqual({ ok: true });
    expect(requests.map((request) => request.split(' ')[0])).toEqual(['HEAD', 'POST']);
  });

  it('announces a file that was refused without its bytes the next time', async () => {
    const announced: (string | undefined)[] = [];
    handle = (request, response) => {
      if (request.method === 'HEAD') return answer(404, '')(request, response);
      announced.push(request.headers['content-length']);
      refuse({ code: 'tooMany' })(request, response);
    };
    await upload();
    expect((await upload()).uploaded).toMatchObject({ failure: { refusal: { code: 'tooMany' } } });
    expect(announced).toEqual([String(BYTES.length), '0']);
  });

  it('hears typed refusals', async () => {
    handle = refuse({ code: 'storageFull' }, { 'Retry-After': '60' });
    expect((await upload()).uploaded).toEqual({
      ok: false,
      failure: { code: 'refused', refusal: { code: 'storageFull' }, retryAfterMs: 60_000 },
    });
    handle = refuse({ code: 'signedOut' });
    expect((await upload()).uploaded).toMatchObject({ failure: { code: 'refused', refusal: { code: 'signedOut' } } });
  });

  it.each<[string, Handler]>([
    ['page', answer(200, '<!doctype html>', { 'Content-Type': 'text/html' })],
    ['redirect', answer(302, '', { Location: '/portal' })],
    ['error', answer(502, '<h1>Bad gateway</h1>', { 'Content-Type': 'text/html' })],
  ])('takes a portal’s %s for no contact', async (_, handler) => {
    handle = handler;
    expect((await upload()).uploaded).toEqual({ ok: false, failure: { code: 'notOurs' } });
  });

  it('comes again when another connection still holds the upload', async () => {
    handle = (request, response) => {
      request.resume();
      response.writeHead(423, { 'Tus-Resumable': '1.0.0' });
      response.end();
    };
    expect((await upload()).uploaded).toEqual({
      ok: false,
      failure: { code: 'refused', refusal: { code: 'busy' }, retryAfterMs: null },
    });
  });
});

describe('who is signed in', () => {
  const me: Me = { account: 'a', name: 'LÝ THỊ MẨY', kind: 'resident', unit: null, person: { name: 'LÝ THỊ MẨY' } };

  it('is known, or nobody, or not known', async () => {
    handle = answer(200, me);
    expect(await askIdentity({ fetch }, origin)).toEqual({ kind: 'in', me });
    handle = refuse({ code: 'signedOut' });
    expect(await askIdentity({ fetch }, origin)).toEqual({ kind: 'out' });
    handle = answer(200, '<title>Wi-Fi</title>');
    expect(await askIdentity({ fetch }, origin)).toEqual({ kind: 'unknown' });
    expect(await askIdentity({ fetch }, 'http://127.0.0.1:1')).toEqual({ kind: 'unknown' });
  });

  it('has signed out once the server itself says so', async () => {
    handle = (request, response) =>
      request.method === 'POST' ? answer(204, '')(request, response) : refuse({ code: 'signedOut' })(request, response);
    expect(await endSession({ fetch }, origin)).toBe(true);
    handle = answer(204, '');
    expect(await endSession({ fetch }, origin)).toBe(false);
    expect(await endSession({ fetch }, 'http://127.0.0.1:1')).toBe(false);
  });

  it('says whose session is to end, which is over where somebody else is signed in', async () => {
    const said: unknown[] = [];
    handle = (request, response) => {
      if (request.method === 'GET') answer(200, me)(request, response);
      else {
        said.push(request.headers[ACCOUNT_HEADER.toLowerCase()]);
        refuse({ code: 'wrongAccount' })(request, response);
      }
    };
    expect(await endSession({ fetch }, origin, 'b')).toBe(true);
    expect(await endSession({ fetch }, origin, 'a')).toBe(false);
    expect(await endSession({ fetch }, origin)).toBe(false);
    expect(said).toEqual(['b', 'a', undefined]);
  });

  it('signs in by a navigation that comes back', () => {
    expect(signInUrl('/ho-so?x=1')).toBe('/auth/sign-in?return=%2Fho-so%3Fx%3D1');
  });
});
