import styles from './SignalBars.module.css';

export type SignalState =
  | 'offline'
  | 'waiting'
  | 'photosHeld'
  | 'unmet'
  | 'busy'
  | 'trouble'
  | 'serverOlder'
  | 'sending'
  | 'synced'
  | 'review'
  | 'signedOut';

/**
 * Three bars that say the state by shape as well as colour: hollow when there is no signal, one full
 * while something waits, two when the server is there and takes nothing, rising while sending, full when
 * synced, and a mark in place of the last bar when a person has to look.
 */
export function SignalBars({ state }: { state: SignalState }) {
  return (
    <svg className={styles[state]} viewBox="0 0 16 14" width="1rem" height="0.875rem" aria-hidden="true">
      <rect x="1" y="9" width="3" height="4" rx="1" />
      <rect x="6" y="5.5" width="3" height="7.5" rx="1" />
      {state === 'review' && <path d="M12.5 1.5v7M12.5 12v.01" />}
      {state === 'signedOut' && <path d="m11 9.5 3.5 3.5m0-3.5L11 13" />}
      {state !== 'review' && state !== 'signedOut' && <rect x="11" y="1.5" width="3" height="11.5" rx="1" />}
    </svg>
  );
}
