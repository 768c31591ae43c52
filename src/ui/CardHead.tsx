import type { ReactNode } from 'react';
import styles from './CardHead.module.css';

export type CardHeadProps = { title: string; subtitle?: ReactNode; trailing?: ReactNode };

/** The top of a card: what it is, a badge at the end, a quieter line below. */
export function CardHead({ title, subtitle, trailing }: CardHeadProps) {
  return (
    <div className={styles.head}>
      <h3 className={styles.title}>{title}</h3>
      {trailing}
      {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
    </div>
  );
}
