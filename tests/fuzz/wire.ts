import net from 'node:net';
import type { Random } from '#tests/support/random.ts';

/** Bytes that are HTTP only nearly, or not at all. */
export function wireBytes(random: Random, origin: string): Buffer {
  const host = `Host: ${new URL(origin).host}\r\n`;
  const head = `POST /api/sync HTTP/1.1\r\n${host}Origin: ${origin}\r\nContent-Type: application/json\r\n`;
  return random.pick<() => Buffer>([
    () => Buffer.from(Array.from({ length: 1 + random.int(300) }, () => random.int(256))),
    () => Buffer.from('GET / HTTP/9.9\r\n\r\n'),
    () => Buffer.from('GET /healthz HTTP/1.1\r\n\r\n'),
    () => Buffer.from(`GET /a\\b HTTP/1.1\r\n${host}\r\n`),
    () => Buffer.from(`GET http://[ HTTP/1.1\r\n${host}\r\n`),
    () => Buffer.from(`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET`),
    () => Buffer.from(`${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}    `),
    () => Buffer.from(`${head}Content-Length: -5\r\n\r\n{}`),
    () => Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`),
    () => Buffer.from(`${head}X-Long: ${'a'.repeat(20_000)}\r\n\r\n`),
    () => Buffer.from(`${head}Bad Header: x\r\n\r\n`),
    () => Buffer.from(`${head}X: a\u0000b\r\n\r\n`),
    () => Buffer.from(`CONNECT /api/sync HTTP/1.1\r\n${host}\r\n`),
    () => Buffer.from(`GET /healthz HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`),
  ])();
}

/** Sends them and answers what came back, once the other side has said something, closed, or been silent for a while. */
export async function sendBytes(port: number, bytes: Buffer): Promise<string> {
  return await new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let told = '';
    const over = () => {
      socket.destroy();
      resolve(told);
    };
    socket.setTimeout(300, over);
    socket.on('data', (chunk: Buffer) => {
      told += chunk.toString('latin1');
      socket.end();
    });
    socket.on('error', over);
    socket.on('close', over);
    socket.write(bytes);
  });
}
