import { useTranslation } from 'react-i18next';
import styles from './SkipLink.module.css';

/** The first stop of the Tab key: past the header, to what the screen is about. */
export function SkipLink({ target }: { target: string }) {
  const { t } = useTranslation('ui');
  return (
    <a className={styles.skip} href={`#${target}`}>
      {t('skip')}
    </a>
  );
}
