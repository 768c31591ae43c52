import { useTranslation } from 'react-i18next';
import { usePlace } from '#app/router.ts';
import { formatTime } from '#core/text/when.ts';
import type { Commune } from '#core/procedure/province.ts';
import type { Me } from '#protocol/http.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import { DeskHeader } from '#ui/DeskHeader.tsx';
import { Link } from '#ui/Link.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SignalChip } from '#ui/SignalChip.tsx';
import styles from './Desk.module.css';
import { OutLink } from './OutLink.tsx';
import { useDesk } from './store.ts';

type DeskTopProps = {
  me: Me;
  unit: Commune | null;
  onHelp: () => void;
  onRefresh: () => void;
};

/** The header, and below it what concerns the whole desk. */
export function DeskTop({ me, unit, onHelp, onRefresh }: DeskTopProps) {
  const { t } = useTranslation('desk');
  const { text } = useText();
  const lostSince = useDesk((state) => state.lostSince);
  const chip = lostSince === null ? t('chip.online') : t('chip.lost', { time: formatTime(lostSince) });
  return (
    <div>
      <DeskHeader
        product={t('product')}
        place={unit ? text(unit.centre.name) : t('place.province')}
        chip={
          <SignalChip
            state={lostSince === null ? 'synced' : 'offline'}
            label={chip}
            action={t('chip.refresh')}
            onClick={onRefresh}
          />
        }
      >
        <Link href={paths.me} className={styles.person}>
          {me.name}
        </Link>
        <button type="button" className={styles.helpKey} aria-label={t('help.title')} onClick={onHelp}>
          {HELP_KEY}
        </button>
      </DeskHeader>
      <div className={styles.narrow}>
        <Notice tone="info">{t('narrow')}</Notice>
      </div>
      <SignedOut />
    </div>
  );
}

const HELP_KEY = '?';

/** The session has run out. Signing in happens in another tab, so that nothing half written is lost here. */
function SignedOut() {
  const { t } = useTranslation('desk');
  const { pathname } = usePlace();
  const signedOut = useDesk((state) => state.signedOut);
  if (!signedOut) return null;
  return (
    <div className={styles.banner}>
      <Notice tone="act" icon="key" live title={t('signedOut.title')}>
        {t('signedOut.text')} <OutLink href={platform().session.signInUrl(pathname)}>{t('signedOut.action')}</OutLink>
      </Notice>
    </div>
  );
}
