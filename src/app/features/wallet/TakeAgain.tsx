import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/Button.tsx';

/** Photographs the whole paper again. The pages there are stay until the first new one is kept. */
export function TakeAgain({ onPicked }: { onPicked: (files: readonly File[]) => void }) {
  const { t } = useTranslation('wallet');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="quiet" icon="refresh" onClick={() => input.current?.click()}>
        {t('again')}
      </Button>
      <input
        type="file"
        hidden
        tabIndex={-1}
        ref={input}
        accept="image/*,application/pdf"
        multiple
        aria-label={t('again')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onPicked(files);
        }}
      />
    </>
  );
}
