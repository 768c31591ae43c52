import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BrocadeBand } from './BrocadeBand.tsx';
import styles from './Header.module.css';
import { Icon } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';
import { Stepper } from './Stepper.tsx';
import type { StepperProps } from './Stepper.tsx';

export type AppHeaderProps = {
  title: string;
  backHref?: string | undefined;
  onBack?: (() => void) | undefined;
  /** The signal chip. */
  chip?: ReactNode;
  progress?: StepperProps | undefined;
};

/** The header of every screen but the first: back at the left, title, signal chip, brocade. */
export function AppHeader({ title, backHref, onBack, chip, progress }: AppHeaderProps) {
  const { t } = useTranslation('ui');
  return (
    <header className={styles.header}>
      <div className={styles.row}>
        {(backHref !== undefined || onBack) && (
          <Pressable href={backHref} onClick={onBack} className={styles.back} aria-label={t('back')}>
            <Icon name="back" size={20} />
          </Pressable>
        )}
        <h1 className={styles.title}>{title}</h1>
        {chip}
      </div>
      {progress && (
        <div className={styles.steps}>
          <Stepper {...progress} />
        </div>
      )}
      <BrocadeBand />
    </header>
  );
}
