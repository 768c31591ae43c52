import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useOnline } from '#app/parts/useOnline.ts';
import { useSignal } from '#app/parts/useSignal.ts';
import { platform, useApp } from '#app/state/app.ts';
import { lackingHere } from '#app/state/signal.ts';
import { Notice } from '#ui/Notice.tsx';
import { countWaiting } from './waiting.ts';

/** A newer version waits. Nothing is being filled in on this screen, so it may take over. */
export function UpdateNotice() {
  const { t } = useTranslation('home');
  const waiting = useApp((state) => state.updateWaiting);
  if (!waiting) return null;
  return (
    <Notice
      icon="refresh"
      title={t('update.title')}
      action={{ label: t('update.accept'), onClick: () => void platform().update.accept() }}
    >
      {t('update.text')}
    </Notice>
  );
}

/** The server no longer knows the session: work goes on, sending waits for a sign-in. */
export function SessionNotice() {
  const { t } = useTranslation('home');
  const known = useApp((state) => state.me !== null);
  const server = useApp((state) => state.server);
  const online = useOnline();
  if (!known || server !== 'out') return null;
  const signIn = () => window.location.assign(platform().session.signInUrl(paths.home));
  return (
    <Notice
      tone="waiting"
      icon="key"
      title={t('session.title')}
      // The sign-in page is another site: without signal there is nothing to go to.
      action={online ? { label: t('session.again'), onClick: signIn } : undefined}
    >
      {t('session.text')} {!online && t('signIn.offline', { ns: 'common' })}
    </Notice>
  );
}

/** What waits on this phone, only when something does. */
export function OutboxNotice() {
  const { t } = useTranslation('home');
  const { outbox, dossiers, progress, missing, sync } = useApp();
  const photos =
    sync && sync.uploads.length > 0 ? sync.uploads : lackingHere({ progress, missing }).map(({ file }) => file);
  const howItGoes = useHowItGoes();
  const signal = useSignal();
  const action = { label: t('outbox.see'), href: paths.outbox };
  const waiting = outbox.filter((entry) => !entry.refusal);
  const refused = outbox.length - waiting.length;
  const form = waiting.length > 0;
  const line =
    signal.kind === 'sending'
      ? t('outbox.sending', { percent: signal.percent })
      : howItGoes({ form, photos: [...waiting.flatMap(({ files }) => files), ...photos] });
  return (
    <>
      {refused > 0 && (
        <Notice tone="act" title={t('outbox.refused', { count: refused })} action={action}>
          {t('outbox.refusedText')}
        </Notice>
      )}
      {form && (
        <Notice
          tone="waiting"
          icon="box"
          title={t('outbox.waiting', { count: countWaiting({ outbox, dossiers, photos }) })}
          action={action}
        >
          {line}
        </Notice>
      )}
      {!form && photos.length > 0 && (
        <Notice tone="waiting" icon="image" title={t('outbox.files', { count: photos.length })} action={action}>
          {line}
        </Notice>
      )}
    </>
  );
}
