import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Favourite } from '#core/procedure/favourite.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import { useFavourites } from '#app/state/kept.ts';
import { Icon, type IconName } from '#ui/Icon.tsx';
import { Notice } from '#ui/Notice.tsx';
import { cx } from '#ui/cx.ts';
import styles from './Acts.module.css';

type Outcome = 'copied' | 'shown' | 'kept' | 'keptOnPhone';

/** `title` is what the person reads it as; `favourite` what is kept of it. */
export type ActsProps = { favourite: Favourite; title: string };

/** Keep it, pass it on, print it. */
export function Acts({ favourite, title }: ActsProps) {
  const { t } = useTranslation('procedures');
  const { has, toggle, ready, onPhone } = useFavourites();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const url = new URL(paths.procedure(favourite.code), window.location.origin).href;
  const kept = has(favourite.code);
  const keep = () => {
    toggle(favourite);
    setOutcome(kept ? null : onPhone ? 'keptOnPhone' : 'kept');
  };
  return (
    <>
      <div className={styles.acts} data-print="no">
        <Act
          icon="star"
          label={kept ? t('favourite.kept') : t('favourite.keep')}
          pressed={kept}
          onClick={ready ? keep : undefined}
        />
        <Act icon="share" label={t('share.short')} onClick={() => void share(title, url, setOutcome)} />
        <Act icon="printer" label={t('print.button')} onClick={() => window.print()} />
      </div>
      {outcome && (
        <div data-print="no">
          <Notice
            live
            tone="done"
            icon={outcome === 'kept' || outcome === 'keptOnPhone' ? 'star' : undefined}
            title={t(`outcome.${outcome}`)}
          >
            {outcome === 'kept' || outcome === 'keptOnPhone' ? t(`outcome.${outcome}Text`) : url}
          </Notice>
        </div>
      )}
    </>
  );
}

/** The phone's share sheet, else a copy, else the address to read out. */
async function share(title: string, url: string, show: (outcome: Outcome) => void): Promise<void> {
  if (platform().host.share) {
    // Rejects when the person closes the share sheet, which is no failure.
    await navigator.share({ title, url }).catch(() => undefined);
    return;
  }
  const copied = 'clipboard' in navigator && (await navigator.clipboard.writeText(url).then(isDone, isFailed));
  show(copied ? 'copied' : 'shown');
}

const isDone = (): boolean => true;
const isFailed = (): boolean => false;

type ActProps = { icon: IconName; label: string; pressed?: boolean; onClick: (() => void) | undefined };

function Act({ icon, label, pressed, onClick }: ActProps) {
  return (
    <button type="button" className={cx(styles.act, pressed && styles.on)} aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </button>
  );
}
