import { describe, expect, it } from 'vitest';
import { cookieOf } from './sessions.ts';

describe('the cookie', () => {
  const request = (cookie: string): Request => new Request('https://banso.example', { headers: { Cookie: cookie } });

  it('belongs to this host alone where there is TLS (RFC 6265bis, 4.1.3.2)', () => {
    const cookie = cookieOf('banso', 'https://banso.example', 60);
    expect(cookie.write('token')).toBe('__Host-banso=token; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(cookie.clear()).toContain('__Host-banso=; Max-Age=0; Path=/');
    expect(cookie.read(request('other=1; __Host-banso=token'))).toBe('token');
    // A subdomain may set the plain name for its parent; it must not count here.
    expect(cookie.read(request('banso=token'))).toBeNull();
  });

  it('has a plain name on localhost', () => {
    const cookie = cookieOf('banso', 'http://localhost:5180', 60);
    expect(cookie.write('token')).toBe('banso=token; Max-Age=60; Path=/; HttpOnly; SameSite=Lax');
    expect(cookie.read(request('banso='))).toBeNull();
  });
});
