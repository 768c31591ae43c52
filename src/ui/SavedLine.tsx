import { cx } from './cx.ts';
import styles from './SavedLine.module.css';

export type SavedLineProps = { tone: 'saved' | 'saving' | 'notSaved'; text: string };

/** Whether what was just answered is on the phone. "Saved" only ever after the store has said so. */
export function SavedLine({ tone, text }: SavedLineProps) {
  return (
    <p className={cx(styles.line, styles[tone])} role={tone === 'notSaved' ? 'alert' : 'status'}>
      <span className={styles.mark} />
      {text}
    </p>
  );
}
