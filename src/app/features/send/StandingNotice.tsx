import { useTranslation } from 'react-i18next';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useOnline } from '#app/parts/useOnline.ts';
import { useUpdateAction } from '#app/parts/useUpdateAction.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { sendPhotosOnce } from '#app/state/actions.ts';
import { platform, useApp } from '#app/state/app.ts';
import { Notice, type NoticeProps } from '#ui/Notice.tsx';
import type { Tone } from '#ui/tone.ts';
import { standingOf, type Standing } from './standing.ts';
import { useJustKept } from './useJustKept.ts';

const TONES = {
  outdated: 'act',
  wrongAccount: 'act',
  disagreement: 'act',
  signedOut: 'act',
  offline: 'waiting',
  serverOlder: 'waiting',
  unreachable: 'waiting',
  portal: 'waiting',
  slow: 'waiting',
  busy: 'waiting',
  trouble: 'waiting',
  fault: 'waiting',
  phoneFull: 'act',
  phoneStore: 'act',
  sending: 'info',
  wifi: 'waiting',
  soon: 'info',
  nothing: 'done',
} as const satisfies Record<Standing, Tone>;

/** Why nothing goes out now, and what to do about it when there is something to do. */
export function StandingNotice({ count }: { count: number }) {
  const { t } = useTranslation('outbox');
  const { server, sync, storeSilent } = useApp();
  const update = useUpdateAction();
  const when = useWhen();
  const online = useOnline();
  const howItGoes = useHowItGoes();
  const kept = useJustKept();
  const standing = standingOf({ online, server, sync, count });
  // That the storage does not answer is said above, and until it does nobody knows how anything stands.
  if (standing === 'nothing' || storeSilent) return null;
  // How what was just sealed goes, and with it all else, is said above.
  if (standing === 'offline' && kept?.entry) return null;

  const since = sync?.lastContactAt ?? null;
  // The sign-in page is another site: without signal there is nothing to go to.
  const signsIn = standing === 'signedOut' || standing === 'wrongAccount';
  const action = ((): NoticeProps['action'] => {
    if (signsIn) {
      if (!online) return undefined;
      return { label: t('signIn'), href: platform().session.signInUrl(paths.outbox) };
    }
    if (standing === 'wifi') return { label: t('photos.once'), onClick: sendPhotosOnce };
    return standing === 'outdated' ? update : undefined;
  })();
  const text = () => {
    if (standing === 'offline') return howItGoes({ form: true, photos: [] });
    if (standing === 'unreachable' && since !== null) return t('standing.unreachable.since', { when: when.at(since) });
    return t(`standing.${standing}.text`);
  };
  return (
    <Notice tone={TONES[standing]} title={t(`standing.${standing}.title`)} action={action} live>
      {text()} {signsIn && !online && t('signIn.offline', { ns: 'common' })}
    </Notice>
  );
}
