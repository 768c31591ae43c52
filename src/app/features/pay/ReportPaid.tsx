import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dossier, FeeRequest } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import { reportPayment } from '#app/state/actions.ts';
import { useReported } from '#app/parts/useReported.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';

/** "I have transferred the money": the office looks for it. It makes nothing paid, and says so. */
export function ReportPaid({ dossier, fee }: { dossier: Dossier; fee: FeeRequest }) {
  const { t } = useTranslation('pay');
  const { t: errors } = useTranslation('errors');
  const reported = useReported(dossier, fee.id);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const asked = useRef(false);
  if (reported === 'unread') return null;
  if (reported !== 'no') return <Notice tone="waiting" title={t(`report.${reported}`)} live />;

  const report = async () => {
    if (asked.current) return;
    asked.current = true;
    setBusy(true);
    const kept = await reportPayment(dossier.id, fee.id);
    asked.current = false;
    setBusy(false);
    setFailure(kept.ok ? null : kept.failure);
  };
  return (
    <>
      {failure && (
        <Notice tone="act" title={errors(`store.${failure.code}.title`)} live>
          {errors(`store.${failure.code}.text`)}
        </Notice>
      )}
      <Button variant="quiet" wide busy={busy} onClick={() => void report()} hint={t('report.text')}>
        {t('report.button')}
      </Button>
    </>
  );
}
