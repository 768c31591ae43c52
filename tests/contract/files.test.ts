import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import { ErrorBody, filePath, uploadPath, type Me } from '#protocol/http.ts';
import { runOfficerCommand, unitOwner } from '#server/commands/officer.ts';
import { createLedger, type SqlLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { openUploads, type Uploads } from '#server/files/uploads.ts';
import { ownerFolder } from '#server/files/vault.ts';
import { refused } from '#server/http/refused.ts';
import type { Route } from '#server/http/route.ts';
import { fileRoutes } from '#server/routes/files.ts';
import { uploadRoutes } from '#server/routes/uploads.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { NOW, Phone, groundAt, nextUuid, submitIntent } from './ledger.contract.ts';
import { addAccount } from './ledger-accounts.ts';

const UNIT = '03004';
const TUS = { 'Tus-Resumable': '1.0.0' };

type Photo = { readonly file: FileRef; readonly bytes: Buffer };

/** Random bytes that begin as a JPEG does. */
function photo(size = 50_000): Photo {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)]);
  return { bytes, file: { hash: digest(bytes), size, type: 'image/jpeg' } };
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

let dataDir: string;
let database: OpenDatabase;
let ledger: SqlLedger;
let uploads: Uploads;
let server: ServerType;
let origin: string;
/** Breaks the next transaction of the ledger, as a server that stops there would. */
let stopNext = false;
let now = NOW;

const people = new Map<string, Me>();

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'banso-files-'));
  database = await freshDatabase();
  ledger = createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } });
  uploads = openUploads({
    dataDir,
    ledger: {
      transaction: async (work) =>
        await ledger.transaction(async (tx) => {
          const storeFile: typeof tx.storeFile = async (owner, file) => {
            if (!stopNext) return await tx.storeFile(owner, file);
            stopNext = false;
            throw new Error('the server stopped here');
          };
          return await work({ ...tx, storeFile });
        }),
    },
    now: () => now,
    quota: 1_000_000,
  });
  const app = new Hono();
  mount(app, [
    ...uploadRoutes({ uploads, hasRoom: async () => true }),
    ...fileRoutes({ db: database.db, vault: uploads.vault }),
  ]);
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false });
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The routes without the gates in front of them: who calls is said by a header. */
function mount(app: Hono, routes: readonly Route[]): void {
  for (const route of routes) {
    app.on(route.method === 'HEAD' ? 'GET' : route.method, route.path, async (c, next) => {
      if (route.method === 'HEAD' && c.req.raw.method !== 'HEAD') return await next();
      const me = must(people.get(c.req.header('X-Account') ?? ''), 'account');
      const query = Object.fromEntries(new URL(c.req.url).searchParams);
      const { raw: request } = c.req;
      try {
        const reply = await route.handle({
          me,
          params: c.req.param(),
          query: route.query ? route.query.parse(query) : null,
          body: null,
          request,
          requestId: 'test',
          log: pino({ enabled: false }),
        });
        if (reply.kind === 'refusal') return refused(reply.refusal);
        return reply.kind === 'response' ? new Response(reply.response.body, reply.response) : c.json({});
      } catch {
        return refused({ code: 'internal', request: 'test' });
      }
    });
  }
}

async function person(kind: Me['kind'] = 'resident', unit: string | null = null): Promise<string> {
  const account = nextUuid();
  people.set(account, { account, name: account, kind, unit, person: { name: account } });
  await addAccount(database, { id: account, kind, ...(unit ? { unit } : {}) });
  return account;
}

