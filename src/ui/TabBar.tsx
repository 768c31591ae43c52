import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { Link } from './Link.tsx';
import styles from './TabBar.module.css';

export type Tab = { href: string; label: string; icon: IconName; current?: boolean };

export type TabBarProps = { label: string; items: readonly Tab[] };

/** The five tabs at the bottom. `label` names the navigation for those who listen. */
export function TabBar({ label, items }: TabBarProps) {
  return (
    <nav aria-label={label}>
      <ul className={styles.tabs}>
        {items.map((tab) => (
          <li key={tab.href}>
            <Link href={tab.href} className={styles.tab} aria-current={tab.current ? 'page' : undefined}>
              <Icon name={tab.icon} />
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
