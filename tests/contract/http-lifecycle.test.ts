import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '#core/assert.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorBody } from '#protocol/http.ts';
import { response, route, type Route } from '#server/http/route.ts';
import { openListener } from '#server/http/listener.ts';
import { serve } from './http-server.ts';

describe('the port', () => {
  it('answers "busy" until the server is put together', async () => {
    const listener = await openListener(0, '127.0.0.1');
    const url = `http://127.0.0.1:${listener.port}/api/me`;
    try {
      const early = await fetch(url);
      expect([early.status, early.headers.get('Retry-After')]).toEqual([503, '2']);
      expect(ErrorBody.parse(await early.json())).toEqual({ error: { code: 'busy' } });
      listener.attach((_request, outgoing) => void outgoing.end('ready'));
      expect(await (await fetch(url)).text()).toBe('ready');
    } finally {
      await listener.close(100);
    }
  });

  it('closes after running requests have ended', async () => {
    const listener = await openListener(0, '127.0.0.1');
    const url = `http://127.0.0.1:${listener.port}/`;
    let finish = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      listener.attach((_request, outgoing) => {
        finish = () => void outgoing.end('whole');
        resolve();
      });
    });
    const answer = fetch(url);
    await begun;
    const closed = listener.close(10_000);
    await expect(fetch(url)).rejects.toThrow();
    finish();
    expect(await (await answer).text()).toBe('whole');
    await closed;
  });

  it('does not wait for event streams, nor longer than its grace for anything', async () => {
    const endlessly = (type: string) => async () =>
      response(
        new Response(new ReadableStream({ start: (to) => to.enqueue(new Uint8Array(8)) }), {
          headers: { 'Content-Type': type },
        }),
      );
    const path = (name: string, type: string): Route =>
      route({ method: 'GET', path: `/api/${name}`, policy: 'public', summary: name, handle: endlessly(type) });
    const server = await serve([path('stream', 'text/event-stream; charset=utf-8'), path('stuck', 'text/plain')]);
    const cut: string[] = [];
    const open = async (name: string): Promise<{ readonly ended: Promise<unknown> }> => {
      const reader = must((await fetch(`${server.origin}/api/${name}`)).body, 'body').getReader();
      await reader.read();
      return { ended: reader.read().catch(() => cut.push(name)) };
    };
    const [stream, stuck] = [await open('stream'), await open('stuck')];
    const closed = server.stop(400);
    await stream.ended;
    expect(cut).toEqual(['stream']);
    await closed;
    await stuck.ended;
    expect(cut).toEqual(['stream', 'stuck']);
  });
});

describe('the process', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'banso-process-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  type Ended = { code: number | null; out: string };
  function run(environment: Record<string, string>): { out(): string; ended: Promise<Ended>; stop(): void } {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
      env: { PATH: process.env['PATH'] ?? '', BANSO_DATA: folder, PORT: '0', ...environment },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out }));
    return { out: () => out, ended, stop: () => void child.kill('SIGTERM') };
  }

  it('ends with 2 and names the settings that cannot be used', async () => {
    const { code, out } = await run({ BANSO_ORIGIN: 'http://banso.example' }).ended;
    expect(code).toBe(2);
    expect(out).toContain('BANSO_ORIGIN');
  });

  it('ends with 3 when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, out } = await run({ PORT: String(port) }).ended;
    other.close();
    expect(code).toBe(3);
    expect(out).toContain(`Cổng ${port}`);
  });

  it('starts with nothing given, refuses a second server its folder, and stops in order', async () => {
    const server = run({});
    const origin = await new Promise<string>((resolve, reject) => {
      const look = setInterval(() => {
        const found = /http:\/\/localhost:\d+/.exec(server.out())?.[0];
        if (found !== undefined) {
          clearInterval(look);
          resolve(found);
        }
      }, 50);
      void server.ended.then(({ out }) => reject(new Error(out)));
    });
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ ok: true });
    expect(server.out()).toContain('Lý Thị Mẩy');

    const second = await run({}).ended;
    expect(second.code).toBe(4);
    expect(second.out).toContain(folder);

    server.stop();
    const { code, out } = await server.ended;
    expect(code).toBe(0);
    expect(out).not.toMatch(/WARNING|Warning/);
  });
});
