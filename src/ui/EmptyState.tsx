import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import styles from './EmptyState.module.css';

export type EmptyStateProps = {
  icon?: IconName | undefined;
  title: string;
  children?: ReactNode;
  /** Buttons: what to do now. */
  actions?: ReactNode;
};

/** Nothing here yet, why, and what to do. */
export function EmptyState({ icon = 'box', title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <span className={styles.picture}>
        <Icon name={icon} size={40} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Something went wrong on this screen: what, that nothing typed is lost, and what to do. Lack of signal is not this. */
export function ErrorState({ icon = 'warning', ...rest }: EmptyStateProps) {
  return (
    <div role="alert">
      <EmptyState icon={icon} {...rest} />
    </div>
  );
}
