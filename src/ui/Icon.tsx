import styles from './Icon.module.css';
import { icons } from './icons.ts';
import type { IconName } from './icons.ts';

export type { IconName } from './icons.ts';

/** A line icon of the set; `size` in CSS px before text scaling. Always decorative: the word stands beside it. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  const side = `${size / 16}rem`;
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" width={side} height={side} aria-hidden="true" focusable="false">
      <path d={icons[name]} />
    </svg>
  );
}
