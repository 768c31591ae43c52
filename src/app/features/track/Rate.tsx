import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import { rate } from '#app/state/actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ChoiceChips } from '#ui/ChoiceChips.tsx';
import { Notice } from '#ui/Notice.tsx';
import { TextArea } from '#ui/TextArea.tsx';

const SCALE = ['5', '4', '3', '2', '1'] as const;
const MOST_CHARACTERS = 1000;

/** How the person was served, once something has been decided. It has no part in the dossier. */
export function Rate({ dossier }: { dossier: Uuid }) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const [rating, setRating] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const asked = useRef(false);
  const tooLong = words.length > MOST_CHARACTERS;

  const send = async () => {
    if (asked.current || rating === null || tooLong) return;
    asked.current = true;
    setBusy(true);
    const kept = await rate(dossier, Number(rating), words.trim());
    asked.current = false;
    setBusy(false);
    setFailure(kept.ok ? null : kept.failure);
  };

  return (
    <Card>
      <ChoiceChips
        label={t('rate.title')}
        hint={t('rate.privacy')}
        layout="rows"
        options={SCALE.map((value) => ({ value, label: t(`rate.scale.${value}`) }))}
        value={rating}
        onChange={setRating}
      />
      {rating !== null && (
        <>
          <TextArea
            label={t('rate.words')}
            need="optional"
            value={words}
            onChange={setWords}
            rows={3}
            limit={MOST_CHARACTERS}
          />
          {failure && (
            <Notice tone="act" title={errors(`store.${failure.code}.title`)} live>
              {errors(`store.${failure.code}.text`)}
            </Notice>
          )}
          <Button variant="secondary" busy={busy} onClick={() => void send()}>
            {t('rate.send')}
          </Button>
        </>
      )}
    </Card>
  );
}
