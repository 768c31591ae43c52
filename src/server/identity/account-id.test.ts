import { expect, test } from 'vitest';
import { Uuid } from '#core/dossier/dossier.ts';
import { accountIds } from './account-id.ts';

const SUBJECT = 'https://vneid.example|010192004817';
const [one, other] = [accountIds('one secret'), accountIds('another secret')];

test('an account’s id follows from the subject, on every server with the same key', () => {
  expect(one(SUBJECT)).toBe(accountIds('one secret')(SUBJECT));
  expect(one(`${SUBJECT}1`)).not.toBe(one(SUBJECT));
  expect(other(SUBJECT)).not.toBe(one(SUBJECT));
});

test('it is a UUID of version 8 (RFC 9562, 5.8)', () => {
  for (let i = 0; i < 100; i += 1) {
    const id = one(`${SUBJECT}${i}`);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Uuid.parse(id)).toBe(id);
  }
});
