import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { IconTile } from './IconTile.tsx';
import type { IconTileProps } from './IconTile.tsx';
import styles from './ListRow.module.css';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';

export type RowProps = Press & {
  icon?: IconName | undefined;
  tone?: IconTileProps['tone'];
  title: ReactNode;
  subtitle?: ReactNode;
  /** A badge, a number, a switch; a row that leads somewhere shows a chevron when there is none. */
  trailing?: ReactNode;
};

/** Icon, two lines and something at the end, for use inside a card that is not a list. */
export function Row({ icon, tone, title, subtitle, trailing, href, onClick }: RowProps) {
  const leads = href !== undefined || onClick !== undefined;
  return (
    <Pressable href={href} onClick={onClick} className={cx(styles.row, leads && styles.leads)}>
      {icon && <IconTile icon={icon} tone={tone} />}
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        {subtitle !== undefined && <span className={styles.subtitle}>{subtitle}</span>}
      </span>
      {trailing ?? (leads && <Icon name="chevron" size={20} />)}
    </Pressable>
  );
}

/** Rows with hairlines between them; goes into a `Card`. */
export function List({ children, label }: { children: ReactNode; label?: string | undefined }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}

/** A `Row` as an item of a `List`. */
export function ListRow(props: RowProps) {
  return (
    <li className={styles.item}>
      <Row {...props} />
    </li>
  );
}
