import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { postgresEngine } from '#server/db/postgres.ts';

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
afterEach(() => server?.close());

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
