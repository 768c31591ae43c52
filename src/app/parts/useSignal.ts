import { useSyncExternalStore } from 'react';
import { useApp } from '#app/state/app.ts';
import { signalOf, type Signal } from '#app/state/signal.ts';

function watchOnline(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** The state of signal and outbox as every header shows it. */
export function useSignal(): Signal {
  const { me, server, sync, outbox, progress } = useApp();
  const online = useSyncExternalStore(watchOnline, () => navigator.onLine);
  return signalOf({ known: me !== null, server, sync, outbox, progress, online });
}
