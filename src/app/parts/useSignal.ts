import { useApp } from '#app/state/app.ts';
import { signalOf, type Signal } from '#app/state/signal.ts';
import { useAsksForPapers } from './useAsksForPapers.ts';
import { useOnline } from './useOnline.ts';

/** The state of signal and outbox as every header shows it. */
export function useSignal(): Signal {
  const { me, store, storeLost, storeSilent, server, sync, outbox, dossiers, untold, progress, missing } = useApp();
  const asksForPapers = useAsksForPapers();
  const online = useOnline();
  return signalOf({
    known: me !== null,
    asks: dossiers.some(asksForPapers),
    strays: untold.some(({ isLost }) => isLost),
    failed: store === 'failed' || storeLost || storeSilent,
    server,
    sync,
    outbox,
    progress,
    missing,
    online,
  });
}
