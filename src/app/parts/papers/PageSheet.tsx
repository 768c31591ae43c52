import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Papers.module.css';
import { useStoredImage } from './useStoredImage.ts';

type PageSheetProps = {
  file: FileRef;
  title: string;
  onClose: () => void;
  /** Null once it is removed, else why not. */
  onRemove: () => Promise<StoreFailure | null>;
};

/** One page, large enough to judge, with a way to take it out that asks once more. */
export function PageSheet({ file, title, onClose, onRemove }: PageSheetProps) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const src = useStoredImage(file);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const remove = () => {
    setBusy(true);
    void onRemove().then((failed) => {
      setFailure(failed);
      setBusy(false);
    });
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={title}
      footer={
        asking ? (
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t('photo.keep')}
            </Button>
            <Button variant="danger" busy={busy} onClick={remove}>
              {t('photo.removeYes')}
            </Button>
          </Stack>
        ) : (
          <Button variant="secondary" icon="trash" onClick={() => setAsking(true)}>
            {t('photo.remove')}
          </Button>
        )
      }
    >
      {src !== undefined && <img src={src} alt={title} className={styles.full} />}
      <Text size="s" quiet>
        {formatBytes(file.size, language)}
      </Text>
      {asking && <Text>{t('photo.removeAsk')}</Text>}
      {failure && <Notice tone="act">{errors(`store.${failure.code}.text`)}</Notice>}
    </Sheet>
  );
}
