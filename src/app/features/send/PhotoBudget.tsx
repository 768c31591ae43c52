import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPhotoBudget } from '#app/state/actions.ts';
import { useApp } from '#app/state/app.ts';
import { Card } from '#ui/Card.tsx';
import { CheckRow } from '#ui/CheckRow.tsx';
import { Text } from '#ui/Text.tsx';

/** Whether photos may cost mobile data. Forms weigh little and always go. */
export function PhotoBudget() {
  const { t } = useTranslation('outbox');
  const photos = useApp((app) => app.sync?.photos ?? null);
  const metered = useApp((app) => app.sync?.metered ?? null);
  const [failed, setFailed] = useState(false);
  if (photos === null) return null;
  const choose = async (wifi: boolean) => setFailed(!(await setPhotoBudget(wifi ? 'wifi' : 'any')).ok);
  return (
    <Card>
      <CheckRow
        id="photo-budget"
        checked={photos === 'wifi'}
        error={failed ? t('photos.failed') : undefined}
        onChange={(wifi) => void choose(wifi)}
      >
        {t('photos.wifi')}
      </CheckRow>
      <Text size="s" quiet>
        {photos === 'wifi' && metered === null ? t('photos.unknown') : t('photos.hint')}
      </Text>
    </Card>
  );
}
