import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import styles from './Timeline.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export type TimelineStep = { id: string; state: 'done' | 'current' | 'next'; title: string; text?: ReactNode };

/** What has happened, what is happening, what comes next. */
export function Timeline({ steps }: { steps: readonly TimelineStep[] }) {
  const { t } = useTranslation('ui');
  const said = { done: t('timeline.done'), current: t('timeline.current'), next: t('timeline.next') };
  return (
    <ol className={styles.list}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={cx(styles.step, styles[step.state])}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <p className={styles.title}>
            {step.title} <VisuallyHidden>{said[step.state]}</VisuallyHidden>
          </p>
          {step.text !== undefined && <div className={styles.text}>{step.text}</div>}
        </li>
      ))}
    </ol>
  );
}