async function call(account: string, method: string, url: string, headers = {}, body?: BodyInit): Promise<Response> {
  return await fetch(origin + url, {
    method,
    headers: { 'X-Account': account, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

function announcing({ size, type }: FileRef): Record<string, string> {
  return { 'Upload-Length': String(size), 'Upload-Metadata': `type ${Buffer.from(type).toString('base64')}` };
}

async function begin(account: string, file: FileRef): Promise<Response> {
  return await call(account, 'POST', uploadPath(file.hash), { ...TUS, ...announcing(file) });
}

async function beginWith(account: string, file: FileRef, bytes: Buffer): Promise<Response> {
  const headers = { ...TUS, ...announcing(file), 'Content-Type': 'application/offset+octet-stream' };
  return await call(account, 'POST', uploadPath(file.hash), headers, new Uint8Array(bytes));
}

async function offsetOf(account: string, hash: string): Promise<number | null> {
  const answer = await call(account, 'HEAD', uploadPath(hash), TUS);
  return answer.status === 200 ? Number(answer.headers.get('Upload-Offset')) : null;
}

async function patch(account: string, hash: string, offset: number, bytes: Buffer): Promise<Response> {
  const headers = { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
  return await call(account, 'PATCH', uploadPath(hash), headers, new Uint8Array(bytes));
}

async function upload(account: string, { file, bytes }: Photo): Promise<Response> {
  expect((await begin(account, file)).status).toBe(201);
  return await patch(account, file.hash, 0, bytes);
}

async function refusalIn(answer: Response): Promise<string> {
  const { error } = ErrorBody.parse(await answer.json());
  return error.code;
}

function partialOf(account: string, hash: string): string {
  return path.join(dataDir, 'uploads', ownerFolder(account), hash);
}

describe('uploads', () => {
  test('a file is taken in, verified, and known from then on', async () => {
    const [account, one] = [await person(), photo()];
    expect(await offsetOf(account, one.file.hash)).toBeNull();
    const answer = await upload(account, one);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('Upload-Offset')).toBe('50000');
    expect(await offsetOf(account, one.file.hash)).toBe(50_000);
    expect(readdirSync(path.join(dataDir, 'uploads', ownerFolder(account)))).toEqual([]);
    expect(statSync(uploads.vault.pathOf(account, one.file.hash)).size).toBe(50_000);
    const row = await database.db.selectFrom('file').selectAll().where('owner', '=', account).executeTakeFirst();
    expect(row).toMatchObject(one.file);
  });

  test('its URL is its hash, and beginning again changes nothing', async () => {
    const [account, one] = [await person(), photo()];
    const begun = await begin(account, one.file);
    expect(begun.headers.get('Location')).toBe(uploadPath(one.file.hash));
    await patch(account, one.file.hash, 0, one.bytes.subarray(0, 20_000));
    expect((await begin(account, one.file)).status).toBe(201);
    expect(await offsetOf(account, one.file.hash)).toBe(20_000);
    await patch(account, one.file.hash, 20_000, one.bytes.subarray(20_000));
    expect((await begin(account, one.file)).status).toBe(201);
    expect(await offsetOf(account, one.file.hash)).toBe(50_000);
  });

  test('a file may come whole with its announcement', async () => {
    const [account, one] = [await person(), photo()];
    const answer = await beginWith(account, one.file, one.bytes);
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([201, '50000']);
    expect(statSync(uploads.vault.pathOf(account, one.file.hash)).size).toBe(50_000);
    const again = await beginWith(account, one.file, one.bytes);
    expect([again.status, again.headers.get('Upload-Offset')]).toEqual([201, '50000']);
  });

  test('announced again with fewer bytes than are here, it keeps those and says how many', async () => {
    const [account, one] = [await person(), photo()];
    await beginWith(account, one.file, one.bytes.subarray(0, 30_000));
    const answer = await beginWith(account, one.file, one.bytes.subarray(0, 10_000));
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([201, '30000']);
    expect((await patch(account, one.file.hash, 30_000, one.bytes.subarray(30_000))).status).toBe(204);
    expect(readFileSync(uploads.vault.pathOf(account, one.file.hash))).toEqual(one.bytes);
  });

  test('whole with its announcement and wrong, it is refused and nothing of it stays', async () => {
    const [account, one] = [await person(), photo()];
    const answer = await beginWith(account, one.file, Buffer.alloc(one.bytes.length));
    expect(await refusalIn(answer)).toBe('malformed');
    expect(await offsetOf(account, one.file.hash)).toBeNull();
  });

  test('after a cut within the announcement it goes on where the server stands', async () => {
    const [account, one] = [await person(), photo(400_000)];
    await sendAndCut(account, one, 150_000, announcing(one.file));
    const offset = must(await offsetOf(account, one.file.hash), 'offset');
    expect(offset).toBeGreaterThan(0);
    expect((await patch(account, one.file.hash, offset, one.bytes.subarray(offset))).status).toBe(204);
    expect(readFileSync(uploads.vault.pathOf(account, one.file.hash))).toEqual(one.bytes);
  });

  test('after a cut it goes on where the server stands', async () => {
    const [account, one] = [await person(), photo(400_000)];
    await begin(account, one.file);
    await sendAndCut(account, one, 150_000);
    const offset = must(await offsetOf(account, one.file.hash), 'offset');
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(150_000);
    expect((await patch(account, one.file.hash, offset + 1, one.bytes.subarray(offset + 1))).status).toBe(409);
    expect((await patch(account, one.file.hash, offset, one.bytes.subarray(offset))).status).toBe(204);
    expect(await offsetOf(account, one.file.hash)).toBe(400_000);
  });

  test('bytes that do not have the hash are refused and gone, and the right ones may follow', async () => {
    const [account, one] = [await person(), photo()];
    await begin(account, one.file);
    const wrong = await patch(account, one.file.hash, 0, photo().bytes);
    expect(wrong.status).toBe(460);
    expect(await refusalIn(wrong)).toBe('malformed');
    expect(await offsetOf(account, one.file.hash)).toBeNull();
    expect((await upload(account, one)).status).toBe(204);
  });

  test('bytes that are not of the announced type are refused', async () => {
    const account = await person();
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const file: FileRef = { hash: digest(bytes), size: bytes.length, type: 'image/png' };
    const answer = await upload(account, { file, bytes });
    expect([answer.status, await refusalIn(answer)]).toEqual([400, 'malformed']);
    expect(await offsetOf(account, file.hash)).toBeNull();
  });

  test('what is announced must be a type and a size that are taken here', async () => {
    const account = await person();
    const { hash } = photo().file;
    const headers = { ...TUS, 'Upload-Length': '100', 'Upload-Metadata': `type ${btoa('image/svg+xml')}` };
    expect((await call(account, 'POST', uploadPath(hash), headers)).status).toBe(400);
    const large = { ...headers, 'Upload-Length': String(10 * 1024 * 1024 + 1) };
    const tooLarge = await call(account, 'POST', uploadPath(hash), large);
    expect([tooLarge.status, await refusalIn(tooLarge)]).toEqual([413, 'tooLarge']);
    expect((await call(account, 'POST', '/api/uploads/nothash', headers)).status).toBe(404);
  });

  test.each([
    ['without the protocol’s version', { 'Tus-Resumable': undefined }, 412],
    ['with another version', { 'Tus-Resumable': '0.2.2' }, 400],
    ['with an offset that is none', { 'Upload-Offset': 'x' }, 400],
    ['with another type of content', { 'Content-Type': 'text/plain' }, 400],
  ])('%s it is refused in our words too', async (_what, odd, status) => {
    const [account, one] = [await person(), photo()];
    await begin(account, one.file);
    const usual = { ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' };
    const headers = Object.fromEntries(Object.entries({ ...usual, ...odd }).filter(([, text]) => text !== undefined));
    const answer = await call(account, 'PATCH', uploadPath(one.file.hash), headers, new Uint8Array(one.bytes));
    expect([answer.status, await refusalIn(answer)]).toEqual([status, 'malformed']);
    expect(await offsetOf(account, one.file.hash)).toBe(0);
  });

  test('unfinished uploads of one account have a limit together', async () => {
    const account = await person();
    const third = { ...photo().file, size: 400_000 };
    expect((await begin(account, { ...photo().file, size: 400_000 })).status).toBe(201);
    expect((await begin(account, third)).status).toBe(201);
    expect((await begin(account, third)).status).toBe(201);
    expect((await begin(account, { ...photo().file, size: 400_000 })).status).toBe(429);
    expect((await begin(await person(), third)).status).toBe(201);
  });

  test('a second account neither sees nor gains a file by naming its hash', async () => {
    const [owner, stranger, one] = [await person(), await person(), photo()];
    await upload(owner, one);
    expect(await offsetOf(stranger, one.file.hash)).toBeNull();
    await begin(stranger, one.file);
    expect(await offsetOf(stranger, one.file.hash)).toBe(0);
    expect(await offsetOf(owner, one.file.hash)).toBe(50_000);
  });

  test('a server that stops between the file and its row heals on the next request', async () => {
    const [account, one] = [await person(), photo()];
    await begin(account, one.file);
    stopNext = true;
    expect((await patch(account, one.file.hash, 0, one.bytes)).status).toBe(500);
    expect(existsSync(uploads.vault.pathOf(account, one.file.hash))).toBe(true);
    expect(await offsetOf(account, one.file.hash)).toBe(50_000);
    const rows = await database.db.selectFrom('file').select('hash').where('owner', '=', account).execute();
    expect(rows).toEqual([{ hash: one.file.hash }]);
  });

  test('all bytes here but never verified: that happens on the next request', async () => {
    const [account, good, bad] = [await person(), photo(), photo()];
    for (const { file } of [good, bad]) await begin(account, file);
    writeFileSync(partialOf(account, good.file.hash), good.bytes);
    writeFileSync(partialOf(account, bad.file.hash), good.bytes);
    expect(await offsetOf(account, good.file.hash)).toBe(50_000);
    expect(await offsetOf(account, bad.file.hash)).toBeNull();
  });

  test('an upload whose beginning a power cut has emptied begins again, and holds up no other', async () => {
    const [account, one, other] = [await person(), photo(), photo()];
    await begin(account, one.file);
    writeFileSync(`${partialOf(account, one.file.hash)}.json`, '');
    expect(await offsetOf(account, one.file.hash)).toBeNull();
    expect((await upload(account, other)).status).toBe(204);
    expect((await upload(account, one)).status).toBe(204);
  });

  test('a file lost from the disk is asked for again', async () => {
    const [account, one] = [await person(), photo()];
    await upload(account, one);
    rmSync(uploads.vault.pathOf(account, one.file.hash));
    expect(await offsetOf(account, one.file.hash)).toBeNull();
    expect((await upload(account, one)).status).toBe(204);
    expect(await offsetOf(account, one.file.hash)).toBe(50_000);
  });

  test('a full disk is said as such, and nothing is acknowledged', async () => {
    const [account, one] = [await person(), photo()];
    await begin(account, one.file);
    rmSync(partialOf(account, one.file.hash));
    symlinkSync('/dev/full', partialOf(account, one.file.hash));
    const answer = await patch(account, one.file.hash, 0, one.bytes);
    expect([answer.status, await refusalIn(answer)]).toEqual([507, 'storageFull']);
    expect(answer.headers.get('Retry-After')).toBe('600');
    expect(await offsetOf(account, one.file.hash)).toBe(0);
  });

  test('uploads nobody continues for two weeks are removed', async () => {
    const [account, old, fresh] = [await person(), photo(), photo()];
    for (const { file } of [old, fresh]) await begin(account, file);
    now = Date.now();
    const past = new Date(now - 15 * 86_400_000);
    utimesSync(partialOf(account, old.file.hash), past, past);
    expect(await uploads.sweep()).toBe(1);
    expect(await offsetOf(account, old.file.hash)).toBeNull();
    expect(await offsetOf(account, fresh.file.hash)).toBe(0);
    now = NOW;
  });

  test('the last file completes the dossier before it is acknowledged', async () => {
    const [account, one] = [await person(), photo()];
    const phone = new Phone(ledger, account);
    await phone.sync([phone.command(submitIntent([one.file]))]);
    await upload(account, one);
    const { changes } = await phone.sync();
    expect(changes.map(({ event }) => event.what.type)).toEqual(['papersComplete']);
  });
});

/** A connection that breaks in the middle of a PATCH from 0 on, or of an announcement with these headers. */
async function sendAndCut(
  account: string,
  { file, bytes }: Photo,
  after: number,
  announcement?: Record<string, string>,
): Promise<void> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const head = [
    `${announcement ? 'POST' : 'PATCH'} ${uploadPath(file.hash)} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `X-Account: ${account}`,
    'Tus-Resumable: 1.0.0',
    ...Object.entries(announcement ?? { 'Upload-Offset': '0' }).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${bytes.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(bytes.subarray(0, after));
  const partial = partialOf(account, file.hash);
  await expect.poll(() => existsSync(partial) && statSync(partial).size).toBeGreaterThan(0);
  socket.resetAndDestroy();
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('reading files', () => {
  let owner: string;
  let dossier: string;
  let one: Photo;
  beforeAll(async () => {
    owner = await person();
    one = photo();
    dossier = nextUuid();
    const phone = new Phone(ledger, owner);
    await upload(owner, one);
    await phone.sync([phone.command(submitIntent([one.file], dossier))]);
  });

  test('the owner and the unit’s officers read a paper; nobody else learns that it exists', async () => {
    const url = filePath(dossier, one.file.hash);
    for (const reader of [owner, await person('officer', UNIT)]) {
      const answer = await call(reader, 'GET', url);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(one.bytes)).toBe(true);
    }
    for (const stranger of [await person(), await person('officer', '03001'), await person('administrator')]) {
      expect((await call(stranger, 'GET', url)).status).toBe(404);
    }
    expect((await call(owner, 'GET', filePath(dossier, photo().file.hash))).status).toBe(404);
    expect((await call(owner, 'GET', filePath('x', one.file.hash))).status).toBe(404);
  });

  test('it is an attachment that nothing can run from, and an image may be shown', async () => {
    const url = filePath(dossier, one.file.hash);
    const { headers } = await call(owner, 'GET', url);
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; filename="H38\.16-[\d-]+-[0-9a-f]{8}\.jpg"$/);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toContain('sandbox');
    expect(headers.get('Cache-Control')).toContain('private');
    const shown = await call(owner, 'GET', `${url}?inline=1`);
    expect(shown.headers.get('Content-Disposition')).toMatch(/^inline/);
    expect(shown.headers.get('Content-Security-Policy')).toContain('sandbox');
    const again = await call(owner, 'GET', url, { 'If-None-Match': must(headers.get('ETag'), 'ETag') });
    expect(again.status).toBe(304);
  });

  test('a result made at the desk reaches the owner, and is never shown inline', async () => {
    const officer = { account: await person('officer', UNIT), name: 'Giàng A Sử', unit: UNIT };
    const bytes = Buffer.from(`%PDF-1.7\n${randomBytes(40).toString('hex')}`);
    const result: Photo = { bytes, file: { hash: digest(bytes), size: bytes.length, type: 'application/pdf' } };
    expect((await upload(officer.account, result)).status).toBe(204);
    expect(existsSync(uploads.vault.pathOf(unitOwner(UNIT), result.file.hash))).toBe(true);
    const results = [{ ...result.file, name: 'Giấy khai sinh' }];
    const steps = [{ type: 'receive' }, { type: 'startProcessing' }, { type: 'finish', note: '', results }] as const;
    for (const [i, intent] of steps.entries()) {
      const done = await ledger.transaction(
        async (tx) =>
          await runOfficerCommand(tx, {
            dossierId: dossier,
            officer,
            command: { id: nextUuid(), seen: 2 + i, intent: 'results' in intent ? { ...intent, results } : intent },
            ground: () => groundAt(NOW),
            makeFee: () => Promise.reject(new Error('no fee is asked for')),
          }),
      );
      expect(done.kind).toBe('done');
    }
    const answer = await call(owner, 'GET', `${filePath(dossier, result.file.hash)}?inline=1`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment/);
  });
});
