import type { RequestRefusal } from '#core/sync/messages.ts';
import { HTTP_STATUS } from '#protocol/http.ts';

/** Why an upload goes no further. Thrown through the tus library, which knows no other way, and answered as a value. */
export class UploadRefused extends Error {
  readonly refusal: RequestRefusal;
  readonly status: number;
  constructor(refusal: RequestRefusal, status: number = HTTP_STATUS[refusal.code]) {
    super(refusal.code);
    this.refusal = refusal;
    this.status = status;
  }
}

/** The status tus gives a checksum that does not match. */
export const CHECKSUM_MISMATCH = 460;
