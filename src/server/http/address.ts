import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from. Behind our own proxy that is the last entry of X-Forwarded-For, the one the proxy
 * wrote; the entries before it are the client's own claim. An IPv6 client is its /64, since it owns all of it.
 */
export function clientAddress(incoming: IncomingMessage, behindProxy: boolean): string {
  const forwarded = incoming.headers['x-forwarded-for'];
  const last = behindProxy && typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  const address = (last ?? incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}
