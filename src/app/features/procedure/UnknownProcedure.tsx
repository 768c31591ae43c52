import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import type { Favourite } from '#core/procedure/favourite.ts';
import type { Province } from '#core/procedure/province.ts';
import { paths } from '#app/paths.ts';
import { HelpLine } from '#app/parts/HelpLine.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useFavourites } from '#app/state/kept.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SearchField } from '#ui/SearchField.tsx';

export type UnknownProcedureProps = { code: string; province: Province; onBack: () => void };

/** An address with a code this catalogue does not have, or has no longer. */
export function UnknownProcedure({ code, province, onBack }: UnknownProcedureProps) {
  const { t } = useTranslation('procedures');
  const { has, nameOf, toggle } = useFavourites();
  const name = nameOf(code);
  const navigate = useNavigate();
  const find = (words: string) => navigate(`${paths.procedures}?q=${encodeURIComponent(words.trim())}`);
  return (
    <PhoneScreen title={t('title')} onBack={onBack} tab="procedures">
      <Card>
        {name !== null ? (
          <Gone
            favourite={{ code, name }}
            onFind={() => find(name)}
            onForget={has(code) ? () => toggle({ code, name }) : undefined}
          />
        ) : (
          <Mistyped code={code} onFind={find} />
        )}
        <HelpLine province={province} />
      </Card>
    </PhoneScreen>
  );
}

function Mistyped({ code, onFind }: { code: string; onFind: (words: string) => void }) {
  const { t } = useTranslation('procedures');
  const [query, setQuery] = useState('');
  const find = () => onFind(query);
  return (
    <EmptyState
      icon="search"
      title={t('unknown.title', { code })}
      actions={
        <>
          <SearchField label={t('unknown.search')} value={query} onChange={setQuery} onSubmit={find} />
          <Button onClick={find} icon="search">
            {t('unknown.find')}
          </Button>
        </>
      }
    >
      {t('unknown.text')}
    </EmptyState>
  );
}

type GoneProps = { favourite: Favourite; onFind: () => void; onForget: (() => void) | undefined };

/** One that this person had kept or looked at, and that has been taken out of the catalogue since. */
function Gone({ favourite: { code, name }, onFind, onForget }: GoneProps) {
  const { t } = useTranslation('procedures');
  return (
    <EmptyState
      icon="star"
      title={t('unknown.gone', { name })}
      actions={
        <>
          <Button onClick={onFind} icon="search">
            {t('unknown.similar')}
          </Button>
          {onForget && (
            <Button variant="quiet" wide onClick={onForget}>
              {t('unknown.forget')}
            </Button>
          )}
        </>
      }
    >
      {t('unknown.goneText', { code })}
    </EmptyState>
  );
}
