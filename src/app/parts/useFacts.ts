import { useTranslation } from 'react-i18next';
import { formatVnd } from '#core/fee/money.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Fact } from '#ui/FactRow.tsx';
import { deadlineFact, feeFact } from './facts.ts';
import { useText } from './useText.ts';

/** How long the office may take, in words. */
export function useDeadline(procedure: Procedure): Fact {
  const { t } = useTranslation('procedures');
  const fact = deadlineFact(procedure);
  switch (fact.kind) {
    case 'unverified':
      return { value: t('unverified'), label: t('deadline.label') };
    case 'sameDay':
      return { value: t('deadline.sameDay'), label: t('deadline.before', { hour: fact.hour }) };
    case 'workingDays':
      return {
        value: t('deadline.days', { count: fact.days }),
        label: fact.extra > 0 ? t('deadline.mountain', { count: fact.extra }) : t('deadline.working'),
      };
  }
}

/** What it costs, in words. */
export function useFee(procedure: Procedure): Fact {
  const { t } = useTranslation('procedures');
  const { text, language } = useText();
  const fact = feeFact(procedure);
  const label = t('fee.label');
  switch (fact.kind) {
    case 'free':
      return { value: t('fee.free'), label, tone: 'done' };
    case 'amount':
      return { value: formatVnd(fact.amount, language), label };
    case 'perUnit':
      return { value: formatVnd(fact.amount, language), label: t('fee.per', { unit: text(fact.unit) }) };
    case 'byProvince':
      return { value: t('fee.byProvince'), label: t('fee.byProvinceLabel') };
    case 'seeNote':
      return { value: t('fee.seeNote'), label };
    case 'unverified':
      return { value: t('unverified'), label };
  }
}
