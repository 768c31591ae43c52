import { expect, test } from 'vitest';
import type { FileRef } from '#core/dossier/dossier.ts';
import { hasExpired, isKept, joining, papersFor, type WalletPaper } from './paper.ts';

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

test('pages are kept already when the wallet has each of them, in whatever papers', () => {
  const wallet = [paper({ files: [page('1'), page('2')] }), paper({ files: [page('3')] })];
  expect(isKept([page('2'), page('1')], wallet)).toBe(true);
  expect(isKept([page('1'), page('3')], wallet)).toBe(true);
  expect(isKept([page('1'), page('4')], wallet)).toBe(false);
  expect(isKept([], wallet)).toBe(false);
});

test('a second paper of the kind joins what came from the wallet, and none what was photographed', () => {
  const [one, two] = [paper({ id: 'one', files: [page('1')] }), paper({ id: 'two', files: [page('2')] })];
  expect(joining([], [one, two])).toEqual([one, two]);
  expect(joining([page('1')], [one, two])).toEqual([two]);
  expect(joining([page('1'), page('2')], [one, two])).toEqual([]);
  expect(joining([page('9')], [one, two])).toEqual([]);
  expect(joining([page('1'), page('9')], [one, two])).toEqual([]);
});
