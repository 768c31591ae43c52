import { useTranslation } from 'react-i18next';
import { ChoiceChips } from './ChoiceChips.tsx';
import type { FieldCommon } from './useField.ts';

export type YesNoProps = FieldCommon & { value: boolean | null; onChange: (value: boolean) => void };

/** A question that is answered with yes or no; `null` while it is not answered. */
export function YesNo({ value, onChange, ...common }: YesNoProps) {
  const { t } = useTranslation('ui');
  return (
    <ChoiceChips
      {...common}
      layout="chips"
      options={[
        { value: 'yes', label: t('yes') },
        { value: 'no', label: t('no') },
      ]}
      value={value === null ? null : value ? 'yes' : 'no'}
      onChange={(chosen) => onChange(chosen === 'yes')}
    />
  );
}
