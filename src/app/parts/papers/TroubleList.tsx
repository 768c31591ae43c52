import { useTranslation } from 'react-i18next';
import { useText } from '#app/parts/useText.ts';
import type { Trouble } from './intake.ts';
import styles from './Papers.module.css';
import { troubleText } from './troubleText.ts';

/** Why files did not become pages, a line each. */
export function TroubleList({ troubles }: { troubles: readonly Trouble[] }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const lines = troubles.map((trouble) =>
    troubleText(trouble, { t, why: (code) => errors(`store.${code}.text`), language }),
  );
  return (
    <ul className={styles.troubles}>
      {[...new Set(lines)].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
