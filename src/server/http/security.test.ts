import { describe, expect, it } from 'vitest';
import { inlineHashes, securityHeaders } from './security.ts';

const NOTHING = { scripts: [], styles: [] };
const SANDBOX = { kind: 'sandbox' } as const;

describe('the headers', () => {
  it('insist on TLS where there is TLS', () => {
    const plain = securityHeaders({ origin: 'http://localhost:5180', identity: SANDBOX }, NOTHING, false);
    const secure = securityHeaders({ origin: 'https://banso.example', identity: SANDBOX }, NOTHING, false);
    expect(plain.page['Strict-Transport-Security']).toBeUndefined();
    expect(secure.page['Strict-Transport-Security']).toMatch(/^max-age=\d{8}$/);
    expect(secure.api['Strict-Transport-Security']).toBe(secure.page['Strict-Transport-Security']);
  });

  it('say what a page may use of the phone, and spare other answers the bytes', () => {
    const { page, api } = securityHeaders({ origin: 'https://banso.example', identity: SANDBOX }, NOTHING, false);
    expect(page['Permissions-Policy']).toContain('camera=(self), microphone=(self), geolocation=(self)');
    expect(api['Permissions-Policy']).toBeUndefined();
  });

  it('let a form lead to the identity provider, and nowhere else', () => {
    const identity = {
      kind: 'provider',
      issuer: 'https://id.example/realms/a',
      clientId: '',
      clientSecret: '',
    } as const;
    const { page } = securityHeaders({ origin: 'https://banso.example', identity }, NOTHING, false);
    expect(page['Content-Security-Policy']).toContain("form-action 'self' https://id.example;");
  });

  it('name every source of the page, with nothing unsafe outside development', () => {
    const settings = { origin: 'https://banso.example', identity: SANDBOX };
    const policy = securityHeaders(settings, NOTHING, false).page['Content-Security-Policy'] ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
    expect(securityHeaders(settings, NOTHING, true).page['Content-Security-Policy']).toContain("'unsafe-inline'");
  });
});

describe('inline hashes', () => {
  it('are of exactly the text between the tags, and of what is inline alone', () => {
    const html = '<style media="x">a{}</style><script src="/a.js"></script><script type="module">b()</script>';
    expect(inlineHashes(html)).toEqual({
      // printf 'b()' | openssl dgst -sha256 -binary | base64
      scripts: ["'sha256-cf242PFc/kb7xD0Qzhsmd9vvRkc+cWFmbi+k+YvtdKc='"],
      styles: ["'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"],
    });
  });
});
