import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatDay } from '#core/text/when.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';
import { confidences } from '#app/parts/facts.ts';
import styles from './Lines.module.css';

/** The acts, where the facts were read and when, and how sure each of them is. */
export function Sources({ procedure }: { procedure: Procedure }) {
  const { t } = useTranslation('procedures');
  const { source, legalBasis, officialName } = procedure;
  const asOf = formatDay(source.asOf);
  return (
    <>
      <SectionTitle>{t('source.title')}</SectionTitle>
      <Card>
        <Text size="m">{officialName}</Text>
        <ul className={styles.acts} aria-label={t('source.title')}>
          {legalBasis.map((act) => (
            <li key={act}>
              <Badge>{act}</Badge>
            </li>
          ))}
        </ul>
        <KeyValue
          rows={confidences(procedure).map(({ fact, confidence }) => ({
            label: t(`source.fact.${fact}`),
            value: t(`source.confidence.${confidence}`),
          }))}
        />
        <Text size="s" quiet>
          {source.decision === undefined
            ? t('source.portal', { day: asOf })
            : t('source.decision', { decision: source.decision, day: asOf })}{' '}
          <a href={source.url} target="_blank" rel="noreferrer">
            {t('source.open')}
          </a>
        </Text>
      </Card>
    </>
  );
}
