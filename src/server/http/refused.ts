import type { RequestRefusal } from '#core/sync/messages.ts';
import { HTTP_STATUS, type ErrorBody } from '#protocol/http.ts';

/** The answer for a refusal: its status, and a body that parses as the protocol, so that it counts as contact. */
export function refused(refusal: RequestRefusal, retryAfterSeconds?: number): Response {
  const body: ErrorBody = { error: refusal };
  const headers = new Headers({ 'Content-Type': 'application/json; charset=utf-8' });
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(Math.max(1, Math.ceil(retryAfterSeconds))));
  // The rest of a body that is too large would have to be read before the connection could be used again.
  if (refusal.code === 'tooLarge') headers.set('Connection', 'close');
  return new Response(JSON.stringify(body), { status: HTTP_STATUS[refusal.code], headers });
}
