import { expect, test } from 'vitest';
import type { FileRef } from '#core/dossier/dossier.ts';
import { hasExpired, keptAs, papersFor, type WalletPaper } from './paper.ts';

const TODAY = '2026-11-25';
const page = (hash: string): FileRef => ({ hash, size: 1, type: 'image/webp' });
const paper = (given: Partial<WalletPaper>): WalletPaper => ({
  id: 'a',
  rev: 1,
  kind: 'identityCard',
  files: [page('1')],
  whose: '',
  validTo: null,
  keptAt: 1,
  ...given,
});

test('a paper is past its last day only after it, and only where it is known', () => {
  expect(hasExpired(paper({}), TODAY)).toBe(false);
  expect(hasExpired(paper({ validTo: TODAY }), TODAY)).toBe(false);
  expect(hasExpired(paper({ validTo: '2026-11-24' }), TODAY)).toBe(true);
});

test('the wallet has what a procedure asks for by kind, what is past its day last', () => {
  const over = paper({ id: 'over', validTo: '2020-01-01' });
  const good = paper({ id: 'good' });
  const other = paper({ id: 'other', kind: 'landCertificate' });
  const wallet = [over, good, other];
  expect(papersFor({ kind: 'identityCard', how: 'photo' }, wallet, TODAY)).toEqual([good, over]);
  expect(papersFor({ kind: 'healthInsuranceCard', how: 'photo' }, wallet, TODAY)).toEqual([]);
  expect(papersFor({ kind: undefined, how: 'photo' }, wallet, TODAY)).toEqual([]);
});

test('what has to be shown is not there by a picture of it', () => {
  expect(papersFor({ kind: 'identityCard', how: 'show' }, [paper({})], TODAY)).toEqual([]);
});

test('a paper is kept already when its very pages are, in whatever order', () => {
  const kept = paper({ files: [page('1'), page('2')] });
  expect(keptAs([page('2'), page('1')], [kept])).toBe(kept);
  expect(keptAs([page('1')], [kept])).toBeNull();
  expect(keptAs([], [kept])).toBeNull();
});
