import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform, useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Timeline } from '#ui/Timeline.tsx';

const DISMISSED = 'banso-install-hint';

/** Offers once to put the app on the home screen; a "no" is remembered on this phone. */
export function InstallHint() {
  const { t } = useTranslation('home');
  const installable = useApp((state) => state.installable);
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(DISMISSED) !== null);
  const [showing, setShowing] = useState(false);
  const byHand = !installable && isIphoneBrowser();
  if (dismissed || platform().host.installed || !(installable || byHand)) return null;

  const dismiss = () => {
    localStorage.setItem(DISMISSED, 'no');
    setDismissed(true);
  };
  const install = async () => {
    if (byHand) return setShowing(true);
    if ((await platform().installPrompt.ask()) === 'dismissed') dismiss();
  };
  return (
    <Card>
      <Row icon="download" title={t('install.title')} subtitle={t('install.text')} />
      <Stack as="halves">
        <Button variant="secondary" onClick={() => void install()}>
          {t('install.yes')}
        </Button>
        <Button variant="quiet" wide onClick={dismiss}>
          {t('install.no')}
        </Button>
      </Stack>
      <Sheet
        open={showing}
        onClose={() => setShowing(false)}
        title={t('install.title')}
        footer={<Button onClick={() => setShowing(false)}>{t('install.understood')}</Button>}
      >
        <Timeline
          steps={(['share', 'add', 'open'] as const).map((step) => ({
            id: step,
            state: 'next',
            title: t(`install.ios.${step}`),
          }))}
        />
      </Sheet>
    </Card>
  );
}

/** Safari on an iPhone or iPad has no prompt; inside another app (Zalo) there is no home screen to add to. */
function isIphoneBrowser(): boolean {
  return /iPhone|iPad/.test(navigator.userAgent) && !/Zalo|FBAN|FBAV/.test(navigator.userAgent);
}
