import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '#core/text/bytes.ts';
import { formatDay } from '#core/text/when.ts';
import { dayOf } from '#core/calendar/day.ts';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import { usePocket } from '#app/state/pocket.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';

/** What the phone keeps of the province's catalogue, what it cost, and what the rest would cost. */
export function CataloguePocket() {
  const { t } = useTranslation('me');
  const { language } = useText();
  const { state, busy, failure } = usePocket();
  const [asked, setAsked] = useState(false);
  if (!state) return null;
  const size = (bytes: number) => formatBytes(bytes, language);
  const left = state.left.reduce((sum, piece) => sum + piece.bytes, 0);
  const all = state.bytes.pocket + (state.keep === 'all' ? state.bytes.rest : 0);
  const fetchRest = async () => {
    setAsked(true);
    await platform().pocket.fetchAll();
    setAsked(false);
  };
  return (
    <>
      <SectionTitle>{t('catalogue.title')}</SectionTitle>
      <Card>
        <KeyValue
          rows={[
            { label: t('catalogue.procedures'), value: String(state.procedures) },
            { label: t('catalogue.published'), value: formatDay(dayOf(state.publishedAt)) },
            { label: t('catalogue.index'), value: size(state.bytes.index) },
            { label: t('catalogue.details'), value: size(all - left) },
            ...(left > 0 ? [{ label: t('catalogue.left'), value: size(left) }] : []),
          ]}
        />
        {state.keep === 'pocket' && (
          <Button
            variant="secondary"
            icon="download"
            busy={busy || asked}
            onClick={() => void fetchRest()}
            hint={t('catalogue.fetchHint')}
          >
            {t('catalogue.fetch', { size: size(state.bytes.rest) })}
          </Button>
        )}
        {(busy || failure !== null) && (
          <Text size="s" quiet>
            {busy ? t('catalogue.busy') : failure === 'store' ? t('catalogue.full') : t('catalogue.cut')}
          </Text>
        )}
      </Card>
    </>
  );
}
