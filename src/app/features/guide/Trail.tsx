import { useTranslation } from 'react-i18next';
import type { Question } from '#core/guide/guide.ts';
import type { Asked } from '#core/guide/walk.ts';
import { useText } from '#app/parts/useText.ts';
import { Icon } from '#ui/Icon.tsx';
import styles from './Guide.module.css';

/** What was answered so far; a tap opens the question again. */
export function Trail({ asked, onChange }: { asked: readonly Asked[]; onChange: (question: Question) => void }) {
  const { t } = useTranslation('guide');
  const { text } = useText();
  if (asked.length === 0) return null;
  return (
    <ol className={styles.trail} aria-label={t('trail')}>
      {asked.map(({ question, option }) => (
        <li key={question.id}>
          <button
            type="button"
            className={styles.chip}
            aria-label={t('change', { question: text(question.question), answer: text(option.short ?? option.label) })}
            onClick={() => onChange(question)}
          >
            <span>{text(option.short ?? option.label)}</span>
            <Icon name="pencil" size={16} />
          </button>
        </li>
      ))}
    </ol>
  );
}
