import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import type { StoreFailure } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { paths } from '#app/paths.ts';
import { store } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

/** Lets a kept paper go, after saying what goes and what stays. */
export function RemovePaper({ paper, name }: { paper: WalletPaper; name: string }) {
  const { t } = useTranslation('wallet');
  const { t: errors } = useTranslation('errors');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const remove = async () => {
    setBusy(true);
    const dropped = await store().dropPaper(paper.id);
    setBusy(false);
    if (dropped.ok) navigate(paths.wallet, { replace: true });
    else setFailure(dropped.failure);
  };
  return (
    <>
      <Button variant="quiet" icon="trash" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <Sheet
        open={asking}
        onClose={() => setAsking(false)}
        title={t('removeTitle', { name })}
        footer={
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t('removeNo')}
            </Button>
            <Button variant="danger" busy={busy} onClick={() => void remove()}>
              {t('removeYes')}
            </Button>
          </Stack>
        }
      >
        <Text>{t('removeAsk', { count: paper.files.length })}</Text>
        {failure && <Notice tone="act">{errors(`store.${failure.code}.text`)}</Notice>}
      </Sheet>
    </>
  );
}
