import { useEffect, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';
import { SignalBars } from './SignalBars.tsx';
import type { SignalState } from './SignalBars.tsx';
import styles from './SignalChip.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export type SignalChipProps = Press & {
  state: SignalState;
  /** Two or three words, such as "Đang gửi 62%". */
  label: string;
  /** Where a tap leads, for those who listen, such as "Mở chờ sóng". */
  action?: string | undefined;
};

/**
 * Signal and outbox in two words, in every header. A change of state is announced once and politely;
 * the percentage that climbs while sending is not read out.
 */
export function SignalChip({ state, label, action, href, onClick }: SignalChipProps) {
  const said = useRef(state);
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    if (said.current === state) return;
    said.current = state;
    setAnnouncement(label);
  }, [state, label]);
  return (
    <span className={styles.slot}>
      <Pressable
        href={href}
        onClick={onClick}
        className={cx(styles.chip, styles[state])}
        aria-label={action === undefined ? undefined : `${label}. ${action}`}
      >
        <SignalBars state={state} />
        <span>{label}</span>
      </Pressable>
      <VisuallyHidden live="polite">{announcement}</VisuallyHidden>
    </span>
  );
}
