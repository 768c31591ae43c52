import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import { withdraw } from '#app/state/actions.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { TextArea } from '#ui/TextArea.tsx';

const MOST_CHARACTERS = 1000;

/** Takes a dossier back, after saying what that means. The wish is kept here until the server has it. */
export function Withdraw({ dossier }: { dossier: Uuid }) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const asked = useRef(false);
  const tooLong = reason.length > MOST_CHARACTERS;

  const send = async () => {
    if (asked.current || tooLong) return;
    asked.current = true;
    setBusy(true);
    const kept = await withdraw(dossier, reason.trim());
    asked.current = false;
    setBusy(false);
    setFailure(kept.ok ? null : kept.failure);
    if (!kept.ok) return;
    setOpen(false);
    // What has become of it is said at the top.
    window.scrollTo(0, 0);
  };

  return (
    <>
      <Button variant="quiet" onClick={() => setOpen(true)}>
        {t('withdraw.open')}
      </Button>
      <Sheet
        open={open}
        onClose={() => setOpen(false)}
        title={t('withdraw.title')}
        footer={
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setOpen(false)}>
              {t('withdraw.keep')}
            </Button>
            <Button variant="danger" busy={busy} onClick={() => void send()}>
              {t('withdraw.yes')}
            </Button>
          </Stack>
        }
      >
        <Text>{t('withdraw.text')}</Text>
        <TextArea
          label={t('withdraw.reason')}
          need="optional"
          value={reason}
          onChange={setReason}
          rows={3}
          limit={MOST_CHARACTERS}
        />
        {failure && (
          <Notice tone="act" title={errors(`store.${failure.code}.title`)} live>
            {errors(`store.${failure.code}.text`)}
          </Notice>
        )}
      </Sheet>
    </>
  );
}
