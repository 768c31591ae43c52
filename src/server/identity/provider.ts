import * as client from 'openid-client';
import type { LoginAttempt } from './store.ts';

/** Why a sign-in came to nothing; the app says it in words. */
export type SignInProblem = 'denied' | 'expired' | 'elsewhere' | 'unavailable' | 'failed';

/** Of these, what a provider's answer may come to. */
type ProviderProblem = Exclude<SignInProblem, 'elsewhere'>;

type Finished =
  | { readonly ok: true; readonly subject: string; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: ProviderProblem; readonly cause: unknown };

/** The identity provider as this server sees it. */
export type IdentityProvider = {
  /** Where to send a person, and what to remember until they are back; null when the provider does not answer. */
  begin(state: string, locale: string | null): Promise<{ url: URL; verifier: string; nonce: string } | null>;
  finish(callback: URL, state: string, attempt: Pick<LoginAttempt, 'verifier' | 'nonce'>): Promise<Finished>;
};

export type ProviderOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** How to reach the provider when not by its public address: the sandbox lives in this very process. */
  readonly fetch?: client.CustomFetch;
};

const TIMEOUT_SECONDS = 10;

/**
 * OpenID Connect, authorization code with PKCE, state, nonce and issuer check (RFC 9207). The provider is looked
 * up when first needed and again after a failure, so that this server starts without it.
 */
export function createIdentityProvider(options: ProviderOptions): IdentityProvider {
  const { issuer, clientId, clientSecret, redirectUri } = options;
  let found: Promise<client.Configuration> | null = null;

  function configuration(): Promise<client.Configuration> {
    found ??= client
      .discovery(new URL(issuer), clientId, clientSecret, client.ClientSecretBasic(clientSecret), {
        timeout: TIMEOUT_SECONDS,
        // Settings allow plain http for the sandbox on localhost alone.
        execute: issuer.startsWith('http:') ? [client.allowInsecureRequests] : [],
        ...(options.fetch === undefined ? {} : { [client.customFetch]: options.fetch }),
      })
      .catch((error: unknown) => {
        found = null;
        throw error;
      });
    return found;
  }

  return {
    async begin(state, locale) {
      const verifier = client.randomPKCECodeVerifier();
      const nonce = client.randomNonce();
      let config: client.Configuration;
      try {
        config = await configuration();
      } catch {
        return null;
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile phone',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // Phones are shared: whoever signs in proves who they are, even if the last person still could.
        prompt: 'login',
        ...(locale === null ? {} : { ui_locales: locale }),
      });
      return { url, verifier, nonce };
    },

    async finish(callback, state, { verifier, nonce }) {
      try {
        const config = await configuration();
        const tokens = await client.authorizationCodeGrant(config, callback, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const idToken = tokens.claims();
        if (idToken === undefined) return { ok: false, problem: 'failed', cause: null };
        const more =
          config.serverMetadata().userinfo_endpoint === undefined
            ? {}
            : await client.fetchUserInfo(config, tokens.access_token, idToken.sub);
        return { ok: true, subject: `${idToken.iss}|${idToken.sub}`, claims: { ...idToken, ...more } };
      } catch (error) {
        return { ok: false, problem: problemOf(error), cause: error };
      }
    },
  };
}

function problemOf(error: unknown): ProviderProblem {
  if (error instanceof client.AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'denied';
    return error.error === 'server_error' || error.error === 'temporarily_unavailable' ? 'unavailable' : 'failed';
  }
  // The fetch of Node rejects with a TypeError when there is no connection.
  if (error instanceof TypeError) return 'unavailable';
  if (error instanceof client.ClientError) {
    const timedOut = error.code === 'OAUTH_TIMEOUT';
    const broken = error.cause instanceof Response && error.cause.status >= 500;
    return timedOut || broken ? 'unavailable' : 'failed';
  }
  return 'failed';
}
