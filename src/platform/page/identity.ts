import { ACCOUNT_HEADER, Me } from '#protocol/http.ts';
import { call, type Caller } from '#platform/net/answer.ts';

/** What the server says of this browser's session; `unknown` when nothing of ours answered. */
export type Identity =
  { readonly kind: 'in'; readonly me: Me } | { readonly kind: 'out' } | { readonly kind: 'unknown' };

export async function askIdentity(caller: Caller, origin: string): Promise<Identity> {
  const answer = await call(caller, `${origin}/api/me`, undefined, Me);
  if (answer.ok) return { kind: 'in', me: answer.value };
  const { failure } = answer;
  return failure.code === 'refused' && failure.refusal.code === 'signedOut' ? { kind: 'out' } : { kind: 'unknown' };
}

/**
 * Ends the server's session, of that account alone where one is named. True only when the server itself says afterwards
 * that nobody is signed in, or somebody else.
 */
export async function endSession(caller: Caller, origin: string, account?: string): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), caller.stallMs ?? 10_000);
  try {
    // The answer has no body that a portal could not have made: what `/api/me` says is what counts.
    await caller.fetch(`${origin}/auth/sign-out`, {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      headers: account === undefined ? {} : { [ACCOUNT_HEADER]: account },
      signal: abort.signal,
    });
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
  const now = await askIdentity(caller, origin);
  return now.kind === 'out' || (now.kind === 'in' && account !== undefined && now.me.account !== account);
}

export function signInUrl(returnTo: string): string {
  return `/auth/sign-in?return=${encodeURIComponent(returnTo)}`;
}
