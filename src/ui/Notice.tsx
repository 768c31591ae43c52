import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import styles from './Notice.module.css';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';
import type { Tone } from './tone.ts';
import tones from './tone.module.css';

const toneIcon = { neutral: 'info', info: 'info', waiting: 'signal', done: 'check', act: 'warning' } as const;

export type NoticeProps = {
  tone?: Tone;
  icon?: IconName | undefined;
  title?: ReactNode;
  children?: ReactNode;
  action?: (Press & { label: string }) | undefined;
  /** Announced when it appears, for something that has just happened. */
  live?: boolean;
};

/** Something to know here and now, with at most one thing to do about it. */
export function Notice({ tone = 'info', icon, title, children, action, live = false }: NoticeProps) {
  return (
    <div className={cx(styles.notice, tones[tone], tone === 'info' && styles.pale)} role={live ? 'status' : undefined}>
      <span className={styles.icon}>
        <Icon name={icon ?? toneIcon[tone]} />
      </span>
      <div className={styles.said}>
        <div className={styles.body}>
          {title !== undefined && <p className={styles.title}>{title}</p>}
          {children !== undefined && <div className={styles.text}>{children}</div>}
        </div>
        {action && (
          <Pressable href={action.href} onClick={action.onClick} className={styles.action}>
            {action.label}
          </Pressable>
        )}
      </div>
    </div>
  );
}
