import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { MAX_BODY_BYTES } from '#core/sync/messages.ts';
import { ErrorBody, HTTP_STATUS } from '#protocol/http.ts';
import { openApiRoute } from '#server/routes/openapi.ts';
import { refusal, response, route, value, type Policy, type Route } from '#server/http/route.ts';
import { healthRoute } from '#server/routes/health.ts';
import { meRoute } from '#server/routes/me.ts';
import { PEOPLE, raw, serve, type TestServer } from './http-server.ts';

const Note = z.strictObject({ text: z.string(), more: z.optional(z.unknown()) });

const POLICIES: readonly Policy[] = ['public', 'signedIn', 'officer', 'administrator', 'webhook'];

function routes(): Route[] {
  const own: Route[] = [
    meRoute,
    healthRoute({ ping: async () => true }),
    route({
      method: 'POST',
      path: '/api/notes',
      policy: 'public',
      summary: 'Echoes a note',
      body: Note,
      answer: z.strictObject({ length: z.int() }),
      handle: async ({ body }) => value({ length: body.text.length }, 201),
    }),
    route({
      method: 'POST',
      path: '/api/small',
      policy: 'public',
      summary: 'Takes 100 bytes',
      body: Note,
      maxBody: 100,
      answer: Note,
      handle: async ({ body }) => value(body),
    }),
    route({
      method: 'GET',
      path: '/api/list',
      policy: 'public',
      summary: 'A long list',
      query: z.strictObject({ queue: z.enum(['a', 'b']), after: z.optional(z.string()) }),
      answer: z.array(z.string()),
      handle: async () => value(Array.from({ length: 500 }, (_, n) => `Xã Tả Van ${n}`)),
    }),
    route({
      method: 'GET',
      path: '/api/things/:id',
      policy: 'public',
      summary: 'One thing',
      answer: z.strictObject({ id: z.string() }),
      handle: async ({ params }) => value({ id: params['id'] ?? '' }),
    }),
    route({
      method: 'HEAD',
      path: '/api/things/:id',
      policy: 'public',
      summary: 'How far a thing has got',
      handle: async () => response(new Response(null, { headers: { 'Upload-Offset': '7' } })),
    }),
    route({
      method: 'GET',
      path: '/api/bug',
      policy: 'public',
      summary: 'A bug',
      handle: async () => {
        throw new Error('the value was Lý Thị Mẩy');
      },
    }),
    route({
      method: 'GET',
      path: '/api/wrong-answer',
      policy: 'public',
      summary: 'An answer that breaks its own schema',
      answer: z.strictObject({ id: z.string() }),
      handle: async () => value(JSON.parse('{"id":7}') as { id: string }),
    }),
    route({
      method: 'GET',
      path: '/api/full',
      policy: 'public',
      summary: 'A refusal with a time',
      handle: async () => refusal({ code: 'storageFull' }, 60),
    }),
  ];
  for (const policy of POLICIES) {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE'] as const) {
      own.push(
        route({
          method,
          path: `/api/matrix/${policy}`,
          policy,
          summary: policy,
          answer: z.strictObject({ unit: z.nullable(z.string()) }),
          handle: async ({ me }) => value({ unit: me?.unit ?? null }),
        }),
      );
    }
  }
  return own;
}

let server: TestServer;
let mounted: Route[];

beforeAll(async () => {
  const own = routes();
  mounted = [...own, openApiRoute(own)];
  server = await serve(mounted);
});
afterAll(() => server.stop());

function errorOf(body: Buffer): ErrorBody['error'] {
  return ErrorBody.parse(JSON.parse(body.toString('utf8'))).error;
}

function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  return raw(server.origin + path, {
    method: 'POST',
    headers: { Origin: server.origin, 'Content-Type': 'application/json', ...headers },
    body,
  });
}

