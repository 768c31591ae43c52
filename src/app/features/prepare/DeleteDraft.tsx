import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { store } from '#app/state/app.ts';
import { paths } from '#app/paths.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

/** Lets a draft go for good, after saying what goes with it. */
export function DeleteDraft({ editor }: { editor: Editor }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const photos = filesOf(editor.state().draft.attachments).length;

  const remove = async () => {
    setBusy(true);
    const dropped = await editor.finish(({ id }) => store().dropDraft(id));
    setBusy(false);
    if (dropped.ok) navigate(paths.dossiers, { replace: true });
    else setFailure(dropped.failure);
  };

  return (
    <>
      <Button variant="quiet" icon="trash" onClick={() => setAsking(true)}>
        {t('delete.open')}
      </Button>
      <Sheet
        open={asking}
        onClose={() => setAsking(false)}
        title={t('delete.title')}
        footer={
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t('delete.keep')}
            </Button>
            <Button variant="danger" busy={busy} onClick={() => void remove()}>
              {t('delete.yes')}
            </Button>
          </Stack>
        }
      >
        <Text>{photos > 0 ? t('delete.withPhotos', { count: photos }) : t('delete.text')}</Text>
        {failure && <Notice tone="act">{errors(`store.${failure.code}.text`)}</Notice>}
      </Sheet>
    </>
  );
}
