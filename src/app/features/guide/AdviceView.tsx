import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import type { Advice } from '#core/guide/walk.ts';
import { useText } from '#app/parts/useText.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { IconTile } from '#ui/IconTile.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Text } from '#ui/Text.tsx';
import { Basis } from './Basis.tsx';
import styles from './Guide.module.css';
import { StepCard } from './StepCard.tsx';

export type AdviceViewProps = { heading: string; advice: Advice; today: Day; onRestart: () => void };

const PICTURES = {
  do: { icon: 'check', tone: 'done' },
  visit: { icon: 'pin', tone: 'waiting' },
  wait: { icon: 'info', tone: 'info' },
} as const;

/** What the answers lead to: what to do in order, with reasons, and the rules behind it. */
export function AdviceView({ heading, advice, today, onRestart }: AdviceViewProps) {
  const { t } = useTranslation('guide');
  const { t: procedures } = useTranslation('procedures');
  const { text } = useText();
  const catalogue = useCatalogue();
  const { outcome, steps, instead, notes, basis } = advice;
  if (!catalogue) {
    return (
      <Card>
        <Skeleton lines={6} />
      </Card>
    );
  }
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
      <ol className={styles.steps} aria-label={t('steps')}>
        {steps.map((step, at) => (
          <li key={'procedure' in step ? step.procedure : step.visit.vi}>
            <StepCard step={step} number={steps.length > 1 ? at + 1 : null} catalogue={catalogue} today={today} />
          </li>
        ))}
      </ol>
      {instead && (
        <>
          <SectionTitle>{t('instead')}</SectionTitle>
          <StepCard step={instead} number={null} catalogue={catalogue} today={today} />
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
