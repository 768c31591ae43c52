import type { ReactNode } from 'react';
import { Card } from '#ui/Card.tsx';
import { Icon } from '#ui/Icon.tsx';
import styles from './Track.module.css';

/** A card that opens on a tap. */
export function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <details>
        <summary className={styles.summary}>
          {title}
          <Icon name="chevron" size={20} />
        </summary>
        <div className={styles.body}>{children}</div>
      </details>
    </Card>
  );
}
