import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Province } from '#core/procedure/province.ts';
import { paths } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { HelpLine } from './HelpLine.tsx';

export type UnknownProcedureProps = { code: string; province: Province; onBack: () => void };

/** An address with a code this catalogue does not have. */
export function UnknownProcedure({ code, province, onBack }: UnknownProcedureProps) {
  const { t } = useTranslation('procedures');
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const find = () => void navigate(`${paths.procedures}?q=${encodeURIComponent(query.trim())}`);
  return (
    <PhoneScreen title={t('title')} onBack={onBack} tab="procedures">
      <Card>
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
        <HelpLine province={province} />
      </Card>
    </PhoneScreen>
  );
}
