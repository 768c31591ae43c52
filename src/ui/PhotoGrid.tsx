import type { ReactNode } from 'react';
import { Badge } from './Badge.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';
import styles from './PhotoGrid.module.css';
import type { Tone } from './tone.ts';

/** Pages of a paper, two or three a row. */
export function PhotoGrid({ children, label }: { children: ReactNode; label?: string | undefined }) {
  return (
    <ul className={styles.grid} aria-label={label}>
      {children}
    </ul>
  );
}

export type PhotoTileProps = Press & {
  /** A blob URL; without it the tile shows the file's name. */
  src?: string | undefined;
  name: string;
  /** "Trang 2". */
  page?: string | undefined;
  /** "134 KB". */
  size?: string | undefined;
  status?: { tone: Tone; text: string } | undefined;
  onRemove?: { label: string; act: () => void } | undefined;
};

/** One photographed page or file. */
export function PhotoTile({ src, name, page, size, status, onRemove, href, onClick }: PhotoTileProps) {
  return (
    <li className={styles.tile}>
      <Pressable href={href} onClick={onClick} className={styles.face}>
        {src === undefined ? (
          <span className={styles.file}>
            <Icon name="file" size={32} />
            {name}
          </span>
        ) : (
          <img src={src} alt={name} className={styles.image} />
        )}
      </Pressable>
      <span className={styles.line}>
        {page !== undefined && <b>{page}</b>}
        {size !== undefined && <span>{size}</span>}
      </span>
      {status && <Badge tone={status.tone}>{status.text}</Badge>}
      {onRemove && (
        <button type="button" className={styles.remove} aria-label={onRemove.label} onClick={onRemove.act}>
          <Icon name="trash" size={20} />
        </button>
      )}
    </li>
  );
}

/** The last tile, which adds a page. */
export function AddPhotoTile({
  icon = 'camera',
  label,
  onClick,
}: {
  icon?: IconName;
  label: string;
  onClick: () => void;
}) {
  return (
    <li className={styles.tile}>
      <button type="button" className={styles.add} onClick={onClick}>
        <Icon name={icon} size={28} />
        {label}
      </button>
    </li>
  );
}
