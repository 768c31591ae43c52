import { Link } from './Link.tsx';
import styles from './QueueNav.module.css';

export type QueueNavItem = { href: string; label: string; count?: number | undefined; current?: boolean };

export type QueueNavProps = { label: string; groups: readonly (readonly QueueNavItem[])[] };

/** The desk's queues with their counts, and below a line the other places to go. */
export function QueueNav({ label, groups }: QueueNavProps) {
  return (
    <nav aria-label={label}>
      {groups.map((items) => (
        <ul key={items[0]?.href} className={styles.group}>
          {items.map((item) => (
            <li key={item.href}>
              <Link href={item.href} className={styles.item} aria-current={item.current ? 'page' : undefined}>
                <span className={styles.label}>{item.label}</span>{' '}
                {item.count !== undefined && <span>{item.count}</span>}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
