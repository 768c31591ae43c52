import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import pino from 'pino';
import { expect } from 'vitest';
import { must } from '#core/assert.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import { ErrorBody, uploadPath, type Me } from '#protocol/http.ts';
import { createLedger, type SqlLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import type { Room } from '#server/files/room.ts';
import { openUploads, type Uploads } from '#server/files/uploads.ts';
import { ownerFolder } from '#server/files/vault.ts';
import { refused } from '#server/http/refused.ts';
import type { Route } from '#server/http/route.ts';
import { fileRoutes } from '#server/routes/files.ts';
import { uploadRoutes } from '#server/routes/uploads.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { sendAlone } from '#tests/support/send.ts';
import { NOW, nextUuid } from './ledger.contract.ts';
import { addAccount } from './ledger-accounts.ts';

export const TUS = { 'Tus-Resumable': '1.0.0' };

export type Photo = { readonly file: FileRef; readonly bytes: Buffer };

/** Random bytes that begin as a JPEG does. */
export function photo(size = 50_000): Photo {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)]);
  return { bytes, file: { hash: digest(bytes), size, type: 'image/jpeg' } };
}

export function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function announcing({ size, type }: FileRef): Record<string, string> {
  return { 'Upload-Length': String(size), 'Upload-Metadata': `type ${Buffer.from(type).toString('base64')}` };
}

export async function refusalIn(answer: Response): Promise<string> {
  const { error } = ErrorBody.parse(await answer.json());
  return error.code;
}

/** Uploads and files over a database, a folder and a server of their own. */
export class FilesWorld {
  now = NOW;
  /** Breaks the next file's row, as a server that stops there would. */
  stopNext = false;
  /** The disk's answer; there is room unless a test says otherwise. */
  hasRoom: Room = async () => true;
  readonly dataDir: string;
  readonly database: OpenDatabase;
  readonly ledger: SqlLedger;
  readonly uploads: Uploads;
  readonly #server: ServerType;
  readonly #people = new Map<string, Me>();

  private constructor(database: OpenDatabase) {
    this.dataDir = mkdtempSync(path.join(tmpdir(), 'banso-files-'));
    this.database = database;
    this.ledger = createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } });
    this.uploads = openUploads({
      dataDir: this.dataDir,
      ledger: {
        transaction: async (work) =>
          await this.ledger.transaction(async (tx) => {
            const storeFile: typeof tx.storeFile = async (owner, file) => {
              if (!this.stopNext) return await tx.storeFile(owner, file);
              this.stopNext = false;
              throw new Error('the server stopped here');
            };
            return await work({ ...tx, storeFile });
          }),
      },
      hasRoom: async (bytes) => await this.hasRoom(bytes),
      now: () => this.now,
      quota: 1_000_000,
    });
    const app = new Hono();
    this.#mount(app, [
      ...uploadRoutes({ db: database.db, uploads: this.uploads }),
      ...fileRoutes({ db: database.db, vault: this.uploads.vault }),
    ]);
    this.#server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false });
  }

  static async open(): Promise<FilesWorld> {
    const world = new FilesWorld(await freshDatabase());
    await new Promise((resolve) => world.#server.once('listening', resolve));
    return world;
  }

  async close(): Promise<void> {
    this.#server.close();
    await this.database.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The routes without the gates in front of them: who calls is said by a header. */
  #mount(app: Hono, routes: readonly Route[]): void {
    for (const route of routes) {
      app.on(route.method === 'HEAD' ? 'GET' : route.method, route.path, async (c, next) => {
        if (route.method === 'HEAD' && c.req.raw.method !== 'HEAD') return await next();
        const me = must(this.#people.get(c.req.header('X-Account') ?? ''), 'account');
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
          if (reply.kind === 'refusal') return refused(reply.refusal, reply.retryAfterSeconds);
          return reply.kind === 'response' ? new Response(reply.response.body, reply.response) : c.json({});
        } catch {
          return refused({ code: 'internal', request: 'test' });
        }
      });
    }
  }

  async person(kind: Me['kind'] = 'resident', unit: string | null = null): Promise<string> {
    const account = nextUuid();
    this.employ(account, kind, unit);
    await addAccount(this.database, { id: account, kind, ...(unit ? { unit } : {}) });
    return account;
  }

  /** What the account is from now on, as its next sign-in would say. */
  employ(account: string, kind: Me['kind'], unit: string | null): void {
    this.#people.set(account, { account, name: account, kind, unit, person: { name: account } });
  }

  async call(account: string, method: string, url: string, headers = {}, body?: Buffer): Promise<Response> {
    const own = { 'X-Account': account, ...headers };
    const sent = await sendAlone({ port: this.port, method, path: url, headers: own, body });
    if (!sent.ok) throw new Error(`${method} ${url}: ${sent.why}`);
    const { status, headers: told, body: bytes } = sent.answer;
    const nothing = status === 204 || status === 304;
    return new Response(nothing ? null : new Uint8Array(bytes), { status, headers: told as Record<string, string> });
  }

  async begin(account: string, file: FileRef): Promise<Response> {
    return await this.call(account, 'POST', uploadPath(file.hash), { ...TUS, ...announcing(file) });
  }

  async beginWith(account: string, file: FileRef, bytes: Buffer): Promise<Response> {
    const headers = { ...TUS, ...announcing(file), 'Content-Type': 'application/offset+octet-stream' };
    return await this.call(account, 'POST', uploadPath(file.hash), headers, bytes);
  }

  async offsetOf(account: string, hash: string): Promise<number | null> {
    const answer = await this.call(account, 'HEAD', uploadPath(hash), TUS);
    return answer.status === 200 ? Number(answer.headers.get('Upload-Offset')) : null;
  }

  async patch(account: string, hash: string, offset: number, bytes: Buffer): Promise<Response> {
    const headers = { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    return await this.call(account, 'PATCH', uploadPath(hash), headers, bytes);
  }

  async upload(account: string, { file, bytes }: Photo): Promise<Response> {
    expect((await this.begin(account, file)).status).toBe(201);
    return await this.patch(account, file.hash, 0, bytes);
  }

  /** Where the bytes of an upload that is not whole yet are. */
  partialOf(owner: string, hash: string): string {
    return path.join(this.dataDir, 'uploads', ownerFolder(owner), hash);
  }
}
