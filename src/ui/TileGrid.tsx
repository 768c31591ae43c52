import type { ReactNode } from 'react';
import type { IconName } from './Icon.tsx';
import { IconTile } from './IconTile.tsx';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';
import styles from './TileGrid.module.css';
import type { Tone } from './tone.ts';

/** Pictures in rows of four; fewer a row when the text is large. */
export function TileGrid({ children, label }: { children: ReactNode; label?: string | undefined }) {
  return (
    <ul className={styles.grid} aria-label={label}>
      {children}
    </ul>
  );
}

export type TileProps = Press & { icon: IconName; tone?: Tone; label: string };

/** A picture with a word or two under it. */
export function Tile({ icon, tone = 'info', label, href, onClick }: TileProps) {
  return (
    <li>
      <Pressable href={href} onClick={onClick} className={styles.tile}>
        <IconTile icon={icon} tone={tone} large />
        <span>{label}</span>
      </Pressable>
    </li>
  );
}
