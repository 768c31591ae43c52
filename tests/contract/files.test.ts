import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import { filePath, uploadPath } from '#protocol/http.ts';
import { runOfficerCommand, unitOwner } from '#server/commands/officer.ts';
import { ownerFolder } from '#server/files/vault.ts';
import { fileRoutes } from '#server/routes/files.ts';
import { FilesWorld, TUS, announcing, digest, photo, refusalIn, type Photo } from './files-world.ts';
import { serve } from './http-server.ts';
import { NOW, Phone, groundAt, nextUuid, submitIntent } from './ledger.contract.ts';

const UNIT = '03004';

let world: FilesWorld;

beforeAll(async () => {
  world = await FilesWorld.open();
});
afterAll(async () => await world.close());

describe('uploads', () => {
  test('a file is taken in, verified, and known from then on', async () => {
    const [account, one] = [await world.person(), photo()];
    expect(await world.offsetOf(account, one.file.hash)).toBeNull();
    const answer = await world.upload(account, one);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('Upload-Offset')).toBe('50000');
    expect(await world.offsetOf(account, one.file.hash)).toBe(50_000);
    expect(readdirSync(path.join(world.dataDir, 'uploads', ownerFolder(account)))).toEqual([]);
    expect(statSync(world.uploads.vault.pathOf(account, one.file.hash)).size).toBe(50_000);
    const row = await world.database.db.selectFrom('file').selectAll().where('owner', '=', account).executeTakeFirst();
    expect(row).toMatchObject(one.file);
  });

  test('its URL is its hash, and beginning again changes nothing', async () => {
    const [account, one] = [await world.person(), photo()];
    const begun = await world.begin(account, one.file);
    expect(begun.headers.get('Location')).toBe(uploadPath(one.file.hash));
    await world.patch(account, one.file.hash, 0, one.bytes.subarray(0, 20_000));
    expect((await world.begin(account, one.file)).status).toBe(201);
    expect(await world.offsetOf(account, one.file.hash)).toBe(20_000);
    await world.patch(account, one.file.hash, 20_000, one.bytes.subarray(20_000));
    expect((await world.begin(account, one.file)).status).toBe(201);
    expect(await world.offsetOf(account, one.file.hash)).toBe(50_000);
  });

  test('a file may come whole with its announcement', async () => {
    const [account, one] = [await world.person(), photo()];
    const answer = await world.beginWith(account, one.file, one.bytes);
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([201, '50000']);
    expect(statSync(world.uploads.vault.pathOf(account, one.file.hash)).size).toBe(50_000);
    const again = await world.beginWith(account, one.file, one.bytes);
    expect([again.status, again.headers.get('Upload-Offset')]).toEqual([201, '50000']);
  });

  test('announced again with fewer bytes than are here, it keeps those and says how many', async () => {
    const [account, one] = [await world.person(), photo()];
    await world.beginWith(account, one.file, one.bytes.subarray(0, 30_000));
    const answer = await world.beginWith(account, one.file, one.bytes.subarray(0, 10_000));
    expect([answer.status, answer.headers.get('Upload-Offset')]).toEqual([201, '30000']);
    expect((await world.patch(account, one.file.hash, 30_000, one.bytes.subarray(30_000))).status).toBe(204);
    expect(one.bytes.equals(readFileSync(world.uploads.vault.pathOf(account, one.file.hash)))).toBe(true);
  });

  test('whole with its announcement and wrong, it is refused and nothing of it stays', async () => {
    const [account, one] = [await world.person(), photo()];
    const answer = await world.beginWith(account, one.file, Buffer.alloc(one.bytes.length));
    expect(await refusalIn(answer)).toBe('malformed');
    expect(await world.offsetOf(account, one.file.hash)).toBeNull();
  });

  test('after a cut within the announcement it goes on where the server stands', async () => {
    const [account, one] = [await world.person(), photo(400_000)];
    await sendAndCut(account, one, 150_000, announcing(one.file));
    const offset = must(await world.offsetOf(account, one.file.hash), 'offset');
    expect(offset).toBeGreaterThan(0);
    expect((await world.patch(account, one.file.hash, offset, one.bytes.subarray(offset))).status).toBe(204);
    expect(one.bytes.equals(readFileSync(world.uploads.vault.pathOf(account, one.file.hash)))).toBe(true);
  });

  test('after a cut it goes on where the server stands', async () => {
    const [account, one] = [await world.person(), photo(400_000)];
    await world.begin(account, one.file);
    await sendAndCut(account, one, 150_000);
    const offset = must(await world.offsetOf(account, one.file.hash), 'offset');
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(150_000);
    expect((await world.patch(account, one.file.hash, offset + 1, one.bytes.subarray(offset + 1))).status).toBe(409);
    expect((await world.patch(account, one.file.hash, offset, one.bytes.subarray(offset))).status).toBe(204);
    expect(await world.offsetOf(account, one.file.hash)).toBe(400_000);
  });

  test('bytes that do not have the hash are refused and gone, and the right ones may follow', async () => {
    const [account, one] = [await world.person(), photo()];
    await world.begin(account, one.file);
    const wrong = await world.patch(account, one.file.hash, 0, photo().bytes);
    expect(wrong.status).toBe(460);
    expect(await refusalIn(wrong)).toBe('malformed');
    expect(await world.offsetOf(account, one.file.hash)).toBeNull();
    expect((await world.upload(account, one)).status).toBe(204);
  });

  test('bytes that are not of the announced type are refused', async () => {
    const account = await world.person();
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const file: FileRef = { hash: digest(bytes), size: bytes.length, type: 'image/png' };
    const answer = await world.upload(account, { file, bytes });
    expect([answer.status, await refusalIn(answer)]).toEqual([400, 'malformed']);
    expect(await world.offsetOf(account, file.hash)).toBeNull();
  });

  test('what is announced must be a type and a size that are taken here', async () => {
    const account = await world.person();
    const { hash } = photo().file;
    const headers = { ...TUS, 'Upload-Length': '100', 'Upload-Metadata': `type ${btoa('image/svg+xml')}` };
    expect((await world.call(account, 'POST', uploadPath(hash), headers)).status).toBe(400);
    const large = { ...headers, 'Upload-Length': String(10 * 1024 * 1024 + 1) };
    const tooLarge = await world.call(account, 'POST', uploadPath(hash), large);
    expect([tooLarge.status, await refusalIn(tooLarge)]).toEqual([413, 'tooLarge']);
    expect((await world.call(account, 'POST', '/api/uploads/nothash', headers)).status).toBe(404);
  });

  test.each([
    ['without the protocol’s version', { 'Tus-Resumable': undefined }, 412],
    ['with another version', { 'Tus-Resumable': '0.2.2' }, 400],
    ['with an offset that is none', { 'Upload-Offset': 'x' }, 400],
    ['with another type of content', { 'Content-Type': 'text/plain' }, 400],
  ])('%s it is refused in our words too', async (_what, odd, status) => {
    const [account, one] = [await world.person(), photo()];
    await world.begin(account, one.file);
    const usual = { ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' };
    const headers = Object.fromEntries(Object.entries({ ...usual, ...odd }).filter(([, text]) => text !== undefined));
    const answer = await world.call(account, 'PATCH', uploadPath(one.file.hash), headers, one.bytes);
    expect([answer.status, await refusalIn(answer)]).toEqual([status, 'malformed']);
    expect(await world.offsetOf(account, one.file.hash)).toBe(0);
  });

  test('unfinished uploads of one account have a limit together', async () => {
    const account = await world.person();
    const third = { ...photo().file, size: 400_000 };
    expect((await world.begin(account, { ...photo().file, size: 400_000 })).status).toBe(201);
    expect((await world.begin(account, third)).status).toBe(201);
    expect((await world.begin(account, third)).status).toBe(201);
    expect((await world.begin(account, { ...photo().file, size: 400_000 })).status).toBe(429);
    expect((await world.begin(await world.person(), third)).status).toBe(201);
  });

  test('a second account neither sees nor gains a file by naming its hash', async () => {
    const [owner, stranger, one] = [await world.person(), await world.person(), photo()];
    await world.upload(owner, one);
    expect(await world.offsetOf(stranger, one.file.hash)).toBeNull();
    await world.begin(stranger, one.file);
    expect(await world.offsetOf(stranger, one.file.hash)).toBe(0);
    expect(await world.offsetOf(owner, one.file.hash)).toBe(50_000);
  });

  test('a server that stops between the file and its row heals on the next request', async () => {
    const [account, one] = [await world.person(), photo()];
    await world.begin(account, one.file);
    world.stopNext = true;
    expect((await world.patch(account, one.file.hash, 0, one.bytes)).status).toBe(500);
    expect(existsSync(world.uploads.vault.pathOf(account, one.file.hash))).toBe(true);
    expect(await world.offsetOf(account, one.file.hash)).toBe(50_000);
    const rows = await world.database.db.selectFrom('file').select('hash').where('owner', '=', account).execute();
    expect(rows).toEqual([{ hash: one.file.hash }]);
  });

  test('all bytes here but never verified: that happens on the next request', async () => {
    const [account, good, bad] = [await world.person(), photo(), photo()];
    for (const { file } of [good, bad]) await world.begin(account, file);
    writeFileSync(world.partialOf(account, good.file.hash), good.bytes);
    writeFileSync(world.partialOf(account, bad.file.hash), good.bytes);
    expect(await world.offsetOf(account, good.file.hash)).toBe(50_000);
    expect(await world.offsetOf(account, bad.file.hash)).toBeNull();
  });

  test('an upload whose beginning a power cut has emptied begins again, and holds up no other', async () => {
    const [account, one, other] = [await world.person(), photo(), photo()];
    await world.begin(account, one.file);
    writeFileSync(`${world.partialOf(account, one.file.hash)}.json`, '');
    expect(await world.offsetOf(account, one.file.hash)).toBeNull();
    expect((await world.upload(account, other)).status).toBe(204);
    expect((await world.upload(account, one)).status).toBe(204);
  });

  test('a file lost from the disk is asked for again', async () => {
    const [account, one] = [await world.person(), photo()];
    await world.upload(account, one);
    rmSync(world.uploads.vault.pathOf(account, one.file.hash));
    expect(await world.offsetOf(account, one.file.hash)).toBeNull();
    expect((await world.upload(account, one)).status).toBe(204);
    expect(await world.offsetOf(account, one.file.hash)).toBe(50_000);
  });

  test('a full disk is said as such, and nothing is acknowledged', async () => {
    const [account, one] = [await world.person(), photo()];
    await world.begin(account, one.file);
    rmSync(world.partialOf(account, one.file.hash));
    symlinkSync('/dev/full', world.partialOf(account, one.file.hash));
    const answer = await world.patch(account, one.file.hash, 0, one.bytes);
    expect([answer.status, await refusalIn(answer)]).toEqual([507, 'storageFull']);
    expect(answer.headers.get('Retry-After')).toBe('600');
    expect(await world.offsetOf(account, one.file.hash)).toBe(0);
  });

  test('uploads nobody continues for two weeks are removed', async () => {
    const [account, old, fresh] = [await world.person(), photo(), photo()];
    for (const { file } of [old, fresh]) await world.begin(account, file);
    world.now = Date.now();
    const past = new Date(world.now - 15 * 86_400_000);
    utimesSync(world.partialOf(account, old.file.hash), past, past);
    expect(await world.uploads.sweep()).toBe(1);
    expect(await world.offsetOf(account, old.file.hash)).toBeNull();
    expect(await world.offsetOf(account, fresh.file.hash)).toBe(0);
    world.now = NOW;
  });

  test('the last file completes the dossier before it is acknowledged', async () => {
    const [account, one] = [await world.person(), photo()];
    const phone = new Phone(world.ledger, account);
    await phone.sync([phone.command(submitIntent([one.file]))]);
    await world.upload(account, one);
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
  const socket = connect(world.port, '127.0.0.1');
  const head = [
    `${announcement ? 'POST' : 'PATCH'} ${uploadPath(file.hash)} HTTP/1.1`,
    `Host: 127.0.0.1:${world.port}`,
    `X-Account: ${account}`,
    'Tus-Resumable: 1.0.0',
    ...Object.entries(announcement ?? { 'Upload-Offset': '0' }).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${bytes.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(bytes.subarray(0, after));
  const partial = world.partialOf(account, file.hash);
  await expect.poll(() => existsSync(partial) && statSync(partial).size).toBeGreaterThan(0);
  socket.resetAndDestroy();
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('reading files', () => {
  let owner: string;
  let dossier: string;
  let one: Photo;
  beforeAll(async () => {
    owner = await world.person();
    one = photo();
    dossier = nextUuid();
    const phone = new Phone(world.ledger, owner);
    await world.upload(owner, one);
    await phone.sync([phone.command(submitIntent([one.file], dossier))]);
  });

  test('the owner and the unit’s officers read a paper; nobody else learns that it exists', async () => {
    const url = filePath(dossier, one.file.hash);
    for (const reader of [owner, await world.person('officer', UNIT)]) {
      const answer = await world.call(reader, 'GET', url);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(one.bytes)).toBe(true);
    }
    for (const stranger of [
      await world.person(),
      await world.person('officer', '03001'),
      await world.person('administrator'),
    ]) {
      expect((await world.call(stranger, 'GET', url)).status).toBe(404);
    }
    expect((await world.call(owner, 'GET', filePath(dossier, photo().file.hash))).status).toBe(404);
    expect((await world.call(owner, 'GET', filePath('x', one.file.hash))).status).toBe(404);
  });

  test('it is an attachment that nothing can run from, and an image may be shown', async () => {
    const url = filePath(dossier, one.file.hash);
    const { headers } = await world.call(owner, 'GET', url);
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; filename="H38\.16-[\d-]+-[0-9a-f]{8}\.jpg"$/);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toContain('sandbox');
    const shown = await world.call(owner, 'GET', `${url}?inline=1`);
    expect(shown.headers.get('Content-Disposition')).toMatch(/^inline/);
    expect(shown.headers.get('Content-Security-Policy')).toContain('sandbox');
  });

  test('no browser keeps it, so that whoever sits down at the computer next has to ask', async () => {
    const url = filePath(dossier, one.file.hash);
    const { headers } = await world.call(owner, 'GET', url);
    const etag = { 'If-None-Match': must(headers.get('ETag'), 'ETag') };
    for (const answer of [
      await world.call(owner, 'GET', url),
      await world.call(owner, 'GET', `${url}?inline=1`),
      await world.call(owner, 'GET', url, etag),
    ]) {
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
    }
  });

  test('who holds it already is asked for the right to it all the same', async () => {
    const url = filePath(dossier, one.file.hash);
    const { headers } = await world.call(owner, 'GET', url);
    const etag = { 'If-None-Match': must(headers.get('ETag'), 'ETag') };
    expect((await world.call(owner, 'GET', url, etag)).status).toBe(304);

    const server = await serve(fileRoutes({ db: world.database.db, vault: world.uploads.vault }));
    for (const [as, refused] of [
      ['', [401, 'signedOut']],
      ['resident', [404, 'notFound']],
      ['officer', [404, 'notFound']],
    ] as const) {
      const answer = await fetch(server.origin + url, { headers: { Cookie: `as=${as}`, ...etag } });
      expect([answer.status, await refusalIn(answer)], as).toEqual(refused);
      expect(answer.headers.get('Cache-Control'), as).toBe('no-store');
    }
    await server.stop();
  });

  test('a result made at the desk reaches the owner, and is never shown inline', async () => {
    const officer = { account: await world.person('officer', UNIT), name: 'Giàng A Sử', unit: UNIT };
    const bytes = Buffer.from(`%PDF-1.7\n${randomBytes(40).toString('hex')}`);
    const result: Photo = { bytes, file: { hash: digest(bytes), size: bytes.length, type: 'application/pdf' } };
    expect((await world.upload(officer.account, result)).status).toBe(204);
    expect(existsSync(world.uploads.vault.pathOf(unitOwner(UNIT), result.file.hash))).toBe(true);
    const results = [{ ...result.file, name: 'Giấy khai sinh' }];
    const steps = [{ type: 'receive' }, { type: 'startProcessing' }, { type: 'finish', note: '', results }] as const;
    for (const [i, intent] of steps.entries()) {
      const done = await world.ledger.transaction(
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
    const answer = await world.call(owner, 'GET', `${filePath(dossier, result.file.hash)}?inline=1`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment/);
  });
});
