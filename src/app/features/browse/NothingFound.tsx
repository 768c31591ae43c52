import { useTranslation } from 'react-i18next';
import type { LifeEvent } from '#core/procedure/procedure.ts';
import type { Province } from '#core/procedure/province.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { HelpLine } from './HelpLine.tsx';

export type NothingFoundProps = {
  query: string;
  event: LifeEvent | null;
  province: Province;
  onAllEvents: () => void;
  onClear: () => void;
};

/** No procedure fits the words: other ways to find it, and a person to ask. */
export function NothingFound({ query, event, province, onAllEvents, onClear }: NothingFoundProps) {
  const { t } = useTranslation('procedures');
  return (
    <Card>
      <EmptyState
        icon="search"
        title={query === '' ? t('nothing.titleEvent') : t('nothing.title', { query })}
        actions={
          <>
            {event && (
              <Button variant="secondary" onClick={onAllEvents}>
                {t('nothing.allEvents')}
              </Button>
            )}
            {query !== '' && (
              <Button variant="quiet" wide onClick={onClear}>
                {t('nothing.clear')}
              </Button>
            )}
          </>
        }
      >
        {t('nothing.advice')}
      </EmptyState>
      <HelpLine province={province} />
    </Card>
  );
}
