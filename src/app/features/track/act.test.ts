import { expect, test } from 'vitest';
import { asked, feeAsked, received, toldDossier, withdrawn } from '#tests/support/told.ts';
import { actOf, toldWith, type Act } from './act.ts';

const ASKED = toldDossier(received, asked('2026-11-27'));
const OWING = toldDossier(received, feeAsked);
const UNREAD = { ...toldDossier(), papersComplete: false };
const NOTHING = { isStray: false, answer: null, losesPapers: false } as const;

test.each<[string, Act, Parameters<typeof actOf>]>([
  ['what the officer asks for', 'supplement', [ASKED, NOTHING]],
  ['it before papers that are lost as well', 'supplement', [ASKED, { ...NOTHING, losesPapers: true }]],
  ['that the answer waits', 'answered', [ASKED, { ...NOTHING, answer: 'supplement' }]],
  [
    'lost papers once the rest is answered',
    'lostPapers',
    [ASKED, { ...NOTHING, answer: 'supplement', losesPapers: true }],
  ],
  ['the fee', 'fee', [OWING, { ...NOTHING, losesPapers: true }]],
  [
    'the withdrawal before all that it ends',
    'withdrawing',
    [OWING, { ...NOTHING, answer: 'withdraw', losesPapers: true }],
  ],
  [
    'that the server has lost it before anything',
    'stray',
    [OWING, { isStray: true, answer: 'withdraw', losesPapers: true }],
  ],
  ['lost papers of what nobody has read', 'lostPapers', [UNREAD, { ...NOTHING, losesPapers: true }]],
  ['papers on their way', 'receiving', [UNREAD, NOTHING]],
  ['how far it is', 'status', [toldDossier(received), NOTHING]],
  ['its end, and no papers any more', 'status', [toldDossier(received, withdrawn), { ...NOTHING, losesPapers: true }]],
])('a dossier’s head speaks of %s', (_, act, [dossier, circumstances]) => {
  expect(actOf(dossier, circumstances)).toBe(act);
});

test('only where it speaks of an answer does it say how that goes', () => {
  expect(toldWith('withdrawing')).toBe('withdraw');
  expect(toldWith('answered')).toBe('supplement');
  expect(toldWith('stray')).toBeNull();
  expect(toldWith('lostPapers')).toBeNull();
});
