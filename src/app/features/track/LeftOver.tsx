import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filesOf } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { noteOf } from '#core/dossier/supplement.ts';
import type { StoreFailure } from '#core/ports.ts';
import { store } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { PapersCard } from './PapersCard.tsx';

/** What was made for a request that is over: kept until the person has looked at it and lets it go. */
export function LeftOver({ draft }: { draft: Draft }) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const note = noteOf(draft).trim();
  const isAgain = draft.place.at === 'replacement';
  const words = isAgain ? 'leftAgain' : 'left';

  const drop = async () => {
    setBusy(true);
    const dropped = await store().dropDraft(draft.id);
    setBusy(false);
    setFailure(dropped.ok ? null : dropped.failure);
  };

  return (
    <>
      <Card>
        <CardHead
          title={t(`${words}.title`, { count: filesOf(draft.attachments).length })}
          subtitle={t(`${words}.text`)}
        />
        {note !== '' && <Text>{note}</Text>}
        <Button variant="secondary" icon="trash" onClick={() => setAsking(true)}>
          {t('left.drop')}
        </Button>
      </Card>
      <PapersCard dossier={draft.id} attachments={draft.attachments} procedure={draft.procedure} />
      <Sheet
        open={asking}
        onClose={() => setAsking(false)}
        title={isAgain ? t('leftAgain.dropTitle') : t('left.dropTitle')}
        footer={
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t('left.keep')}
            </Button>
            <Button variant="danger" busy={busy} onClick={() => void drop()}>
              {t('left.drop')}
            </Button>
          </Stack>
        }
      >
        <Text>{t('left.dropText')}</Text>
        {failure && <Notice tone="act">{errors(`store.${failure.code}.text`)}</Notice>}
      </Sheet>
    </>
  );
}
