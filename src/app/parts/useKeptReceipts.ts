import { useEffect, useState } from 'react';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { KeptReceipt } from '#core/ports.ts';
import { store } from '#app/state/app.ts';

/** The receipts this phone keeps of a dossier, read again after every change. Another phone's commands have theirs there. */
export function useKeptReceipts(dossier: Uuid): readonly KeptReceipt[] {
  const [kept, setKept] = useState<readonly KeptReceipt[]>([]);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const receipts = await store().listReceipts(dossier);
      if (!gone && receipts.ok) setKept(receipts.value);
    };
    void read();
    const stop = store().watch(() => void read());
    return () => {
      gone = true;
      stop();
    };
  }, [dossier]);
  return kept;
}
