import http, { type IncomingHttpHeaders } from 'node:http';

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

export type Asked = {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: Buffer | string | undefined;
  /** Sends the body in pieces of so many bytes with a pause after each, so that something can happen in between. */
  readonly slowly?: { readonly bytes: number; readonly pauseMs: number };
  readonly agent?: http.Agent;
};

/** `cut`: the connection broke, or never came about. `hung`: nothing for half a minute. */
export type Sent =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly why: 'cut' | 'hung' };

const PATIENCE_MS = 30_000;

/** One request as given, over the real network, whatever becomes of it. */
export async function send(asked: Asked): Promise<Sent> {
  const { port, method, path, headers = {}, body, slowly, agent } = asked;
  return await new Promise((resolve) => {
    const done = (sent: Sent) => {
      clearTimeout(timer);
      resolve(sent);
    };
    const call = http.request({ host: '127.0.0.1', port, method, path, headers, ...(agent ? { agent } : {}) });
    const timer = setTimeout(() => {
      done({ ok: false, why: 'hung' });
      call.destroy();
    }, PATIENCE_MS);
    call.on('error', () => done({ ok: false, why: 'cut' }));
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => done({ ok: false, why: 'cut' }));
      response.on('close', () => done({ ok: false, why: 'cut' }));
      response.on('end', () => {
        const answer = { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
        done(response.complete ? { ok: true, answer } : { ok: false, why: 'cut' });
      });
    });
    if (slowly && typeof body === 'object') void drip(call, body, slowly);
    else call.end(body);
  });
}

/** The same on a connection of its own: one that is answered before all bytes were read is cut soon after. */
export async function sendAlone(asked: Omit<Asked, 'agent'>): Promise<Sent> {
  const agent = new http.Agent({ keepAlive: true });
  const sent = await send({ ...asked, agent });
  agent.destroy();
  return sent;
}

async function drip(
  call: http.ClientRequest,
  body: Buffer,
  { bytes, pauseMs }: NonNullable<Asked['slowly']>,
): Promise<void> {
  for (let at = 0; at < body.length && !call.destroyed; at += bytes) {
    call.write(body.subarray(at, at + bytes));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  call.end();
}
