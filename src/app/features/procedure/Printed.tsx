import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { formatDay } from '#core/text/when.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import styles from './Printed.module.css';

/** What stands on paper alone: whose page it is above, where the whole of it is and as of which day below. */
export function PrintedHead({ name, catalogue }: { name: string; catalogue: Catalogue }) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  return (
    <div className={styles.head} data-print="only">
      <p>{t('print.head', { province: text(catalogue.province.name) })}</p>
      <p className={styles.name}>{name}</p>
    </div>
  );
}

export function PrintedFoot({ code }: { code: string }) {
  const { t } = useTranslation('procedures');
  const address = new URL(paths.procedure(code), window.location.origin).href;
  const day = formatDay(dayOf(platform().clock.now()));
  return (
    <p className={styles.foot} data-print="only">
      {t('print.foot', { address, day })}
    </p>
  );
}
