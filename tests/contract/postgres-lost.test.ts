import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '#server/db/database.ts';
import { postgresEngine } from '#server/db/postgres.ts';
import { startPostgres } from '#tests/support/postgres.ts';

/** A message of the backend: its letter, the length of what follows with the length itself, and that. */
function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const ENDED = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'));

let server: net.Server | null = null;
afterEach(() => {
  server?.close();
  vi.restoreAllMocks();
});

/** A PostgreSQL that answers a connection's first message so, and nothing more (protocol 3.0, message formats). */
async function answering(bytes: Buffer): Promise<string> {
  server = net.createServer((socket) => {
    socket.once('data', () => socket.end(bytes));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `postgres://somebody@127.0.0.1:${(server.address() as AddressInfo).port}/somewhere`;
}

test('a connection that ends in the very moment it is there does not end the server', async () => {
  const lost = vi.fn();
  const engine = postgresEngine(await answering(Buffer.concat([AUTHENTICATED, READY, ENDED])), lost);
  const session = await engine.connect();
  await vi.waitFor(() => expect(lost).toHaveBeenCalledWith(expect.objectContaining({ code: '57P01' })));
  await expect(session.query('SELECT 1', [])).rejects.toMatchObject({ code: '08006' });
  session.release();
  await engine.close();
});

test('connections are probed, so that a host that vanishes without a word gives them back', async () => {
  const asked = vi.spyOn(net.Socket.prototype, 'setKeepAlive');
  const engine = postgresEngine(await answering(Buffer.concat([AUTHENTICATED, READY])), vi.fn());
  const session = await engine.connect();
  expect(asked).toHaveBeenCalledExactlyOnceWith(true, 10_000);
  session.release();
  await engine.close();
});

const STARTING = message('E', Buffer.from('SFATAL\0C57P03\0Mthe database system is starting up\0\0'));
const TITLE = 'a server that starts while its database does, as after a power cut, waits for it';

const postgres = startPostgres();
if (!postgres.ok) test.skip(`${TITLE}: ${postgres.why}`);
else {
  afterAll(postgres.stop);
  test(TITLE, async () => {
    const real = new URL(postgres.url);
    const folder = real.searchParams.get('host');
    let turnedAway = 0;
    server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      if (turnedAway < 2) {
        turnedAway += 1;
        socket.once('data', () => socket.end(STARTING));
        return;
      }
      const onward =
        folder === null
          ? net.connect(Number(real.port || 5432), real.hostname)
          : net.connect(`${folder}/.s.PGSQL.5432`);
      onward.on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    real.searchParams.delete('host');
    real.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

    const database = await openDatabase({ dataDir: '', databaseUrl: real.href });
    expect(turnedAway).toBe(2);
    await database.close();
  });
}
