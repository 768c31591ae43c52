import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import type { Option, Question } from '#core/guide/guide.ts';
import { daysOf } from '#core/guide/judge.ts';
import { formatDay } from '#core/text/when.ts';
import { useText } from '#app/parts/useText.ts';
import { cx } from '#ui/cx.ts';
import { Icon } from '#ui/Icon.tsx';
import { Question as Heading } from '#ui/Question.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import styles from './Guide.module.css';

export type QuestionViewProps = {
  heading: string;
  /** From 1. */
  number: number;
  question: Question;
  /** The answer given before, when the question is open again. */
  chosen: string | null;
  today: Day;
  onAnswer: (value: string) => void;
};

/** One question with its few answers as large buttons. */
export function QuestionView({ heading, number, question, chosen, today, onAnswer }: QuestionViewProps) {
  const { t } = useTranslation('guide');
  const { text } = useText();
  const hintOf = useHint(today);
  return (
    <>
      <Heading id={heading} step={t('number', { number })}>
        {text(question.question)}
      </Heading>
      <ul className={styles.answers} aria-labelledby={heading}>
        {question.options.map((option) => {
          const hint = hintOf(option);
          const isChosen = option.value === chosen;
          return (
            <li key={option.value}>
              <button
                type="button"
                className={cx(styles.answer, isChosen && styles.chosen)}
                onClick={() => onAnswer(option.value)}
              >
                <span className={styles.label}>
                  {text(option.label)}
                  {hint !== null && <span className={styles.hint}>{hint}</span>}
                  {isChosen && <VisuallyHidden>{t('chosen')}</VisuallyHidden>}
                </span>
                <Icon name={isChosen ? 'check' : 'chevron'} size={20} />
              </button>
            </li>
          );
        })}
      </ul>
      {question.why && (
        <details className={styles.why}>
          <summary>
            <Icon name="info" size={20} />
            {t('why')}
          </summary>
          <p>{text(question.why)}</p>
        </details>
      )}
    </>
  );
}

/** A line under an answer: its own, or the days that an age or a term means today. */
function useHint(today: Day): (option: Option) => string | null {
  const { t } = useTranslation('guide');
  const { text } = useText();
  return ({ hint, span }) => {
    if (hint) return text(hint);
    // A fixed day stands in the answer itself.
    if (!span || 'day' in span) return null;
    const { from, to } = daysOf(span, today);
    const what = 'age' in span ? 'born' : 'other';
    const last = formatDay(to);
    if (from === null) return t(`days.${what}.until`, { to: last });
    return to === today
      ? t(`days.${what}.since`, { from: formatDay(from) })
      : t(`days.${what}.between`, { from: formatDay(from), to: last });
  };
}
