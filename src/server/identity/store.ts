import type { Me } from '#protocol/http.ts';
import type { Profile } from './claims.ts';

/** One way to the identity provider and back. `key` is a digest, so that the table opens no door. */
export type LoginAttempt = {
  readonly key: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly returnTo: string;
};

type FoundSession = { readonly me: Me; readonly seenAt: Date };

/** What signing in keeps. Tokens arrive here as SHA-256 digests only. */
export type IdentityStore = {
  /** Keeps an attempt and forgets those made before `forgetBefore`. */
  saveAttempt(attempt: LoginAttempt, now: Date, forgetBefore: Date): Promise<void>;
  /** Hands an attempt out once; null when it is unknown, used, or was made before `notBefore`. */
  takeAttempt(key: string, notBefore: Date): Promise<LoginAttempt | null>;
  /**
   * Makes or refreshes the account of `subject`, opens a session, and ends the one it replaces: all or nothing.
   * Answers the account's id.
   */
  signIn(login: {
    readonly subject: string;
    readonly profile: Profile;
    readonly session: string;
    readonly replaces: string | null;
    readonly now: Date;
    readonly expiresAt: Date;
  }): Promise<string>;
  findSession(session: string, now: Date): Promise<FoundSession | null>;
  extendSession(session: string, seenAt: Date, expiresAt: Date): Promise<void>;
  endSession(session: string): Promise<void>;
};