describe('every answer', () => {
  const calls: [string, string, string][] = [
    ['a value', 'GET', '/api/things/1'],
    ['an own response', 'HEAD', '/api/things/1'],
    ['a refusal', 'GET', '/api/full'],
    ['a bug', 'GET', '/api/bug'],
    ['an unknown API path', 'GET', '/api/nothing'],
    ['an unknown method', 'DELETE', '/api/list'],
    ['a request from elsewhere', 'POST', '/api/notes'],
    ['an unknown file', 'GET', '/nothing.png'],
    ['no app', 'GET', '/'],
  ];
  it.each(calls)('%s carries the security headers and its own number', async (_what, method, path) => {
    const answer = await raw(server.origin + path, { method, headers: { 'X-Request-Id': 'chosen-outside' } });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['referrer-policy']).toBe('same-origin');
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    if (answer.status >= 400) {
      const error = errorOf(answer.body);
      expect(answer.status).toBe(HTTP_STATUS[error.code]);
    }
  });

  it('a refusal says when to come back', async () => {
    const answer = await raw(`${server.origin}/api/full`);
    expect([answer.status, answer.headers['retry-after']]).toEqual([507, '60']);
  });

  it('a bug says a number and nothing else, in the answer and in the log', async () => {
    server.log.length = 0;
    const answer = await raw(`${server.origin}/api/bug`);
    expect(errorOf(answer.body)).toEqual({ code: 'internal', request: answer.headers['x-request-id'] });
    const log = server.log.join('');
    expect(log).toContain(answer.headers['x-request-id']);
    expect(log).not.toContain('Mẩy');
  });

  it('an answer that would not parse at the phone is a bug here', async () => {
    expect((await raw(`${server.origin}/api/wrong-answer`)).status).toBe(500);
  });

  it('HEAD reaches its own route, and GET the other', async () => {
    const head = await raw(`${server.origin}/api/things/7`, { method: 'HEAD' });
    expect([head.status, head.headers['upload-offset'], head.body.length]).toEqual([200, '7', 0]);
    const get = await raw(`${server.origin}/api/things/7`);
    expect(JSON.parse(get.body.toString())).toEqual({ id: '7' });
    expect(get.headers['upload-offset']).toBeUndefined();
  });

  it('is compressed when that saves packets', async () => {
    const plain = await raw(`${server.origin}/api/list?queue=a`);
    const brotli = await raw(`${server.origin}/api/list?queue=a`, { headers: { 'Accept-Encoding': 'gzip, br' } });
    const declined = await raw(`${server.origin}/api/list?queue=a`, { headers: { 'Accept-Encoding': 'br;q=0' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotli.body.length).toBeLessThan(plain.body.length / 3);
    expect(declined.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['vary']).toBe('Accept-Encoding');
  });
});

describe('a body', () => {
  it('is parsed by the schema', async () => {
    const answer = await post('/api/notes', '{"text":"thử"}', { 'Content-Type': 'application/json; charset=UTF-8' });
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([201, { length: 3 }]);
  });

  const deep = (levels: number): string => `{"text":"","more":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  it.each([
    ['no JSON', '{"text":'],
    ['nothing', ''],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['another shape', '{"text":7}'],
    ['a field too many', '{"text":"","else":1}'],
    ['nested too deep', deep(32)],
    ['nested absurdly deep', deep(100_000)],
    ['a prototype', '{"text":"","more":{"__proto__":{"admin":true}}}'],
  ])('is malformed when it is %s', async (_what, body) => {
    const answer = await post('/api/notes', body);
    expect([answer.status, errorOf(answer.body).code]).toEqual([400, 'malformed']);
  });

  it('may be as deep as the limit', async () => {
    expect((await post('/api/notes', deep(31))).status).toBe(201);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=latin1', {}],
    ['application/json', { 'Content-Encoding': 'gzip' }],
    ['application/json', { 'Content-Encoding': 'br' }],
    ['application/json', { 'Content-Encoding': 'gzip, gzip' }],
  ])('is malformed as %s %o', async (type, more) => {
    expect((await post('/api/notes', '{"text":""}', { 'Content-Type': type, ...more })).status).toBe(400);
  });

  it('may come as gzip, and is no larger unpacked than it may be plain', async () => {
    const packed = (text: string) => post('/api/notes', gzipSync(text), { 'Content-Encoding': 'gzip' });
    const text = (size: number): string => JSON.stringify({ text: 'a'.repeat(size - '{"text":""}'.length) });
    expect((await packed('{"text":"Tả Van"}')).status).toBe(201);
    expect((await packed(text(MAX_BODY_BYTES))).status).toBe(201);
    for (const size of [MAX_BODY_BYTES + 1, 100 * MAX_BODY_BYTES]) {
      const answer = await packed(text(size));
      expect([answer.status, errorOf(answer.body).code]).toEqual([413, 'tooLarge']);
    }
    const cut = gzipSync('{"text":""}').subarray(0, -9);
    expect((await post('/api/notes', cut, { 'Content-Encoding': 'gzip' })).status).toBe(400);
  });

  it('never echoes what was in it', async () => {
    const answer = await post('/api/notes', '{"text":{"name":"Lý Thị Mẩy"}}');
    expect(answer.body.toString()).not.toContain('Mẩy');
  });

  it('may be exactly as large as the limit, and not one byte more', async () => {
    const text = (size: number): string => JSON.stringify({ text: 'a'.repeat(size - '{"text":""}'.length) });
    expect((await post('/api/notes', text(MAX_BODY_BYTES))).status).toBe(201);
    const answer = await post('/api/notes', text(MAX_BODY_BYTES + 1));
    expect([answer.status, errorOf(answer.body)]).toEqual([413, { code: 'tooLarge', limit: MAX_BODY_BYTES }]);
    const small = await post('/api/small', text(101));
    expect(errorOf(small.body)).toEqual({ code: 'tooLarge', limit: 100 });
  });

  it('is cut off while it streams, long before its end', async () => {
    const answer = await new Promise<{ status: number; sent: number }>((resolve, reject) => {
      let sent = 0;
      let done = false;
      const call = request(
        `${server.origin}/api/notes`,
        { method: 'POST', headers: { Origin: server.origin, 'Content-Type': 'application/json' } },
        (reply) => {
          done = true;
          reply.resume();
          resolve({ status: reply.statusCode ?? 0, sent });
        },
      );
      call.on('error', (error) => (done ? undefined : reject(error)));
      const chunk = Buffer.alloc(16 * 1024, 0x20);
      const more = (): void => {
        if (done || sent > 50 * 1024 * 1024) return void call.destroy();
        sent += chunk.length;
        call.write(chunk, () => setImmediate(more));
      };
      more();
    });
    expect(answer.status).toBe(413);
    expect(answer.sent).toBeLessThan(10 * 1024 * 1024);
  });
});

describe('a query', () => {
  it.each(['', '?queue=c', '?queue=a&queue=b', '?queue=a&else=1', '?queue=a&after=%00'])(
    '"%s" is malformed',
    async (query) => {
      const answer = await raw(`${server.origin}/api/list${query}`);
      expect([answer.status, errorOf(answer.body).code]).toEqual([400, 'malformed']);
    },
  );
});

describe('bytes that are no HTTP', () => {
  const host = 'Host: localhost\r\n';
  it.each([
    ['garbage', '\u0001\u0002 x y z\r\n\r\n', 'malformed'],
    ['no host', 'GET /api/things/1 HTTP/1.1\r\n\r\n', 'malformed'],
    ['two lengths', `POST /api/notes HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, 'malformed'],
    ['a header that is too long', `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(40_000)}\r\n\r\n`, 'tooLarge'],
    ['an expectation nobody meets', `GET / HTTP/1.1\r\n${host}Expect: tea\r\n\r\n`, 'malformed'],
  ])('are refused as everything else is: %s', async (_what, bytes, code) => {
    const told = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.end(bytes));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    const [head = '', body = ''] = told.split('\r\n\r\n');
    expect(errorOf(Buffer.from(body)).code).toBe(code);
    expect(head).toContain(` ${HTTP_STATUS[code as 'malformed']} `);
    expect(head.toLowerCase()).toContain('connection: close');
  });
});

