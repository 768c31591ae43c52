import { useTranslation } from 'react-i18next';
import type { Province } from '#core/procedure/province.ts';
import { Row } from '#ui/ListRow.tsx';

/** A person to ask: the province's hotline once its number is verified, else the centre. */
export function HelpLine({ province }: { province: Province }) {
  const { t } = useTranslation('procedures');
  const { hotline, hotlineConfidence } = province;
  if (hotline === null || hotlineConfidence === 'low') {
    return <Row icon="people" title={t('ask.title')} subtitle={t('ask.centre')} />;
  }
  return <Row icon="phone" title={t('ask.title')} subtitle={t('ask.call', { hotline })} href={`tel:${hotline}`} />;
}
