import type { DetailedError } from 'tus-js-client';
import { platform } from '#app/state/app.ts';
import { FileRef } from '#core/dossier/dossier.ts';
import { uploadPath } from '#protocol/http.ts';

/** Why a result file did not get to the server. */
export type UploadProblem =
  'empty' | 'notSupported' | 'tooLarge' | 'unreadable' | 'signedOut' | 'storageFull' | 'notAccepted' | 'unreachable';

export type UploadedResult =
  { readonly ok: true; readonly file: FileRef } | { readonly ok: false; readonly problem: UploadProblem };

/** Whether the same file may get there at another time; else another file has to be chosen. */
export function isWorthRetrying(problem: UploadProblem): boolean {
  return problem !== 'empty' && problem !== 'notSupported' && problem !== 'tooLarge';
}

export const MAX_RESULT_BYTES = 10 * 1024 * 1024;
const RETRY_AFTER_MS = [1_000, 3_000, 8_000];
/** Without a byte going or coming for so long the line is taken for dead. */
const STALL_MS = 30_000;

/** What is wrong with a chosen file before any byte of it is read; null when nothing is. */
export function problemOf(file: Pick<File, 'size' | 'type'>): UploadProblem | null {
  if (file.size === 0) return 'empty';
  if (!FileRef.def.shape.type.safeParse(file.type).success) return 'notSupported';
  return file.size > MAX_RESULT_BYTES ? 'tooLarge' : null;
}

/**
 * Brings a result file to the server under its hash, by tus: what the server holds already is not sent
 * again, so calling this once more after a failure goes on where it stopped. `progress` hears shares 0–1.
 */
export async function uploadResult(source: File, progress: (share: number) => void): Promise<UploadedResult> {
  const wrong = problemOf(source);
  if (wrong) return { ok: false, problem: wrong };
  const bytes = await readBytes(source);
  if (!bytes) return { ok: false, problem: 'unreadable' };

  const hash = await platform().hasher.sha256(bytes);
  const file = FileRef.parse({ hash, size: bytes.length, type: source.type });
  const problem = await send(file, new Blob([bytes], { type: file.type }), progress);
  return problem ? { ok: false, problem } : { ok: true, file };
}

/** Null where the file has vanished from the disk since it was chosen. */
async function readBytes(source: File): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await source.arrayBuffer());
  } catch {
    return null;
  }
}

async function send(file: FileRef, body: Blob, progress: (share: number) => void): Promise<UploadProblem | null> {
  const { Upload } = await import('tus-js-client');
  const url = location.origin + uploadPath(file.hash);
  return new Promise((resolve) => {
    const finish = (problem: UploadProblem | null) => {
      forgetStall();
      resolve(problem);
    };
    const upload = new Upload(body, {
      endpoint: url,
      uploadUrl: url,
      metadata: { hash: file.hash, type: file.type },
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onProgress: (sent, all) => {
        watchStall();
        progress(all > 0 ? sent / all : 0);
      },
      onSuccess: () => finish(null),
      onError: (error) => finish(problemOfStatus(statusOf(error))),
    });
    let forgetStall = () => {};
    const watchStall = () => {
      forgetStall();
      forgetStall = platform().timers.after(STALL_MS, () => {
        void upload.abort();
        finish('unreachable');
      });
    };
    watchStall();
    upload.start();
  });
}

function statusOf(error: Error | DetailedError): number {
  return 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

/** The HTTP status the upload ended with; 0 when nothing answered. */
export function problemOfStatus(status: number): UploadProblem {
  if (status === 401) return 'signedOut';
  if (status === 413) return 'tooLarge';
  if (status === 507) return 'storageFull';
  // 423: another connection still holds the upload; 409: it has moved on. Both pass.
  const passes = status === 409 || status === 423 || status === 429;
  return status >= 400 && status < 500 && !passes ? 'notAccepted' : 'unreachable';
}
