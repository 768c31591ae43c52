import { useTranslation } from 'react-i18next';
import type { Advice } from '#core/guide/walk.ts';
import { useText } from '#app/parts/useText.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { Icon } from '#ui/Icon.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import styles from './Guide.module.css';

/** The rules that the advice rests on: what they say, whether they hold here, and which law they are of. */
export function Basis({ basis }: Pick<Advice, 'basis'>) {
  const { t } = useTranslation('guide');
  const { t: procedures } = useTranslation('procedures');
  const { text } = useText();
  if (basis.length === 0) return null;
  return (
    <>
      <SectionTitle>{t('basis')}</SectionTitle>
      <Card>
        <ul className={styles.rules}>
          {basis.map(({ rule, verdict }) => (
            <li key={rule.id}>
              <p className={verdict ? styles.holds : styles.fails}>
                <Icon name={verdict ? 'check' : 'close'} size={18} />
                <span>{t(`verdict.${rule.kind}.${verdict ? 'yes' : 'no'}`)}</span>
              </p>
              <p>{text(rule.says)}</p>
              <p className={styles.facts}>
                {rule.sources.map(({ act, article }) => (
                  <span key={act} className={styles.code}>
                    {article === undefined ? act : `${article}, ${act}`}
                  </span>
                ))}
                {rule.confidence === 'low' && <Badge tone="waiting">{procedures('unverified')}</Badge>}
              </p>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
