import { resolve } from 'node:path';
import * as z from 'zod/mini';

/** How people sign in: a real OpenID Connect provider, or the sandbox one that runs inside this process. */
export type IdentitySettings =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'provider'; readonly issuer: string; readonly clientId: string; readonly clientSecret: string };

/** What the operator decides. Read once at start, from the environment alone. */
export type Settings = {
  readonly port: number;
  /** The interface to listen on; null listens on all of them. */
  readonly host: string | null;
  /** What browsers see, without a slash at the end: "https://banso.laocai.gov.vn". */
  readonly origin: string;
  /** Absolute. Holds keys, files and, without `databaseUrl`, the database. */
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** Absolute. The built app to serve; null serves the one this project builds. */
  readonly appFolder: string | null;
  readonly province: string;
  /** The client's address is the last entry of X-Forwarded-For, written by our own proxy. */
  readonly behindProxy: boolean;
  readonly identity: IdentitySettings;
  /** Where the bank answers what has come in; null asks no bank but the sandbox's own. */
  readonly bankStatement: string | null;
  readonly logLevel: LogLevel;
  /** Requests a minute. Mobile networks put whole communes behind one address, so that limit is wide. */
  readonly rate: { readonly perAddress: number; readonly perAccount: number };
};

/** A setting that cannot be used: its variable and the reason in words for the operator. */
export type SettingsProblem = { readonly variable: string; readonly why: string };

export type SettingsRead =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

const LogLevel = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']);
type LogLevel = z.infer<typeof LogLevel>;

const Flag = z.enum(['0', '1']);
const Count = z.string().check(z.regex(/^[1-9]\d{0,8}$/, 'a whole number above 0'));
const Url = z.string().check(z.regex(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://'));

const Environment = z.object({
  PORT: z._default(z.string().check(z.regex(/^\d{1,5}$/, 'a port number')), '5180'),
  BANSO_HOST: z.optional(z.string()),
  BANSO_ORIGIN: z.optional(Url),
  BANSO_DATA: z._default(z.string(), '.data'),
  BANSO_APP: z.optional(z.string()),
  DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres://'))),
  BANSO_PROVINCE: z._default(z.string().check(z.regex(/^[a-z]+(-[a-z]+)*$/, 'a province such as lao-cai')), 'lao-cai'),
  BANSO_BEHIND_PROXY: z._default(Flag, '0'),
  BANSO_SANDBOX: z._default(Flag, '0'),
  BANSO_OIDC_ISSUER: z.optional(Url),
  BANSO_OIDC_CLIENT_ID: z.optional(z.string()),
  BANSO_OIDC_CLIENT_SECRET: z.optional(z.string()),
  BANSO_BANK_STATEMENT: z.optional(Url),
  BANSO_LOG: z._default(LogLevel, 'info'),
  BANSO_RATE_ADDRESS: z._default(Count, '6000'),
  BANSO_RATE_ACCOUNT: z._default(Count, '1200'),
});
type Environment = z.infer<typeof Environment>;

/** Reads the environment. An empty variable counts as one that is not set. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingsRead {
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== undefined && text !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({ variable: issue.path.join('.'), why: issue.message }));
    return { ok: false, problems };
  }
  const env = parsed.data;
  const port = Number(env.PORT);
  const origin = originOf(env.BANSO_ORIGIN ?? `http://localhost:${port}`);
  const problems = [...problemsOfOrigin(origin, env), ...problemsOfProvider(env), ...problemsOfBank(env)];
  if (port > 65_535) problems.push({ variable: 'PORT', why: 'at most 65535' });
  if (origin === null || problems.length > 0) return { ok: false, problems };

  return {
    ok: true,
    settings: {
      port,
      // With a sandbox that lets anyone sign in, only this machine may call unless the operator says otherwise.
      host: env.BANSO_HOST ?? (isLoopback(origin) ? '127.0.0.1' : null),
      origin: origin.origin,
      dataFolder: resolve(env.BANSO_DATA),
      databaseUrl: env.DATABASE_URL ?? null,
      appFolder: env.BANSO_APP === undefined ? null : resolve(env.BANSO_APP),
      province: env.BANSO_PROVINCE,
      behindProxy: env.BANSO_BEHIND_PROXY === '1',
      identity: identityOf(env),
      bankStatement: env.BANSO_BANK_STATEMENT ?? null,
      logLevel: env.BANSO_LOG,
      rate: { perAddress: Number(env.BANSO_RATE_ADDRESS), perAccount: Number(env.BANSO_RATE_ACCOUNT) },
    },
  };
}

function originOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' ? url : null;
}

/** Browsers trust these hosts without TLS, so service worker and cookies work there over plain http. */
function isLoopback(origin: URL): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\]|[\w.-]+\.localhost)$/.test(origin.hostname);
}

function problemsOfOrigin(origin: URL | null, env: Environment): SettingsProblem[] {
  if (origin === null) return [{ variable: 'BANSO_ORIGIN', why: 'scheme, host and port only' }];
  if (isLoopback(origin)) return [];
  if (origin.protocol === 'http:') return [{ variable: 'BANSO_ORIGIN', why: 'https, except on localhost' }];
  if (env.BANSO_OIDC_ISSUER === undefined && env.BANSO_SANDBOX === '0') {
    return [
      {
        variable: 'BANSO_OIDC_ISSUER',
        why: 'needed here, since the sandbox lets anyone sign in as anyone; BANSO_SANDBOX=1 allows that on purpose',
      },
    ];
  }
  return [];
}

function problemsOfProvider(env: Environment): SettingsProblem[] {
  if (env.BANSO_OIDC_ISSUER === undefined) return [];
  return (['BANSO_OIDC_CLIENT_ID', 'BANSO_OIDC_CLIENT_SECRET'] as const)
    .filter((variable) => env[variable] === undefined)
    .map((variable) => ({ variable, why: 'needed beside BANSO_OIDC_ISSUER' }));
}

/** Over plain http anybody on the way could say that a fee is paid. */
function problemsOfBank({ BANSO_BANK_STATEMENT: address }: Environment): SettingsProblem[] {
  if (address === undefined) return [];
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && (url.protocol === 'https:' || isLoopback(url))) return [];
  return [{ variable: 'BANSO_BANK_STATEMENT', why: 'https, except on localhost' }];
}

function identityOf(env: Environment): IdentitySettings {
  const { BANSO_OIDC_ISSUER: issuer, BANSO_OIDC_CLIENT_ID: clientId, BANSO_OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return { kind: 'sandbox' };
  return { kind: 'provider', issuer, clientId, clientSecret };
}
