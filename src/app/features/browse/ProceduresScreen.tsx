import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { dayOf } from '#core/calendar/day.ts';
import { NO_FILTER, sameFilter } from '#core/text/search/filter.ts';
import { DictationNotice } from '#app/parts/DictationNotice.tsx';
import { FavouriteList } from '#app/parts/FavouriteList.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { PlainText } from '#app/parts/PlainText.tsx';
import { useDictation } from '#app/parts/useDictation.ts';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { plainText } from '#app/state/plain.ts';
import { useRecentSearches } from '#app/state/searches.ts';
import { Card } from '#ui/Card.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import styles from './Chips.module.css';
import { FilterBar } from './FilterBar.tsx';
import { GuideDoor } from './GuideDoor.tsx';
import { NothingFound } from './NothingFound.tsx';
import { Recent } from './Recent.tsx';
import { Results } from './Results.tsx';
import { useArrowKeys } from './useArrowKeys.ts';
import { useFound } from './useFound.ts';
import { useWords } from './useWords.ts';
import { filterOf } from './view.ts';

/** The whole catalogue, searched as one types, without network. */
export default function ProceduresScreen() {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const catalogue = useCatalogue();
  const [params, setParams] = useSearchParams();
  const [query, type] = useWords();
  const recent = useRecentSearches();
  const filter = filterOf(params);
  const today = dayOf(platform().clock.now());
  const { found, more } = useFound(catalogue, query, filter, today);
  // Who comes by the address of a field for the first time has the server's list of it before the phone has its own.
  const listIsBehind = filter.field !== null && found?.whole === false;
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = useArrowKeys(box);

  const dictation = useDictation(language, type);
  const words = query.trim();
  return (
    <PhoneScreen title={t('title')} tab="procedures">
      {/* The keys move between the field and the rows inside, which take focus themselves. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div ref={box} onKeyDown={onKeyDown} className={styles.box}>
        <SearchField
          label={t('search')}
          value={query}
          onChange={type}
          onSubmit={() => {
            recent.remember(words);
            hideKeyboard();
          }}
          onMic={dictation.supported ? dictation.start : undefined}
        />
        <DictationNotice {...dictation} />
        {catalogue && <FilterBar catalogue={catalogue} filter={filter} today={today} setParams={setParams} />}
        <GuideDoor event={filter.event} />
        {words === '' && sameFilter(filter, NO_FILTER) && recent.texts.length > 0 && (
          <Recent {...recent} onChoose={type} />
        )}
        {words === '' && sameFilter(filter, NO_FILTER) && <FavouriteList />}
        {!(catalogue && found) && (
          <Card>
            <div data-arriving>
              <Skeleton lines={6} />
            </div>
          </Card>
        )}
        {catalogue && found && found.answer.total > 0 && (
          <Results
            catalogue={catalogue}
            answer={found.answer}
            today={today}
            onMore={more}
            onOpen={() => recent.remember(words)}
          />
        )}
        {listIsBehind && <PlainText />}
        {catalogue && found?.answer.total === 0 && !(listIsBehind && plainText()) && (
          <NothingFound
            query={words}
            filter={filter}
            catalogue={catalogue}
            today={today}
            setParams={setParams}
            onClear={() => type('')}
          />
        )}
      </div>
      <VisuallyHidden live="polite">
        {words === '' || !found ? '' : t('count', { count: found.answer.total })}
      </VisuallyHidden>
    </PhoneScreen>
  );
}

function hideKeyboard(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
