import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { rescue, useRescued, type Rescued } from './rescue.ts';

/**
 * The browser took the store away while the app was open. Says so before anything else, and leads on: what the page
 * still knows goes into a new store. What is on screen stays there, also when the sheet is put away.
 */
export function StoreLost() {
  const { t } = useTranslation('errors');
  const lost = useApp((state) => state.storeLost);
  const [away, setAway] = useState(false);
  const rescued = useRescued((state) => state.rescued);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    setBusy(true);
    await rescue();
    setBusy(false);
    setAway(false);
  };
  const again = (
    <Button icon="storage" busy={busy} onClick={() => void save()}>
      {t('gone.rescue')}
    </Button>
  );
  if (lost && away) {
    return (
      <Notice
        tone="act"
        icon="storage"
        title={t('gone.title')}
        action={{ label: t('gone.open'), onClick: () => setAway(false) }}
      >
        {t('gone.notSaved')}
      </Notice>
    );
  }
  if (lost) {
    return (
      <Sheet open onClose={() => setAway(true)} title={t('gone.title')} footer={again}>
        <Stack>
          <Text strong>{t('gone.notSaved')}</Text>
          <Text>{t('gone.text')}</Text>
          {rescued && !rescued.ok && (
            <Notice tone="act" live title={t(`store.${rescued.failure.code}.title`)}>
              {t(`store.${rescued.failure.code}.text`)}
            </Notice>
          )}
        </Stack>
      </Sheet>
    );
  }
  if (!rescued?.ok) return null;
  return <Kept rescued={rescued.value} onClose={() => useRescued.setState({ rescued: null })} />;
}

function Kept({ rescued: { drafts, photos, notKept }, onClose }: { rescued: Rescued; onClose: () => void }) {
  const { t } = useTranslation('errors');
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('gone.kept.title', { count: drafts })}
      footer={<Button onClick={onClose}>{t('gone.kept.goOn')}</Button>}
    >
      <Stack>
        <Text>{t('gone.kept.text')}</Text>
        {photos > 0 && <Notice tone="act" icon="camera" title={t('gone.kept.photos', { count: photos })} />}
        {notKept > 0 && <Notice tone="act" title={t('gone.kept.not', { count: notKept })} />}
      </Stack>
    </Sheet>
  );
}
