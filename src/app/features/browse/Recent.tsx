import { useTranslation } from 'react-i18next';
import type { RecentSearches } from '#app/state/searches.ts';
import { Icon } from '#ui/Icon.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Chips.module.css';

export type RecentProps = Pick<RecentSearches, 'texts' | 'forget'> & { onChoose: (text: string) => void };

/** What this person searched for before, to search again with one tap. */
export function Recent({ texts, forget, onChoose }: RecentProps) {
  const { t } = useTranslation('procedures');
  return (
    <section aria-label={t('recent.title')}>
      <SectionTitle action={{ label: t('recent.forget'), onClick: forget }}>{t('recent.title')}</SectionTitle>
      <div className={styles.scroller}>
        {texts.map((text) => (
          <button key={text} type="button" className={styles.chip} onClick={() => onChoose(text)}>
            <Icon name="clock" size={18} />
            <span>{text}</span>
          </button>
        ))}
      </div>
      <Text size="s" quiet>
        {t('recent.where')}
      </Text>
    </section>
  );
}
