import { ChoiceChips } from '#ui/ChoiceChips.tsx';
import { ChoiceList } from '#ui/ChoiceList.tsx';
import { YesNo } from '#ui/YesNo.tsx';
import type { AnswerWords } from '#app/parts/answers.ts';
import type { FieldKind, FieldOf } from './kind.ts';

function optionsOf(field: FieldOf<'choice' | 'choices'>, words: AnswerWords) {
  return field.options.map(({ value, label }) => ({ value, label: words.text(label) }));
}

export const choice: FieldKind<'choice'> = {
  Input: ({ field, id, label, hint, error, need, value, onChange, words }) => (
    <ChoiceChips
      {...{ id, label, hint, error, need, onChange }}
      options={optionsOf(field, words)}
      value={typeof value === 'string' ? value : null}
    />
  ),
};

export const choices: FieldKind<'choices'> = {
  Input: ({ field, id, label, hint, error, need, value, onChange, words }) => (
    <ChoiceList
      {...{ id, label, hint, error, need, onChange }}
      options={optionsOf(field, words)}
      value={Array.isArray(value) ? value : []}
    />
  ),
};

export const yesNo: FieldKind<'yesNo'> = {
  Input: ({ id, label, hint, error, need, value, onChange }) => (
    <YesNo {...{ id, label, hint, error, need, onChange }} value={typeof value === 'boolean' ? value : null} />
  ),
};
