import { describe, expect, it } from 'vitest';
import { localPath } from './routes.ts';

describe('where a sign-in returns to', () => {
  const origin = 'https://banso.example';
  it.each(['/', '/ho-so', '/ho-so?moi=1#cuoi', '/thu-tuc/1.001193'])('%s', (path) => {
    expect(localPath(path, origin)).toBe(path);
  });
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/ho-so\\..\\..',
    '/.//evil.example/dang-nhap',
    '/..//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    '/x/.%2e///evil.example',
    '/.//auth/sign-in',
    'ho-so',
    '',
    'javascript:alert(1)',
    '/auth/sign-in',
    '/api/me',
    '/x/../auth/sign-in',
    '/sandbox/bank',
  ])('never %j', (path) => {
    expect(localPath(path, origin)).toBe('/');
  });
});
