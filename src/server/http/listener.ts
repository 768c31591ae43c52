import { createServer, maxHeaderSize, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RequestRefusal } from '#core/sync/messages.ts';
import { refused } from './refused.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A listening port. Until `attach`, every request is told to come back in a moment. */
export type Listener = {
  readonly server: Server;
  readonly port: number;
  attach(handler: Handler): void;
  /** Takes no more connections, lets running requests end for at most `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
};

const endless = new WeakSet<ServerResponse>();

/** Says that an answer is a stream of events, which ends only when it is cut; its reader connects again by itself. */
export function markEndless(response: ServerResponse): void {
  endless.add(response);
}

/** An upload on a hilltop's EDGE may take a quarter of an hour; Node's five minutes would cut it for ever. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;
/** A new connection costs a phone three round trips of 600 ms, so an idle one is kept a while. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Binds the port before anything slow happens, so that a port that is taken is known at once. Rejects with
 * Node's own error (`code` EADDRINUSE, EACCES).
 */
export async function openListener(port: number, host: string | null): Promise<Listener> {
  let handle: Handler = sayStarting;
  const open = new Set<ServerResponse>();
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: 60_000,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Node would refuse in its own words; the application does it in ours.
      requireHostHeader: false,
    },
    (request, response) => {
      open.add(response);
      response.once('close', () => open.delete(response));
      handle(request, response);
    },
  );
  server.on('clientError', (error: Error, socket) => void refuseBytes(error, socket));
  server.on('checkExpectation', (_request, response: ServerResponse) =>
    answerBy(response, { code: 'malformed', detail: 'expectation' }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === null ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    server,
    port: (server.address() as AddressInfo).port,
    attach(handler) {
      handle = handler;
    },
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      for (const response of open) {
        if (endless.has(response)) response.destroy();
        else if (!response.headersSent) response.setHeader('Connection', 'close');
      }
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function sayStarting(_request: IncomingMessage, response: ServerResponse): void {
  answerBy(response, { code: 'busy' }, 2);
}

function answerBy(response: ServerResponse, refusal: RequestRefusal, retryAfterSeconds?: number): void {
  const answer = refused(refusal, retryAfterSeconds);
  void answer.text().then((text) => {
    const length = { 'Content-Length': Buffer.byteLength(text), Connection: 'close' };
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...length });
    response.end(text);
  });
}

/** Bytes that Node cannot read as a request get a refusal of ours, as everything else does, and the connection ends. */
async function refuseBytes(error: Error & { readonly code?: string }, socket: Duplex): Promise<void> {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const answer = refused(
    tooLong ? { code: 'tooLarge', limit: maxHeaderSize } : { code: 'malformed', detail: 'not a request of HTTP' },
  );
  const body = await answer.text();
  const head = [
    `HTTP/1.1 ${answer.status} ${tooLong ? 'Content Too Large' : 'Bad Request'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
