import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Button.module.css';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export type ButtonLook = {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: IconName | undefined;
  /** `small` is for the desk only; on the phone 48 px is the least. */
  size?: 'normal' | 'small';
  /** As wide as what holds it; the default, except for `quiet` and `small`. */
  wide?: boolean | undefined;
};

export type ButtonProps = ButtonLook & {
  children: ReactNode;
  onClick?: (() => void) | undefined;
  type?: 'button' | 'submit';
  /** Under way: a second tap does nothing, and the label stays. */
  busy?: boolean;
  /** Why this cannot be done now. The button stays reachable and says so, instead of going grey and silent. */
  blocked?: string | undefined;
  /** A line under the button, such as its cost in kilobytes. */
  hint?: string | undefined;
};

/** The classes that make anything look like a button. */
export function buttonClass({ variant = 'primary', size = 'normal', wide }: ButtonLook): string {
  const full = wide ?? (variant !== 'quiet' && size === 'normal');
  return cx(styles.button, styles[variant], size === 'small' && styles.small, full && styles.wide);
}

/** A button. It is never disabled without a word: see `blocked`. */
export function Button({ children, onClick, type = 'button', busy = false, blocked, hint, ...look }: ButtonProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  const note = blocked ?? hint;
  const stopped = busy || blocked !== undefined;
  const button = (
    <button
      type={type}
      className={cx(buttonClass(look), busy && styles.busy)}
      aria-disabled={stopped || undefined}
      aria-describedby={note === undefined ? undefined : id}
      onClick={(event) => {
        if (stopped) event.preventDefault();
        else onClick?.();
      }}
    >
      {look.icon && <Icon name={look.icon} />}
      <span>{children}</span>
      {busy && <VisuallyHidden live="polite">{t('busy')}</VisuallyHidden>}
    </button>
  );
  if (note === undefined) return button;
  return (
    <span className={styles.group}>
      {button}
      <span id={id} className={cx(styles.note, blocked !== undefined && styles.blocked)}>
        {note}
      </span>
    </span>
  );
}
