import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigationType, useSearchParams } from 'react-router';
import { dayOf, type Day } from '#core/calendar/day.ts';
import { LifeEvent, type Procedure } from '#core/procedure/procedure.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { platform } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { List } from '#ui/ListRow.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Text } from '#ui/Text.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import { EventFilter } from './EventFilter.tsx';
import { findProcedures } from './find.ts';
import { NothingFound } from './NothingFound.tsx';
import { ProcedureRow } from './ProcedureRow.tsx';

const STEP = 40;

/** The whole catalogue, searched as one types, without network. */
export default function ProceduresScreen() {
  const { t } = useTranslation('procedures');
  const catalogue = useCatalogue();
  const [params, setParams] = useSearchParams();
  const [query, setQuery] = useWordsOfAddress();
  const asked = LifeEvent.safeParse(params.get('viec'));
  const event = asked.success ? asked.data : null;
  const today = dayOf(platform().clock.now());
  const found = useMemo(
    () => (catalogue ? findProcedures(catalogue, { query, event, today }) : null),
    [catalogue, query, event, today],
  );

  const change = (name: 'q' | 'viec', value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const type = (text: string) => {
    setQuery(text);
    change('q', text);
  };
  return (
    <PhoneScreen title={t('title')} tab="procedures">
      <SearchField label={t('search')} value={query} onChange={type} onSubmit={hideKeyboard} />
      <EventFilter value={event} onChange={(chosen) => change('viec', chosen ?? '')} />
      {!found && (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
      {found && found.length > 0 && <Results key={`${event} ${query}`} found={found} query={query} today={today} />}
      {catalogue && found?.length === 0 && (
        <NothingFound
          query={query.trim()}
          event={event}
          province={catalogue.province}
          onAllEvents={() => change('viec', '')}
          onClear={() => type('')}
        />
      )}
      <VisuallyHidden live="polite">
        {query.trim() === '' || !found ? '' : t('count', { count: found.length })}
      </VisuallyHidden>
    </PhoneScreen>
  );
}

type ResultsProps = { found: readonly Procedure[]; query: string; today: Day };

/** The list, a screenful or two at a time: a province has thousands. */
function Results({ found, query, today }: ResultsProps) {
  const { t } = useTranslation('procedures');
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <Text size="s" quiet>
        {t('count', { count: found.length })}
      </Text>
      <Card>
        <List label={t('title')}>
          {found.slice(0, shown).map((procedure) => (
            <ProcedureRow key={procedure.code} procedure={procedure} query={query} today={today} />
          ))}
        </List>
      </Card>
      {found.length > shown && (
        <Button variant="secondary" onClick={() => setShown(shown + STEP)}>
          {t('more', { count: found.length - shown })}
        </Button>
      )}
    </>
  );
}

/** The words typed. They stand in the address too, so that going back finds them; it leads when it changes. */
function useWordsOfAddress(): [string, (words: string) => void] {
  const { search, key } = useLocation();
  const how = useNavigationType();
  const inAddress = new URLSearchParams(search).get('q') ?? '';
  const [query, setQuery] = useState(inAddress);
  const [visit, setVisit] = useState(key);
  if (visit !== key) {
    setVisit(key);
    // Typing replaces the address; what comes back from there may already be behind the keyboard.
    if (how !== 'REPLACE') setQuery(inAddress);
  }
  return [query, setQuery];
}

function hideKeyboard(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
