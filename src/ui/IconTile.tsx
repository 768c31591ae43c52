import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import styles from './IconTile.module.css';
import type { Tone } from './tone.ts';
import tones from './tone.module.css';

export type IconTileProps = { icon: IconName; tone?: Tone | 'white' | 'dark' | undefined; large?: boolean };

/** An icon on a small coloured square. */
export function IconTile({ icon, tone = 'info', large = false }: IconTileProps) {
  const colour = tone === 'white' || tone === 'dark' ? styles[tone] : tones[tone];
  return (
    <span className={cx(styles.tile, colour, large && styles.large)}>
      <Icon name={icon} />
    </span>
  );
}
