import type { ReactNode } from 'react';
import styles from './Badge.module.css';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import type { Tone } from './tone.ts';
import tones from './tone.module.css';

/** A state in one or two words. */
export function Badge(props: { tone?: Tone; icon?: IconName | undefined; children: ReactNode }) {
  const { tone = 'neutral', icon, children } = props;
  return (
    <span className={cx(styles.badge, tones[tone])}>
      {icon && <Icon name={icon} size={15} />}
      {children}
    </span>
  );
}
