import * as z from 'zod/mini';
import { RequestRefusal } from '#core/sync/messages.ts';

/** The body of every answer that is not 2xx. */
export const ErrorBody = z.strictObject({ error: RequestRefusal });
export type ErrorBody = z.infer<typeof ErrorBody>;

export const HTTP_STATUS = {
  malformed: 400,
  tooLarge: 413,
  signedOut: 401,
  wrongAccount: 409,
  forbidden: 403,
  notFound: 404,
  protocolUnsupported: 409,
  gap: 409,
  conflict: 409,
  storageFull: 507,
  busy: 503,
  tooMany: 429,
  internal: 500,
} as const satisfies Record<RequestRefusal['code'], number>;

/**
 * The cookie that says whose session the browser's is: the account. The page reads it at its start, before the server
 * has answered, and shows nothing of whoever used the phone before. With TLS its name begins with `__Host-`.
 */
export const WHOSE_COOKIE = 'banso-whose';

/**
 * The request header that says whose file an upload brings, or whose session a sign-out ends: a browser's cookie is that
 * of whoever signed in last, and may change between two requests. Apps of before 2026-11-27 say nothing.
 */
export const ACCOUNT_HEADER = 'Banso-Account';

/** Who is signed in. `account` is stable for a person at this server and says nothing about them. */
export const Me = z.strictObject({
  account: z.string(),
  name: z.string(),
  kind: z.enum(['resident', 'helper', 'officer', 'administrator']),
  /** The unit an officer works for. */
  unit: z.nullable(z.string()),
  person: z.strictObject({
    name: z.string(),
    idNumber: z.optional(z.string()),
    birthDate: z.optional(z.string()),
    sex: z.optional(z.enum(['male', 'female'])),
    phone: z.optional(z.string()),
    unit: z.optional(z.string()),
  }),
});
export type Me = z.infer<typeof Me>;

/** Where a file's bytes go: the URL is the hash, so that a lost answer loses nothing. */
export function uploadPath(hash: string): string {
  return `/api/uploads/${hash}`;
}

/** Where an owner, or the desk, reads a dossier's file. */
export function filePath(dossier: string, hash: string): string {
  return `/api/dossiers/${dossier}/files/${hash}`;
}
