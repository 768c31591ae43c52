import type { FileReader as TusFileReader, HttpResponse, HttpStack } from 'tus-js-client';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { TransportFailure, Uploaded } from '#core/ports.ts';
import { uploadPath } from '#protocol/http.ts';
import { owned } from '#platform/ambient.ts';
import { parseJson, refusalOf } from './answer.ts';

/** Without progress for so long an upload is given up; what the server holds by then is not sent again. */
const STALL_MS = 20_000;
/** Bytes handed to the system may still be on their way: a second for each 4 KB of them, at most a minute. */
const SLOWEST_BYTES_PER_MS = 4;
const LONGEST_DRAIN_MS = 60_000;

export type UploadOptions = {
  /** The server's origin, without a slash at the end. */
  readonly origin: string;
  readonly stallMs?: number;
  /** Where there is no XMLHttpRequest: requests by `fetch`, which reports no progress within a chunk. */
  readonly stack?: HttpStack;
  /** Bytes a request carries at most; the rest of the file unless said. */
  readonly chunkSize?: number;
};

/**
 * Sends one file by tus. Its URL is made from its hash, so the server is asked first how far it got: a file it
 * has completes at once, a part is carried on, and a lost answer loses nothing. One try; the engine decides about the next.
 */
export async function uploadFile(
  options: UploadOptions,
  file: FileRef,
  bytes: Uint8Array,
  progress: (sent: number) => void,
): Promise<Uploaded> {
  const { Upload, DetailedError } = await import('tus-js-client');
  const url = options.origin + uploadPath(file.hash);
  const stallMs = options.stallMs ?? STALL_MS;

  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const finish = (result: Uploaded): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const fail = (failure: TransportFailure): void => finish({ ok: false, failure });
    const alive = (onTheirWay = 0): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          void upload.abort();
          fail({ code: 'timeout' });
        },
        stallMs + Math.min(onTheirWay / SLOWEST_BYTES_PER_MS, LONGEST_DRAIN_MS),
      );
    };
    let begunAt: number | null = null;

    const upload = new Upload(new Blob([owned(bytes)]), {
      endpoint: url,
      uploadUrl: url,
      metadata: { type: file.type, hash: file.hash },
      uploadSize: file.size,
      retryDelays: null,
      chunkSize: options.chunkSize ?? Number.POSITIVE_INFINITY,
      storeFingerprintForResuming: false,
      // One reader for windows, workers and tests alike.
      fileReader: BLOB_READER,
      ...(options.stack ? { httpStack: options.stack } : {}),
      // A proxy may have put another scheme or host into the server's Location.
      onUploadUrlAvailable: () => {
        upload.url = url;
      },
      onBeforeRequest: () => alive(),
      onAfterResponse: () => alive(),
      onProgress: (sent) => {
        begunAt ??= sent;
        alive(sent - begunAt);
        progress(sent);
      },
      // A server that keeps nothing of what it took would be sent the same bytes again without end.
      onChunkComplete: (kept) => {
        if (kept > 0) return;
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
