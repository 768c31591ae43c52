import type { ReactNode } from 'react';
import styles from './Fold.module.css';
import { Icon } from './Icon.tsx';

export type FoldProps = {
  title: ReactNode;
  /** A few words at the end of the title: how much is inside. */
  count?: string | undefined;
  /** At first; afterwards it is as the person left it. */
  open?: boolean;
  id?: string | undefined;
  children: ReactNode;
};

/** A part of a page that opens on a tap: the platform's own, so that it works without script and in find-on-page. */
export function Fold({ title, count, open = false, id, children }: FoldProps) {
  return (
    <details id={id} className={styles.fold} open={open}>
      <summary className={styles.summary}>
        <span className={styles.title}>{title}</span>
        {count !== undefined && <span className={styles.count}>{count}</span>}
        <Icon name="chevron" size={20} />
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}

/** More of what stands above, in place; the words change once it is open. */
export function More({ more, less, children }: { more: string; less: string; children: ReactNode }) {
  return (
    <details className={styles.more}>
      <summary className={styles.moreSummary}>
        <span className={styles.whenShut}>{more}</span>
        <span className={styles.whenOpen}>{less}</span>
      </summary>
      <div className={styles.moreBody}>{children}</div>
    </details>
  );
}

/** A text of any length in a few lines until it is tapped. Short ones are just text. */
export function Clamp({ text, longerThan = 180 }: { text: string; longerThan?: number }) {
  if (text.length <= longerThan) return <span className={styles.whole}>{text}</span>;
  return (
    <details className={styles.clamp}>
      <summary className={styles.clampSummary}>
        <span className={styles.clamped}>{text}</span>
        <Icon name="chevron" size={18} />
      </summary>
    </details>
  );
}
