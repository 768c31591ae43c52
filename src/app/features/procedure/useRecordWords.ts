import { useTranslation } from 'react-i18next';
import { formatVnd } from '#core/fee/money.ts';
import type { FeeAmount, RecordFee, Term } from '#core/procedure/record.ts';
import { useText } from '#app/parts/useText.ts';

export type RecordWords = {
  /** An amount; empty when only the note beside it says what it is. */
  readonly amount: (amount: FeeAmount) => string;
  readonly fee: (fee: RecordFee) => string;
  readonly term: (term: Term) => string;
};

/** The facts of a record as people read them. */
export function useRecordWords(): RecordWords {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const amount = (one: FeeAmount): string => {
    switch (one.kind) {
      case 'fixed':
        return one.currency === 'VND' ? formatVnd(one.amount, language) : t('official.usd', { amount: one.amount });
      case 'asText':
        return '';
      case 'unverified':
        return t('unverifiedAsk');
      case 'free':
      case 'byProvince':
        return t(`fee.${one.kind}`);
    }
  };
  return {
    amount,
    fee: ({ amount: one, note }) => [amount(one), note].filter(Boolean).join(' · '),
    term: (one) => {
      switch (one.kind) {
        case 'sameDay':
          return t('deadline.sameDay');
        case 'within':
          return t(`official.unit.${one.unit}`, { count: one.count });
        case 'asText':
          return one.text;
        case 'unverified':
          return t('unverifiedAsk');
      }
    },
  };
}
