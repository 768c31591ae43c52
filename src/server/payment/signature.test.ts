import { describe, expect, test } from 'vitest';
import { findSignatureFault, signBody, TOLERANCE_MS } from './signature.ts';

const SECRET = 'a secret of the bank and ours';
const AT = Date.UTC(2026, 10, 9, 3);
const body = (text: string) => new TextEncoder().encode(text);

describe('the webhook’s signature', () => {
  const header = signBody(SECRET, AT, body('{"amount":16000}'));

  test('holds for the bytes it was made over, within the tolerance', () => {
    expect(findSignatureFault(SECRET, header, body('{"amount":16000}'), AT)).toBeNull();
    expect(findSignatureFault(SECRET, header, body('{"amount":16000}'), AT + TOLERANCE_MS)).toBeNull();
  });

  test.each([
    ['another body', SECRET, header, '{"amount":16001}', AT, 'forged'],
    ['another secret', 'guess', header, '{"amount":16000}', AT, 'forged'],
    [
      'a later time written into it',
      SECRET,
      header.replace(/^t=\d+/, `t=${AT / 1000 + 1}`),
      '{"amount":16000}',
      AT,
      'forged',
    ],
    ['old', SECRET, header, '{"amount":16000}', AT + TOLERANCE_MS + 1000, 'stale'],
    ['from the future', SECRET, header, '{"amount":16000}', AT - TOLERANCE_MS - 1000, 'stale'],
    ['none', SECRET, null, '{"amount":16000}', AT, 'malformed'],
    ['half a header', SECRET, header.slice(0, -1), '{"amount":16000}', AT, 'malformed'],
    ['two of them', SECRET, `${header},${header}`, '{"amount":16000}', AT, 'malformed'],
  ] as const)('refuses %s', (_name, secret, given, text, now, fault) => {
    expect(findSignatureFault(secret, given, body(text), now)).toBe(fault);
  });

  test('is over the time and the body together, so that a digit cannot move between them', () => {
    const shifted = signBody(SECRET, 1_000_000, body('5{"a":1}'));
    expect(findSignatureFault(SECRET, shifted.replace('t=1000', 't=10005'), body('{"a":1}'), 10_005_000)).toBe(
      'forged',
    );
  });
});
