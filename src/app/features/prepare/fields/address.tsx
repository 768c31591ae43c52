import { OUTSIDE, type AddressAnswer, type Answer } from '#core/form/form.ts';
import { addressLines } from '#app/parts/answers.ts';
import { FieldGroup } from '#ui/Field.tsx';
import { TextField } from '#ui/TextField.tsx';
import { Stack } from '#ui/Stack.tsx';
import { useTranslation } from 'react-i18next';
import { CommuneField } from './CommuneField.tsx';
import type { FieldKind, InputProps } from './kind.ts';
import styles from './Output.module.css';

const EMPTY: AddressAnswer = { unit: '', detail: '' };

function addressOf(answer: Answer | undefined): AddressAnswer {
  return typeof answer === 'object' && !Array.isArray(answer) ? answer : EMPTY;
}

/** The part of an address a problem is about, so that a link leads to it. */
export function addressPartId(id: string, part: 'unit' | 'detail'): string {
  return `${id}-${part}`;
}

function AddressInput({
  id,
  label,
  hint,
  error,
  need,
  value,
  onChange,
  onBlur,
  communes,
  words,
}: InputProps<'address'>) {
  const { t } = useTranslation('form');
  const answer = addressOf(value);
  const outside = answer.unit === OUTSIDE;
  const change = (next: AddressAnswer) => onChange(next.unit === '' && next.detail === '' ? undefined : next);
  return (
    <FieldGroup {...{ id, label, hint, error, need }}>
      {() => (
        <Stack>
          <CommuneField
            id={addressPartId(id, 'unit')}
            label={t('commune.label')}
            communes={communes}
            outside={words.unitName(OUTSIDE)}
            value={answer.unit}
            onChange={(unit) => change({ ...answer, unit })}
          />
          <TextField
            id={addressPartId(id, 'detail')}
            label={outside ? t('commune.detailOutside') : t('commune.detail')}
            hint={outside ? t('commune.detailOutsideHint') : undefined}
            autoCapitalize="sentences"
            value={answer.detail}
            onChange={(detail) => change({ ...answer, detail })}
            onBlur={onBlur}
          />
        </Stack>
      )}
    </FieldGroup>
  );
}

export const address: FieldKind<'address'> = {
  Input: (props) => <AddressInput {...props} />,
  Output: ({ answer, words }) => <span className={styles.lines}>{addressLines(answer, words).join('\n')}</span>,
  normalise: (answer) => {
    const { unit, detail } = addressOf(answer);
    return { unit, detail: detail.normalize('NFC').replace(/\s+/g, ' ').trim() };
  },
};
