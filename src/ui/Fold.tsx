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

export type ClampProps = {
  text: string;
  /** Up to so many characters it is just text. */
  longerThan?: number;
  /** It names what follows. */
  heading?: boolean;
};

/** A text of any length in a few lines until it is tapped. */
export function Clamp({ text, longerThan = 180, heading = false }: ClampProps) {
  const Words = heading ? 'h2' : 'span';
  if (text.length <= longerThan) return <Words className={styles.whole}>{text}</Words>;
  return (
    <details className={styles.clamp}>
      <summary className={styles.clampSummary}>
        <Words className={styles.clamped}>{text}</Words>
        <Icon name="chevron" size={18} />
      </summary>
    </details>
  );
}
