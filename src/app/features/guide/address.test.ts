import { expect, test } from 'vitest';
import type { Asked } from '#core/guide/walk.ts';
import { chosenIn, oneLess, openAgain, withAnswer, withOpen } from './address.ts';

const say = (words: string) => ({ vi: words, en: words });
const answered = (id: string, value: string): Asked => {
  const options = [value, 'other'].map((one) => ({ value: one, label: say(one) }));
  return { question: { id, question: say(id), options }, option: { value, label: say(value) } };
};
const asked = [answered('who', 'baby'), answered('parents', 'married')];
const paramsOf = (address: string) => new URLSearchParams(address);

test('an answer joins those before it', () => {
  expect(chosenIn(paramsOf(withAnswer(asked, 'born', 'late')))).toEqual({
    who: 'baby',
    parents: 'married',
    born: 'late',
  });
});

test('a question that is opened again keeps its answer and the later ones, and closes with the new answer', () => {
  const open = paramsOf(withOpen(asked, 'who'));
  expect(openAgain(open, asked)?.option.value).toBe('baby');
  const changed = paramsOf(withAnswer(asked, 'who', 'adult'));
  expect(chosenIn(changed)).toEqual({ who: 'adult', parents: 'married' });
  expect(openAgain(changed, asked)).toBeNull();
});

test('only what was answered can be opened again', () => {
  expect(openAgain(paramsOf('?who=baby&doi=born'), asked)).toBeNull();
  expect(openAgain(paramsOf('?doi=constructor'), [])).toBeNull();
});

test('one step back takes the last answer', () => {
  expect(chosenIn(paramsOf(oneLess(asked)))).toEqual({ who: 'baby' });
});
