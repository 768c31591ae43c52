import { expect, test } from 'vitest';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { readyGlance, type Ready } from './ready.ts';

/** Asked of everyone: the identity card. Of some: the licence, and the picture that need not be there. */
const glance = (ready: Ready) => readyGlance(EVERYTHING, ready);

test('nothing there', () => {
  expect(glance(new Map())).toEqual({ asked: 1, there: 0, where: null });
});

test('a paper of some cases counts among those asked once it is there', () => {
  expect(
    glance(
      new Map([
        ['idCard', 'wallet'],
        ['licence', 'wallet'],
      ]),
    ),
  ).toEqual({ asked: 2, there: 2, where: 'wallet' });
});

test('a paper past its last day is not there', () => {
  expect(glance(new Map([['licence', 'over']]))).toEqual({ asked: 1, there: 0, where: null });
  expect(
    glance(
      new Map([
        ['idCard', 'wallet'],
        ['licence', 'over'],
      ]),
    ),
  ).toEqual({ asked: 1, there: 1, where: 'wallet' });
});

test('some in the draft, some in the wallet', () => {
  expect(glance(new Map([['idCard', 'draft']]))).toEqual({ asked: 1, there: 1, where: 'draft' });
  expect(
    glance(
      new Map([
        ['idCard', 'draft'],
        ['picture', 'wallet'],
      ]),
    ),
  ).toEqual({ asked: 2, there: 2, where: null });
});

test('what the procedure does not ask for counts for nothing', () => {
  expect(glance(new Map([['elsewhere', 'draft']]))).toEqual({ asked: 1, there: 0, where: null });
});
