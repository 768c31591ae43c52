import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod/mini';
import { must } from '#core/assert.ts';
import { syncPath } from './db/durable-fs.ts';

const PrivateKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  /** The RFC 7638 thumbprint of the public key. */
  kid: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type PrivateKey = z.infer<typeof PrivateKey>;
export type PublicKey = Omit<PrivateKey, 'd'>;

const Secret = z.strictObject({ secret: z.string().check(z.minLength(43)) });
const SandboxIdentityKeys = z.strictObject({ signing: PrivateKey, cookies: z.string(), client: z.string() });

/** What this server alone knows. */
export type ServerKeys = {
  /** Signs receipts and fee requests (JWS ES256). */
  readonly signing: PrivateKey;
  /** Authenticates the bank's webhook. */
  readonly webhookSecret: string;
  /** Authenticates `npm run backup` on this machine, which reads it from the folder. */
  readonly backupSecret: string;
  /** Makes the ids of accounts: with another, whoever signs in for the first time after a restore is somebody else. */
  readonly accountSecret: string;
  /** The sandbox identity provider's own: token signature, cookie signature, our client's secret there. */
  readonly sandboxIdentity: z.infer<typeof SandboxIdentityKeys>;
};

/**
 * Reads the keys of `<dataFolder>/keys`, and makes those that are missing. Throws when a file is there and is
 * no key: making a new one would void every signature given so far, so a person has to decide.
 */
export async function openKeys(dataFolder: string): Promise<ServerKeys> {
  const folder = join(dataFolder, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    signing: await readOrMake(join(folder, 'signing.json'), PrivateKey, makeSigningKey),
    webhookSecret: await secretIn(join(folder, 'webhook.json')),
    backupSecret: await secretIn(join(folder, 'backup.json')),
    accountSecret: await secretIn(join(folder, 'account.json')),
    sandboxIdentity: await readOrMake(join(folder, 'sandbox-identity.json'), SandboxIdentityKeys, async () => ({
      signing: await makeSigningKey(),
      cookies: randomSecret(),
      client: randomSecret(),
    })),
  };
}

/** The half of a signing key that anyone may have. */
export function publicKeyOf(key: PrivateKey): PublicKey {
  return { kty: key.kty, crv: key.crv, alg: key.alg, use: key.use, kid: key.kid, x: key.x, y: key.y };
}

async function secretIn(path: string): Promise<string> {
  return (await readOrMake(path, Secret, () => ({ secret: randomSecret() }))).secret;
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

async function makeSigningKey(): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x, y, d } = await exportJWK(privateKey);
  const point = { kty: 'EC', crv: 'P-256', x: must(x, 'x'), y: must(y, 'y') } as const;
  return { ...point, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(point), d: must(d, 'd') };
}

async function readOrMake<T>(path: string, schema: z.ZodMiniType<T>, make: () => T | Promise<T>): Promise<T> {
  const stored = await findKey(path, schema);
  if (stored !== null) return stored;
  await writeOnce(path, JSON.stringify(await make()));
  // Read back rather than returned: another process may have been first, and then its key counts.
  return must(await findKey(path, schema), path);
}

async function findKey<T>(path: string, schema: z.ZodMiniType<T>): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${path} is not a key file; restore it from a backup`);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new Error(`${path} is not a key file; restore it from a backup`);
  return parsed.data;
}

/** Whole or not at all, and never over a file that is there: written aside, on the disk, then linked into place. */
async function writeOnce(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(aside, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(aside);
  }
  // A name that the disk does not have yet would be another key after a power cut.
  syncPath(dirname(path));
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
