import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import type { Outcome } from '#core/guide/guide.ts';
import type { Advice } from '#core/guide/walk.ts';
import { Listen } from '#app/parts/listen/Listen.tsx';
import { useText } from '#app/parts/useText.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { IconTile } from '#ui/IconTile.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Text } from '#ui/Text.tsx';
import { Basis } from './Basis.tsx';
import styles from './Guide.module.css';
import { readingOfAdvice } from './reading.ts';
import { StepCard } from './StepCard.tsx';

export type AdviceViewProps = {
  heading: string;
  advice: Advice;
  catalogue: Catalogue | null;
  today: Day;
  onRestart: () => void;
};

const PICTURES = {
  do: { icon: 'check', tone: 'done' },
  visit: { icon: 'pin', tone: 'waiting' },
  wait: { icon: 'info', tone: 'info' },
} as const;

/** What the answers lead to: what to do in order, with reasons, and the rules behind it. */
export function AdviceView({ heading, advice, catalogue, today, onRestart }: AdviceViewProps) {
  const { t } = useTranslation('guide');
  const { t: procedures } = useTranslation('procedures');
  const { text, language } = useText();
  const { outcome, steps, instead, notes, basis } = advice;
  const isOrder = steps.length > 1 && steps.some(({ ifNeeded }) => !ifNeeded);
  const card = (step: Outcome['steps'][number], number: number | null) =>
    catalogue ? (
      <StepCard step={step} number={number} catalogue={catalogue} today={today} />
    ) : (
      <Card>
        <Skeleton lines={3} />
      </Card>
    );
  return (
    <>
      <Card>
        <div className={styles.result}>
          <IconTile {...PICTURES[outcome.kind]} large />
          <div>
            <Text size="s" quiet>
              {t(`kind.${outcome.kind}`)}
            </Text>
            <h2 id={heading} tabIndex={-1} className={styles.resultTitle}>
              {text(outcome.title)}
            </h2>
          </div>
        </div>
        {outcome.text && <Text>{text(outcome.text)}</Text>}
      </Card>
      {catalogue && (
        <Listen
          key={language}
          sentences={readingOfAdvice(advice, catalogue, text, { bring: t('bring'), instead: t('instead') })}
          language={language}
        />
      )}
      <ol className={styles.steps} aria-label={t('steps')}>
        {steps.map((step, at) => (
          <li key={'procedure' in step ? step.procedure : step.visit.vi}>{card(step, isOrder ? at + 1 : null)}</li>
        ))}
      </ol>
      {instead && (
        <>
          <SectionTitle>{t('instead')}</SectionTitle>
          {card(instead, null)}
        </>
      )}
      {notes.length > 0 && (
        <>
          <SectionTitle>{t('notes')}</SectionTitle>
          <Card tone="info">
            {notes.map((note) => (
              <Text key={note.vi}>{text(note)}</Text>
            ))}
          </Card>
        </>
      )}
      <Basis basis={basis} />
      <Card>
        <Row icon="people" title={procedures('ask.title')} subtitle={procedures('ask.centre')} />
        <Text size="s" quiet>
          {t('decides')}
        </Text>
      </Card>
      <Button variant="secondary" icon="rotate" onClick={onRestart}>
        {t('restart')}
      </Button>
    </>
  );
}
