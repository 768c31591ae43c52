import styles from './Button.module.css';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';

export type IconButtonProps = {
  icon: IconName;
  label: string;
  onDark?: boolean;
} & ({ href: string; onClick?: () => void } | { href?: undefined; onClick: () => void });

/** A 48 px button of one icon; `label` is its name. */
export function IconButton({ icon, label, onDark = false, href, onClick }: IconButtonProps) {
  return (
    <Pressable href={href} onClick={onClick} className={cx(styles.icon, onDark && styles.onDark)} aria-label={label}>
      <Icon name={icon} />
    </Pressable>
  );
}
