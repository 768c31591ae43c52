import type { ReactNode } from 'react';
import styles from './CardHead.module.css';

export type CardHeadProps = {
  title: string;
  subtitle?: ReactNode;
  trailing?: ReactNode;
  /** 3 below a section's title, 2 where the card stands right under the screen's. */
  level?: 2 | 3;
};

/** The top of a card: what it is, a badge at the end, a quieter line below. */
export function CardHead({ title, subtitle, trailing, level = 3 }: CardHeadProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className={styles.head}>
      <Heading className={styles.title}>{title}</Heading>
      {trailing}
      {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
    </div>
  );
}
