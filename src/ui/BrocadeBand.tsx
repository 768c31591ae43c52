import { useId } from 'react';
import styles from './BrocadeBand.module.css';

/** The thin thổ cẩm band that closes every header. */
export function BrocadeBand() {
  const id = useId();
  return (
    <svg className={styles.band} width="100%" height="10" aria-hidden="true" focusable="false">
      <pattern id={id} width="24" height="10" patternUnits="userSpaceOnUse">
        <path className={styles.pink} d="M2 0h8L6 4z" />
        <path className={styles.green} d="M14 0h8l-4 4z" />
        <path className={styles.white} d="m0 1 6 5.5L12 1l6 5.5L24 1v1.6L18 8l-6-5.4L6 8 0 2.6z" />
        <path className={styles.gold} d="M0 4.5 6 10H0zM12 4.5 18 10H6zM24 4.5V10h-6z" />
      </pattern>
      <rect width="100%" height="10" fill={`url(#${id})`} />
    </svg>
  );
}
