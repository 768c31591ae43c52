import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './SearchField.module.css';

export type SearchFieldProps = {
  /** Read out, and shown inside while the field is empty. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (() => void) | undefined;
  /** Dictation; the microphone is left out when the phone cannot. */
  onMic?: (() => void) | undefined;
  id?: string | undefined;
  /** Takes focus when the screen opens, for a screen that is for searching. */
  takeFocus?: boolean;
};

/** Search as one types, with a button to clear and one to speak. */
export function SearchField({ label, value, onChange, onSubmit, onMic, id, takeFocus = false }: SearchFieldProps) {
  const { t } = useTranslation('ui');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takeFocus) input.current?.focus();
  }, [takeFocus]);
  return (
    <search>
      <form
        className={styles.box}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <Icon name="search" />
        <input
          ref={input}
          id={id}
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          aria-label={label}
          placeholder={label}
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        {value !== '' && (
          <IconButton
            icon="close"
            label={t('clear')}
            onClick={() => {
              onChange('');
              input.current?.focus();
            }}
          />
        )}
        {value === '' && onMic && <IconButton icon="mic" label={t('speak')} onClick={onMic} />}
      </form>
    </search>
  );
}
