import { useEffect, useRef } from 'react';
import styles from './ErrorSummary.module.css';
import { Icon } from './Icon.tsx';
import { focusField } from './useField.ts';

export type FieldError = { fieldId: string; text: string };

/**
 * What has to be put right, at the top of the form. It takes focus when it appears; give it a new
 * `key` for each attempt so that it does so again. Each line leads to its field.
 */
export function ErrorSummary({ title, errors }: { title: string; errors: readonly FieldError[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  return (
    <div ref={box} role="alert" tabIndex={-1} className={styles.box}>
      <p className={styles.title}>
        <Icon name="warning" />
        {title}
      </p>
      <ul>
        {errors.map((error) => (
          <li key={error.fieldId}>
            <a
              href={`#${error.fieldId}`}
              className={styles.link}
              onClick={(event) => {
                event.preventDefault();
                focusField(error.fieldId);
              }}
            >
              {error.text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