describe('a change from elsewhere', () => {
  const elsewhere: Record<string, string>[] = [
    {},
    { Origin: 'null' },
    { Origin: 'https://evil.example' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  it.each(elsewhere)('%o is refused', async (headers) => {
    for (const route_ of mounted.filter(({ method, policy }) => !/GET|HEAD/.test(method) && policy !== 'webhook')) {
      const answer = await raw(server.origin + route_.path, {
        method: route_.method,
        headers: { Cookie: 'as=administrator', ...headers },
      });
      expect([route_.path, answer.status, errorOf(answer.body).code]).toEqual([route_.path, 403, 'forbidden']);
    }
  });

  it.each([{ 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' }])('%o passes', async (headers) => {
    const answer = await raw(`${server.origin}/api/matrix/public`, { method: 'POST', headers });
    expect(answer.status).toBe(200);
  });

  it('does not concern webhooks, and their caller is nobody', async () => {
    const answer = await raw(`${server.origin}/api/matrix/webhook`, {
      method: 'POST',
      headers: { Cookie: 'as=officer' },
    });
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([200, { unit: null }]);
  });
});

describe('policies', () => {
  const expected: Record<Policy, Record<string, number>> = {
    public: { nobody: 200, resident: 200, helper: 200, officer: 200, officerWithoutUnit: 200, administrator: 200 },
    webhook: { nobody: 200, resident: 200, helper: 200, officer: 200, officerWithoutUnit: 200, administrator: 200 },
    signedIn: { nobody: 401, resident: 200, helper: 200, officer: 200, officerWithoutUnit: 200, administrator: 200 },
    officer: { nobody: 401, resident: 404, helper: 404, officer: 200, officerWithoutUnit: 404, administrator: 404 },
    administrator: {
      nobody: 401,
      resident: 404,
      helper: 404,
      officer: 404,
      officerWithoutUnit: 404,
      administrator: 200,
    },
  };
  const matrix = POLICIES.flatMap((policy) => ['nobody', ...Object.keys(PEOPLE)].map((who) => [policy, who] as const));
  it.each(matrix)('%s for %s', async (policy, who) => {
    for (const one of mounted.filter(({ path }) => path === `/api/matrix/${policy}`)) {
      const answer = await raw(server.origin + one.path, {
        method: one.method,
        headers: { Cookie: `as=${who}`, Origin: server.origin },
      });
      expect([one.method, answer.status]).toEqual([one.method, expected[policy][who]]);
    }
  });
});

describe('limits', () => {
  it('stop an address, then an account, and say when to come back', async () => {
    const byAddress = await serve(routes(), { rate: { perAddress: 3, perAccount: 100 } });
    const byAccount = await serve(routes(), { rate: { perAddress: 100, perAccount: 3 } });
    try {
      for (const limited of [byAddress, byAccount]) {
        const answers = [];
        for (let call = 0; call < 4; call++) {
          answers.push(await raw(`${limited.origin}/api/me`, { headers: { Cookie: 'as=resident' } }));
        }
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
        expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0);
      }
      const other = await raw(`${byAccount.origin}/api/me`, { headers: { Cookie: 'as=officer' } });
      expect(other.status).toBe(200);
    } finally {
      await byAddress.stop();
      await byAccount.stop();
    }
  });
});

describe('the log', () => {
  it('says route, status and a tag of the account, and neither path nor query nor name', async () => {
    server.log.length = 0;
    await raw(`${server.origin}/api/things/secret-id?name=Mẩy`.replace('ẩ', '%E1%BA%A9'), {
      headers: { Cookie: 'as=resident' },
    });
    const line = JSON.parse(server.log.at(-1) ?? '{}') as Record<string, unknown>;
    expect(line).toMatchObject({ route: 'GET /api/things/:id', status: 200, bytes: 18 });
    expect(line['account']).toMatch(/^[0-9a-f]{8}$/);
    expect(server.log.join('')).not.toMatch(/secret-id|account-resident|name=|Thị/);
  });
});

describe('the description', () => {
  it('names every route with its policy, parameters and shapes', async () => {
    const answer = await raw(`${server.origin}/api/openapi.json`);
    const api = JSON.parse(answer.body.toString()) as {
      openapi: string;
      paths: Record<string, Record<string, { 'x-policy': string; parameters: { name: string; in: string }[] }>>;
    };
    expect(api.openapi).toBe('3.1.0');
    for (const one of mounted) {
      const operation = api.paths[one.path.replace(/:(\w+)/g, '{$1}')]?.[one.method.toLowerCase()];
      expect(operation?.['x-policy']).toBe(one.policy);
    }
    expect(api.paths['/api/list']?.['get']?.parameters.map(({ name }) => name)).toEqual(['queue', 'after']);
    expect(api.paths['/api/things/{id}']?.['get']?.parameters).toMatchObject([{ name: 'id', in: 'path' }]);
    expect(answer.body.toString()).not.toContain('$schema');
  });
});
