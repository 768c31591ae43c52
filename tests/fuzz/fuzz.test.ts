import { expect, test } from 'vitest';
import type { Refusal } from '#core/dossier/command.ts';
import { runFuzz } from './run.ts';

/** Every reason there is for which this world’s commands have no effect: each was reached. */
const REACHED: readonly Refusal['code'][] = [
  'answersInvalid',
  'dossierExists',
  'notAllowedNow',
  'notUnderstood',
  'nothingAdded',
  'nothingLost',
  'unknownDossier',
  'unknownFee',
  'unknownPaper',
  'unknownProcedure',
  'unknownUnit',
  'versionUnknown',
];

test('what nobody should send is refused in words of the protocol, and leaves everything as it was', async () => {
  const { wrong, changed, up, refusals } = await runFuzz({ requests: 2_000, seed: 1 });
  expect({ wrong, changed, up }).toEqual({ wrong: [], changed: [], up: true });
  expect(Object.keys(refusals)).toEqual(expect.arrayContaining([...REACHED]));
}, 300_000);
