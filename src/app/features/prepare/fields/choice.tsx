import { ChoiceChips } from '#ui/ChoiceChips.tsx';
import { ChoiceList } from '#ui/ChoiceList.tsx';
import { YesNo } from '#ui/YesNo.tsx';
import type { Answer } from '#core/form/form.ts';
import type { FieldKind, FieldOf, Words } from './kind.ts';

function optionsOf(field: FieldOf<'choice' | 'choices'>, words: Words) {
  return field.options.map(({ value, label }) => ({ value, label: words.text(label) }));
}

function chosen(field: FieldOf<'choice' | 'choices'>, answer: Answer, words: Words): string {
  const values = Array.isArray(answer) ? answer : [answer];
  return optionsOf(field, words)
    .filter(({ value }) => values.includes(value))
    .map(({ label }) => label)
    .join(', ');
}

export const choice: FieldKind<'choice'> = {
  Input: ({ field, id, label, hint, error, need, value, onChange, words }) => (
    <ChoiceChips
      {...{ id, label, hint, error, need, onChange }}
      options={optionsOf(field, words)}
      value={typeof value === 'string' ? value : null}
    />
  ),
  Output: ({ field, answer, words }) => chosen(field, answer, words),
  text: chosen,
};

export const choices: FieldKind<'choices'> = {
  Input: ({ field, id, label, hint, error, need, value, onChange, words }) => (
    <ChoiceList
      {...{ id, label, hint, error, need, onChange }}
      options={optionsOf(field, words)}
      value={Array.isArray(value) ? value : []}
    />
  ),
  Output: ({ field, answer, words }) => chosen(field, answer, words),
  text: chosen,
};

const yesOrNo = (answer: Answer, words: Words): string => (answer === true ? words.yes : words.no);

export const yesNo: FieldKind<'yesNo'> = {
  Input: ({ id, label, hint, error, need, value, onChange }) => (
    <YesNo {...{ id, label, hint, error, need, onChange }} value={typeof value === 'boolean' ? value : null} />
  ),
  Output: ({ answer, words }) => yesOrNo(answer, words),
  text: (_, answer, words) => yesOrNo(answer, words),
};
