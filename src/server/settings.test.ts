import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const OIDC = { BANSO_OIDC_ISSUER: 'https://id.example', BANSO_OIDC_CLIENT_ID: 'a', BANSO_OIDC_CLIENT_SECRET: 'b' };

describe('settings', () => {
  it('need nothing: a sandbox for this machine alone', () => {
    const read = readSettings({ PATH: '/bin', BANSO_ORIGIN: '' });
    expect(read).toMatchObject({
      ok: true,
      settings: {
        port: 5180,
        host: '127.0.0.1',
        origin: 'http://localhost:5180',
        databaseUrl: null,
        appFolder: null,
        province: 'lao-cai',
        behindProxy: false,
        identity: { kind: 'sandbox' },
      },
    });
  });

  it('name where the bank is asked, over a line that nobody can write on', () => {
    const address = 'https://bank.example/credits?branch=1';
    expect(readSettings({ BANSO_BANK_STATEMENT: address })).toMatchObject({ settings: { bankStatement: address } });
    expect(readSettings({})).toMatchObject({ settings: { bankStatement: null } });
  });

  it('let the origin follow the port', () => {
    expect(readSettings({ PORT: '6000' })).toMatchObject({ settings: { origin: 'http://localhost:6000', port: 6000 } });
  });

  it('name another folder for the built app', () => {
    expect(readSettings({ BANSO_APP: '/srv/app' })).toMatchObject({ settings: { appFolder: '/srv/app' } });
  });

  it('open all interfaces once there is an address of their own', () => {
    const read = readSettings({ BANSO_ORIGIN: 'https://banso.example', ...OIDC });
    expect(read).toMatchObject({
      settings: {
        host: null,
        origin: 'https://banso.example',
        identity: { kind: 'provider', issuer: 'https://id.example', clientId: 'a', clientSecret: 'b' },
      },
    });
  });

  it('allow the sandbox elsewhere when asked on purpose', () => {
    const public_ = { BANSO_ORIGIN: 'https://thu.example' };
    expect(readSettings(public_)).toMatchObject({ ok: false, problems: [{ variable: 'BANSO_OIDC_ISSUER' }] });
    expect(readSettings({ ...public_, BANSO_SANDBOX: '1' })).toMatchObject({
      settings: { identity: { kind: 'sandbox' } },
    });
  });

  it.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ BANSO_ORIGIN: 'banso.example' }, 'BANSO_ORIGIN'],
    [{ BANSO_ORIGIN: 'https://banso.example/app' }, 'BANSO_ORIGIN'],
    [{ BANSO_ORIGIN: 'http://banso.example', ...OIDC }, 'BANSO_ORIGIN'],
    [{ ...OIDC, BANSO_OIDC_CLIENT_SECRET: '' }, 'BANSO_OIDC_CLIENT_SECRET'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ BANSO_PROVINCE: '../etc' }, 'BANSO_PROVINCE'],
    [{ BANSO_BEHIND_PROXY: 'yes' }, 'BANSO_BEHIND_PROXY'],
    [{ BANSO_BANK_STATEMENT: 'http://bank.example/credits' }, 'BANSO_BANK_STATEMENT'],
    [{ BANSO_BANK_STATEMENT: 'bank.example' }, 'BANSO_BANK_STATEMENT'],
    [{ BANSO_LOG: 'loud' }, 'BANSO_LOG'],
    [{ BANSO_RATE_ACCOUNT: '0' }, 'BANSO_RATE_ACCOUNT'],
  ])('refuse %o and name the variable', (environment, variable) => {
    const read = readSettings(environment);
    expect(read.ok ? [] : read.problems.map((problem) => problem.variable)).toContain(variable);
  });
});
