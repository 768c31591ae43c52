import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './DeskRow.module.css';
import { Link } from './Link.tsx';

export type DeskRowProps = {
  href: string;
  current?: boolean;
  /** The code at the start. */
  lead: string;
  title: string;
  subtitle?: ReactNode;
  note?: ReactNode;
  badge?: ReactNode;
  /** The deadline. */
  end?: string | undefined;
  urgent?: boolean;
};

/** One line of a queue, the whole of it a link. Goes into a `DeskRows`. */
export function DeskRow(props: DeskRowProps) {
  const { href, current = false, lead, title, subtitle, note, badge, end, urgent = false } = props;
  return (
    <li>
      <Link href={href} className={styles.row} aria-current={current ? 'true' : undefined}>
        <span className={styles.lead}>{lead}</span>
        <span className={styles.main}>
          <b>{title}</b>
          {subtitle !== undefined && <span className={styles.subtitle}>{subtitle}</span>}
        </span>
        <span>{note}</span>
        <span className={styles.badge}>{badge}</span>
        <span className={cx(styles.end, urgent && styles.urgent)}>{end}</span>
      </Link>
    </li>
  );
}

/** The lines of a queue. */
export function DeskRows({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  );
}
