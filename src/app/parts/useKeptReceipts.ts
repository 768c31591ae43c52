import { useEffect, useState } from 'react';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { KeptReceipt } from '#core/ports.ts';
import { store } from '#app/state/app.ts';

/**
 * The receipts this phone keeps of a dossier, read again after every change; null until they are read. Another phone's
 * commands have theirs there.
 */
export function useKeptReceipts(dossier: Uuid): readonly KeptReceipt[] | null {
  const [kept, setKept] = useState<readonly KeptReceipt[] | null>(null);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const receipts = await store().listReceipts(dossier);
      // A store that cannot be read keeps nobody from doing what may have been done: the server takes it once more.
      if (!gone) setKept((before) => (receipts.ok ? receipts.value : (before ?? [])));
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
