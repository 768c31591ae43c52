import type { FileReader as TusFileReader, HttpResponse, HttpStack } from 'tus-js-client';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { TransportFailure, Uploaded } from '#core/ports.ts';
import { ACCOUNT_HEADER, uploadPath } from '#protocol/http.ts';
import { clock, owned } from '#platform/ambient.ts';
import { parseJson, refusalOf } from './answer.ts';
import type { UploadMemory } from './upload-memory.ts';

/** Without progress for so long an upload is given up; what the server holds by then is not sent again. */
const STALL_MS = 15_000;

export type UploadOptions = {
  /** Whose file it is. */
  readonly account: string;
  /** The server's origin, without a slash at the end. */
  readonly origin: string;
  readonly memory: UploadMemory;
  readonly stallMs?: number;
  /** Where there is no XMLHttpRequest: requests by `fetch`, which report no progress before their answer. */
  readonly stack?: HttpStack;
  /** Bytes a request carries at most; the rest of the file unless said. */
  readonly chunkSize?: number;
  /** Gives the upload up, as a cut does; what the server holds by then is not sent again. */
  readonly until?: AbortSignal;
};

/**
 * Sends one file by tus. Its URL is made from its hash, so a lost answer loses nothing: where the server may hold a
 * part, it is asked how far it got, and what it has is not sent. A file it cannot have heard of begins with its
 * bytes, in one request. One try; the engine decides about the next.
 */
export async function uploadFile(
  options: UploadOptions,
  file: FileRef,
  bytes: Uint8Array,
  progress: (sent: number) => void,
): Promise<Uploaded> {
  const { Upload, DetailedError } = await import('tus-js-client');
  const { memory, chunkSize = Number.POSITIVE_INFINITY, stack, until } = options;
  const url = options.origin + uploadPath(file.hash);
  const stallMs = options.stallMs ?? STALL_MS;
  const begin = memory.begin(file.hash);

  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const finish = (result: Uploaded): void => {
      clearTimeout(timer);
      until?.removeEventListener('abort', giveUp);
      if (!over) memory.ended();
      over = true;
      resolve(result);
    };
    const fail = (failure: TransportFailure): void => {
      if (failure.code === 'refused' || failure.code === 'notOurs') memory.refused(file.hash);
      if (failure.code === 'timeout') memory.stalled();
      finish({ ok: false, failure });
    };
    const giveUp = (): void => {
      void upload.abort();
      fail({ code: 'unreachable' });
    };
    const alive = (onTheirWay = 0): void => {
      clearTimeout(timer);
      const wait = (waited: number): void => {
        // Another file may have come to share the link meanwhile.
        const due = memory.patienceMs(onTheirWay, stallMs);
        if (due > waited) {
          timer = setTimeout(() => wait(due), due - waited);
          return;
        }
        void upload.abort();
        fail({ code: 'timeout' });
      };
      wait(0);
    };
    let begunAt: number | null = null;
    let askedAt = clock.now();

    const upload = new Upload(new Blob([owned(bytes)]), {
      endpoint: url,
      ...(begin.ask ? { uploadUrl: url } : {}),
      metadata: { type: file.type },
      headers: { [ACCOUNT_HEADER]: options.account },
      uploadSize: file.size,
      uploadDataDuringCreation: begin.bytesAtOnce,
      retryDelays: null,
      chunkSize,
      storeFingerprintForResuming: false,
      // One reader for windows, workers and tests alike.
      fileReader: BLOB_READER,
      ...(stack ? { httpStack: stack } : {}),
      // A proxy may have put another scheme or host into the server's Location.
      onUploadUrlAvailable: () => {
        upload.url = url;
      },
      onBeforeRequest: () => {
        askedAt = clock.now();
        alive(stack ? Math.min(file.size, chunkSize) : 0);
      },
      onAfterResponse: (request, response) => {
        alive();
        if (request.getMethod() === 'HEAD' && response.getStatus() === 404) memory.heldNothing(file.hash);
      },
      onProgress: (sent) => {
        begunAt ??= sent;
        alive(sent - begunAt);
        progress(sent);
      },
      onChunkComplete: (kept) => {
        if (kept > 0) return memory.measured(kept, clock.now() - askedAt);
        // A server that keeps nothing of what it took would be sent the same bytes again without end.
        void upload.abort();
        fail({ code: 'refused', refusal: { code: 'busy' }, retryAfterMs: null });
      },
      onSuccess: () => finish({ ok: true }),
      onError: (error) => {
        if (error instanceof DetailedError) {
          fail(error.originalResponse ? failureOf(error.originalResponse) : { code: 'unreachable' });
        } else fail({ code: 'unreachable' });
      },
    });
    if (until?.aborted) return giveUp();
    until?.addEventListener('abort', giveUp);
    alive();
    upload.start();
  });
}

/**
 * What an answer that was not the expected one means. Our upload handler speaks plain tus where it has no typed
 * refusal (another connection holds the upload, the offset has moved): that is a matter of trying again.
 */
function failureOf(response: HttpResponse): TransportFailure {
  const refused = refusalOf(parseJson(response.getBody()), response.getHeader('Retry-After') ?? null);
  if (refused) return refused;
  const status = response.getStatus();
  if (status >= 400 && response.getHeader('Tus-Resumable')) {
    return { code: 'refused', refusal: { code: 'busy' }, retryAfterMs: null };
  }
  return { code: 'notOurs' };
}

const BLOB_READER: TusFileReader = {
  openFile: (blob: Blob) =>
    Promise.resolve({
      size: blob.size,
      slice: (start: number, end: number) => {
        const value = blob.slice(start, end);
        return Promise.resolve({ value, done: end >= blob.size });
      },
      close: () => undefined,
    }),
};
