import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptReceipt } from '#core/ports.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Fold } from './Fold.tsx';
import { ReceiptSheet } from './ReceiptSheet.tsx';

/** Receipts of what leaves no step on the way. */
export function OtherReceipts({ receipts }: { receipts: readonly KeptReceipt[] }) {
  const { t } = useTranslation('dossiers');
  const { t: words } = useTranslation('verify');
  const when = useWhen();
  const [open, setOpen] = useState<KeptReceipt | null>(null);
  if (receipts.length === 0) return null;
  return (
    <Fold title={t('receipt.others', { count: receipts.length })}>
      <List>
        {receipts.map((receipt) => (
          <ListRow
            key={receipt.command}
            icon="stamp"
            tone="done"
            title={words(`receipt.type.${receipt.type}`)}
            subtitle={when.at(receipt.at)}
            onClick={() => setOpen(receipt)}
          />
        ))}
      </List>
      {open && <ReceiptSheet kept={open} onClose={() => setOpen(null)} />}
    </Fold>
  );
}
