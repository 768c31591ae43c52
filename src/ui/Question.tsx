import type { ReactNode } from 'react';
import styles from './Question.module.css';

export type QuestionProps = {
  /** "Bước 2 / 4". */
  step?: string | undefined;
  children: ReactNode;
  hint?: ReactNode;
  /** So that focus can be moved to the new question after "Tiếp tục". */
  id?: string | undefined;
};

/** The one large question of a screen. */
export function Question({ step, children, hint, id }: QuestionProps) {
  return (
    <div>
      {step !== undefined && <p className={styles.step}>{step}</p>}
      <h2 id={id} tabIndex={-1} className={styles.question}>
        {children}
      </h2>
      {hint !== undefined && <p className={styles.step}>{hint}</p>}
    </div>
  );
}
