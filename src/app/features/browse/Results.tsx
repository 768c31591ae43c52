import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import type { Answer } from '#core/text/search/searcher.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { List } from '#ui/ListRow.tsx';
import { Text } from '#ui/Text.tsx';
import { ProcedureRow } from './ProcedureRow.tsx';

export type ResultsProps = {
  catalogue: Catalogue;
  answer: Answer;
  today: Day;
  onMore: () => void;
  onOpen: () => void;
};

/** What was found, the best first, and what was probably meant when that is not what was typed. */
export function Results({ catalogue, answer, today, onMore, onOpen }: ResultsProps) {
  const { t } = useTranslation('procedures');
  const { hits, total, terms, meant } = answer;
  return (
    <>
      <Text size="s" quiet>
        {meant === null ? t('count', { count: total }) : t('meant', { count: total, meant })}
      </Text>
      <Card>
        <List label={t('title')}>
          {hits.map((hit) => (
            <ProcedureRow
              key={hit.code}
              hit={hit}
              procedure={catalogue.find(hit.code)}
              terms={terms}
              today={today}
              onOpen={onOpen}
            />
          ))}
        </List>
      </Card>
      {total > hits.length && (
        <Button variant="secondary" onClick={onMore}>
          {t('more', { count: total - hits.length })}
        </Button>
      )}
    </>
  );
}
