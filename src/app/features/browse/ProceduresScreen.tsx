import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigationType, useSearchParams } from 'react-router';
import { dayOf } from '#core/calendar/day.ts';
import { LifeEvent } from '#core/procedure/procedure.ts';
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
  const [shown, setShown] = useState(STEP);
  useEffect(() => setShown(STEP), [query, event]);

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
  const count = found ? t('count', { count: found.length }) : '';
  return (
    <PhoneScreen title={t('title')} tab="procedures">
      <SearchField label={t('search')} value={query} onChange={type} onSubmit={hideKeyboard} />
      <EventFilter value={event} onChange={(chosen) => change('viec', chosen ?? '')} />
      {!found && (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
      {found && found.length > 0 && (
        <>
          <Text size="s" quiet>
            {count}
          </Text>
          <Card>
            <List label={t('title')}>
              {found.slice(0, shown).map((procedure) => (
                <ProcedureRow key={procedure.code} procedure={procedure} query={query} today={today} />
              ))}
            </List>
          </Card>
        </>
      )}
      {found && found.length > shown && (
        <Button variant="secondary" onClick={() => setShown(shown + STEP)}>
          {t('more', { count: found.length - shown })}
        </Button>
      )}
      {catalogue && found?.length === 0 && (
        <NothingFound
          query={query.trim()}
          event={event}
          province={catalogue.province}
          onAllEvents={() => change('viec', '')}
          onClear={() => type('')}
        />
      )}
      <VisuallyHidden live="polite">{query.trim() === '' ? '' : count}</VisuallyHidden>
    </PhoneScreen>
  );
}

/** The words typed. They stand in the address too, so that going back finds them; it leads when it changes. */
function useWordsOfAddress(): [string, (words: string) => void] {
  const { search, key } = useLocation();
  const how = useNavigationType();
  const inAddress = new URLSearchParams(search).get('q') ?? '';
  const [query, setQuery] = useState(inAddress);
  useEffect(() => {
    if (how !== 'REPLACE') setQuery(inAddress);
  }, [key, how, inAddress]);
  return [query, setQuery];
}

function hideKeyboard(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
