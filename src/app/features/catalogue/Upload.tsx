import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CheckRow } from '#ui/CheckRow.tsx';
import { ProgressBar } from '#ui/ProgressBar.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Catalogue.module.css';
import type { CatalogueWork } from './useCatalogueDesk.ts';

/** Chooses the portal's file and sends it, and says how far what is under way has got. */
export function Upload({ work }: { work: CatalogueWork }) {
  const { t } = useTranslation('desk');
  const input = useRef<HTMLInputElement>(null);
  const [mine, setMine] = useState(true);
  const running = work.desk?.running ?? null;
  const busy = work.sending || running !== null;
  return (
    <Card>
      <Text strong>{t('catalogue.upload')}</Text>
      <Text size="s" quiet>
        {t('catalogue.uploadHint')}
      </Text>
      <CheckRow id="mine" checked={mine} onChange={setMine}>
        {t('catalogue.mine')}
      </CheckRow>
      <input
        ref={input}
        type="file"
        accept=".gz,.jsonl,.ndjson,.json"
        className={styles.file}
        tabIndex={-1}
        aria-label={t('catalogue.choose')}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) work.upload(file, mine);
          currentTarget.value = '';
        }}
      />
      <Button icon="file" wide busy={busy} onClick={() => input.current?.click()}>
        {t('catalogue.choose')}
      </Button>
      {busy && (
        <div aria-live="polite" className={styles.progress}>
          {running?.phase === 'publishing' ? (
            <Text size="s">{t('catalogue.publishing')}</Text>
          ) : (
            <>
              {running !== null && running.size !== null && (
                <ProgressBar value={running.received / running.size} label={t('catalogue.reading')} />
              )}
              <Text size="s">
                {t('catalogue.progress', { read: running?.read ?? 0, rejected: running?.rejected ?? 0 })}
              </Text>
            </>
          )}
        </div>
      )}
    </Card>
  );
}
