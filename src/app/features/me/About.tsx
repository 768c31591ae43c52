import { useTranslation } from 'react-i18next';
import { PROTOCOL } from '#core/sync/messages.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useSandbox } from '#app/state/keys.ts';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { VERSION } from './version.ts';

/** The app itself: its version, a newer one, a place on the home screen. */
export function About() {
  const { t } = useTranslation('me');
  const updateWaiting = useApp((state) => state.updateWaiting);
  const installable = useApp((state) => state.installable);
  const sandbox = useSandbox();
  const { host, update, installPrompt } = platform();
  return (
    <>
      <SectionTitle>{t('about.title')}</SectionTitle>
      <Card>
        <List>
          {updateWaiting && (
            <ListRow
              icon="refresh"
              tone="act"
              title={t('about.update')}
              subtitle={t('about.updateText')}
              onClick={() => void update.accept()}
            />
          )}
          {installable && !host.installed && (
            <ListRow
              icon="download"
              tone="done"
              title={t('about.install')}
              subtitle={t('about.installText')}
              onClick={() => void installPrompt.ask()}
            />
          )}
          {!host.serviceWorker && (
            <ListRow icon="warning" tone="waiting" title={t('about.noWorker')} subtitle={t('about.noWorkerText')} />
          )}
          {sandbox && (
            <ListRow icon="info" tone="waiting" title={t('about.sandbox')} subtitle={t('about.sandboxText')} />
          )}
          <ListRow
            icon="info"
            title={t('about.version', { version: VERSION })}
            subtitle={t('about.protocol', { protocol: PROTOCOL })}
          />
        </List>
      </Card>
    </>
  );
}
