import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Logger } from 'pino';
import { describeBug } from '#server/http/log.ts';
import type { Handler } from '#server/http/listener.ts';
import type { ServerKeys } from '#server/keys.ts';
import { claimsOf, findSandboxAccount } from './accounts.ts';
import { createMemory } from './memory.ts';
import { choicePage, expiredPage, PAGE_HEADERS } from './page.ts';
import { languageOf } from './texts.ts';

/** Where the sandbox provider lives under the server's origin; its issuer is the origin and this. */
export const SANDBOX_PATH = '/sandbox/identity';
export const SANDBOX_CLIENT = 'banso';

const INTERACTION_PATH = `${SANDBOX_PATH}/interaction/`;
/** Not the package's entry, which prints a warning on Node 20. Loaded only where the sandbox is on. */
const PROVIDER_MODULE: string = 'oidc-provider/lib/provider.js';
const MAX_FORM_BYTES = 1_000;

export type SandboxOptions = {
  readonly origin: string;
  readonly redirectUri: string;
  readonly keys: ServerKeys['sandboxIdentity'];
  /** Names of communes by code, for the page. */
  readonly unitNames: ReadonlyMap<string, string>;
  readonly log: Logger;
};

/**
 * A complete OpenID Connect provider with people who do not exist, so that everything works after one command.
 * It takes requests whose path begins with `SANDBOX_PATH`.
 */
export async function createSandboxProvider(options: SandboxOptions): Promise<Handler> {
  const { origin, log } = options;
  const { Provider } = (await import(PROVIDER_MODULE)) as typeof import('oidc-provider');
  const provider = new Provider(origin + SANDBOX_PATH, configurationOf(options));
  // It builds its addresses from the request: behind a proxy, or called from inside, the request names another host.
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => log.error({ bug: describeBug(error) }, 'sandbox provider'));
  const protocol = provider.callback();

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const preferred = request.headers['accept-language'];
    const details = await provider.interactionDetails(request, response).catch(() => null);
    const path = new URL(request.url ?? '/', origin).pathname;
    if (details === null || path !== INTERACTION_PATH + details.uid) {
      return send(response, 410, await expiredPage(languageOf(preferred)));
    }
    const uiLocales = details.params['ui_locales'];
    const language = languageOf(typeof uiLocales === 'string' ? uiLocales : undefined, preferred);
    const page = (): Promise<string> => choicePage(language, path, options.unitNames);
    if (request.method !== 'POST') return send(response, 200, await page());
    if (request.headers.origin !== origin) return send(response, 403, await page());

    const form = await readForm(request);
    if (form?.get('cancel') === '1') {
      return await provider.interactionFinished(request, response, { error: 'access_denied' });
    }
    const account = findSandboxAccount(form?.get('account') ?? '');
    if (account === null) return send(response, 400, await page());
    await provider.interactionFinished(
      request,
      response,
      { login: { accountId: account.sub, remember: false } },
      { mergeWithLastSubmission: false },
    );
  }

  return (request, response) => {
    const { host, protocol: scheme } = new URL(origin);
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = scheme.slice(0, -1);
    // The provider remembers nobody: phones are shared, and each sign-in starts with nobody at the door.
    request.headers.cookie = withoutSession(request.headers.cookie ?? '');
    const url = request.url ?? '/';
    if (!url.startsWith(INTERACTION_PATH)) {
      Object.assign(request, { originalUrl: url });
      request.url = url.slice(SANDBOX_PATH.length) || '/';
      void protocol(request, response);
      return;
    }
    interact(request, response).catch((error: unknown) => {
      log.error({ bug: describeBug(error) }, 'sandbox provider');
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
}

function configurationOf({ origin, redirectUri, keys }: SandboxOptions): Configuration {
  const cookie = { httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:'), signed: true } as const;
  return {
    adapter: createMemory(),
    clients: [
      {
        client_id: SANDBOX_CLIENT,
        client_secret: keys.client,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [keys.signing] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: [keys.cookies], short: cookie, long: cookie },
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'phone'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'birthdate', 'gender', 'id_number', 'banso_kind', 'banso_unit'],
      phone: ['phone_number'],
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: true },
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AuthorizationCode: 60, AccessToken: 60, IdToken: 600 },
    interactions: { url: (_ctx, interaction) => INTERACTION_PATH + interaction.uid },
    clientBasedCORS: () => false,
    findAccount: (_ctx, sub) => {
      const account = findSandboxAccount(sub);
      return account === null ? undefined : { accountId: sub, claims: () => claimsOf(account) };
    },
    loadExistingGrant: grantEverything,
    async renderError(ctx) {
      ctx.set(PAGE_HEADERS);
      ctx.body = await expiredPage(languageOf(ctx.get('Accept-Language')));
    },
  };
}

/** Consent is not asked for: the only client is this server itself. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile phone');
  await grant.save();
  return grant;
}

function withoutSession(cookies: string): string {
  return cookies
    .split('; ')
    .filter((cookie) => !/^_session(\.sig)?=/.test(cookie))
    .join('; ');
}

function send(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'Content-Length': Buffer.byteLength(page) }).end(page);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_FORM_BYTES) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
