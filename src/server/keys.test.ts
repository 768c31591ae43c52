import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, CompactSign, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeys, publicKeyOf } from './keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('keys', () => {
  it('are made once and read by nobody else', async () => {
    const first = await openKeys(folder);
    expect(await openKeys(folder)).toEqual(first);
    const files = await readdir(join(folder, 'keys'));
    expect(files.sort()).toEqual(
      ['account', 'backup', 'sandbox-identity', 'signing', 'webhook'].map((name) => `${name}.json`),
    );
    for (const file of files) expect((await stat(join(folder, 'keys', file))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
  });

  it('are the same for two processes that start at once', async () => {
    const [one, other] = await Promise.all([openKeys(folder), openKeys(folder)]);
    expect(one).toEqual(other);
  });

  it('sign what the public half verifies', async () => {
    const { signing } = await openKeys(folder);
    const jws = await new CompactSign(new TextEncoder().encode('biên nhận'))
      .setProtectedHeader({ alg: 'ES256', kid: signing.kid })
      .sign(await importJWK(signing));
    const shared = publicKeyOf(signing);
    expect(Object.keys(shared)).not.toContain('d');
    const { payload } = await compactVerify(jws, await importJWK(shared));
    expect(new TextDecoder().decode(payload)).toBe('biên nhận');
  });

  it.each(['', '{}', '{"secret":"short"}', 'null'])('are never replaced when the file is %j', async (text) => {
    await openKeys(folder);
    const path = join(folder, 'keys/webhook.json');
    await chmod(path, 0o600);
    await writeFile(path, text);
    await expect(openKeys(folder)).rejects.toThrow(/webhook\.json is not a key file/);
  });
});
