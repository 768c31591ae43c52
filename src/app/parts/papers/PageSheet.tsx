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
import { useStoredPage } from './useStoredPage.ts';

type PageSheetProps = {
  file: FileRef;
  title: string;
  onClose: () => void;
  /** Asks once more before it is taken out. */
  removeAsk: string;
  /** Null once it is removed, else why not; without it the page stays. */
  onRemove?: (() => Promise<StoreFailure | null>) | undefined;
};

/** One page, large enough to judge, with a way to take it out that asks once more. */
export function PageSheet({ file, title, onClose, removeAsk, onRemove }: PageSheetProps) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const { src, spoilt } = useStoredPage(file);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const remove = () => {
    setBusy(true);
    void onRemove?.().then((failed) => {
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
          onRemove && (
            <Button variant="secondary" icon="trash" onClick={() => setAsking(true)}>
              {t('photo.remove')}
            </Button>
          )
        )
      }
    >
      {src !== undefined && <img src={src} alt={title} className={styles.full} />}
      <Text size="s" quiet>
        {formatBytes(file.size, language)}
      </Text>
      {spoilt && <Notice tone="act">{t('papers.spoiltText')}</Notice>}
      {asking && <Text>{removeAsk}</Text>}
      {failure && <Notice tone="act">{errors(`store.${failure.code}.text`)}</Notice>}
    </Sheet>
  );
}
