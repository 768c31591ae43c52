import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { platform } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { saveFile } from '../saveFile.ts';

/** Saves what this phone keeps, as it lies sealed, to a file. Says what such a file is good for, and what not. */
export default function SealedCopy() {
  const { t } = useTranslation('aside');
  const [state, setState] = useState<'idle' | 'busy' | 'saved' | 'failed'>('idle');
  const save = async () => {
    setState('busy');
    const { session, clock } = platform();
    const copy = await session.sealedCopy();
    if (!copy.ok) return setState('failed');
    const done = await saveFile(copy.value, `ban-so-niem-phong-${dayOf(clock.now())}.banso`);
    setState(done === 'cancelled' ? 'idle' : 'saved');
  };
  return (
    <Button
      variant="secondary"
      icon="download"
      busy={state === 'busy'}
      onClick={() => void save()}
      hint={t(`copy.${state === 'busy' ? 'idle' : state}`)}
    >
      {t('copy.save')}
    </Button>
  );
}
