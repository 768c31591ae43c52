import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptReceipt } from '#core/ports.ts';
import { ReceiptSheet } from './ReceiptSheet.tsx';
import styles from './Track.module.css';

/** Opens the receipt of a step that has one. */
export function ReceiptLink({ kept }: { kept: KeptReceipt | undefined }) {
  const { t } = useTranslation('dossiers');
  const [open, setOpen] = useState(false);
  if (!kept) return null;
  return (
    <>
      {'· '}
      <button type="button" className={styles.textButton} onClick={() => setOpen(true)}>
        {t('receipt.open')}
      </button>
      {open && <ReceiptSheet kept={kept} onClose={() => setOpen(false)} />}
    </>
  );
}
