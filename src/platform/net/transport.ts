import * as z from 'zod/mini';
import type { SyncTransport } from '#core/ports.ts';
import { SyncResponse } from '#core/sync/messages.ts';
import { fillIn, TERSE } from '#protocol/terse.ts';
import { call } from './answer.ts';
import { FETCH_CHUNK_BYTES, fetchStack } from './fetch-stack.ts';
import { uploadMemory } from './upload-memory.ts';
import { uploadFile, type UploadOptions } from './upload.ts';

export type TransportOptions = {
  /** Whose work it carries. */
  readonly account: string;
  /** The server's origin, without a slash at the end. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** `xhr` reports upload progress as it goes; service workers have `fetch` alone. */
  readonly uploads: 'xhr' | 'fetch';
  readonly stallMs?: number;
  /** Uploads under way end with it: who goes on with them elsewhere must not meet them at the server. */
  readonly until?: AbortSignal;
};

/** Sync over HTTP. */
export function httpTransport({
  account,
  origin,
  fetch: send,
  uploads,
  stallMs,
  until,
}: TransportOptions): SyncTransport {
  const patience = stallMs === undefined ? {} : { stallMs };
  const upload: UploadOptions = {
    account,
    origin,
    memory: uploadMemory(),
    ...patience,
    ...(until ? { until } : {}),
    ...(uploads === 'fetch' ? { stack: fetchStack(send), chunkSize: FETCH_CHUNK_BYTES } : {}),
  };
  return {
    exchange: async (request) => {
      const whole = z.pipe(
        z.transform((answer) => fillIn(request, answer)),
        SyncResponse,
      );
      const caller = { fetch: send, ...patience, headers: { Prefer: TERSE } };
      const answer = await call(caller, `${origin}/api/sync`, request, whole);
      return answer.ok ? { ok: true, response: answer.value, bytes: answer.bytes } : answer;
    },
    upload: (file, bytes, progress) => uploadFile(upload, file, bytes, progress),
  };
}
