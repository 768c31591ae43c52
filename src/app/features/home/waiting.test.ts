import { expect, test } from 'vitest';
import { supplement, toldDossier, withdrawal } from '#tests/support/told.ts';
import { countWaiting } from './waiting.ts';

const page = { hash: 'a'.repeat(64), size: 100, type: 'image/webp' as const };
const told = { ...toldDossier(), attachments: [{ document: 'idCard', files: [page] }] };
const refused = { ...withdrawal, refusal: { code: 'notAllowedNow', status: 'finished' } as const };

test('what was done here counts until it has gone, and what has gone until its photos have followed', () => {
  expect(countWaiting({ outbox: [supplement], dossiers: [told], photos: [] })).toBe(1);
  expect(countWaiting({ outbox: [supplement], dossiers: [told], photos: [page] })).toBe(2);
  expect(countWaiting({ outbox: [supplement, refused], dossiers: [toldDossier()], photos: [page] })).toBe(1);
});
