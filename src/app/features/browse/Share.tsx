import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';

/** Passes the page's address on: the phone's share sheet, else a copy, else the address to read out. */
export function Share({ procedure }: { procedure: Procedure }) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const [outcome, setOutcome] = useState<'copied' | 'shown' | null>(null);
  const url = new URL(paths.procedure(procedure.code), window.location.origin).href;
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => setOutcome('copied'),
      () => setOutcome('shown'),
    );
  const share = async () => {
    if (!platform().host.share) return 'clipboard' in navigator ? copy() : setOutcome('shown');
    // Rejects when the person closes the share sheet, which is no failure.
    await navigator.share({ title: text(procedure.name), url }).catch(() => undefined);
  };
  return (
    <>
      <Button variant="quiet" wide icon="share" onClick={() => void share()}>
        {t('share.button')}
      </Button>
      {outcome && (
        <Notice live tone="done" title={outcome === 'copied' ? t('share.copied') : t('share.shown')}>
          {url}
        </Notice>
      )}
    </>
  );
}
