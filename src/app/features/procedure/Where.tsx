import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Commune } from '#core/procedure/province.ts';
import { useText } from '#app/parts/useText.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { usePlace } from '#app/state/place.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { Lines } from './Lines.tsx';
import { PlaceSheet } from './PlaceSheet.tsx';

/** Where the start bar leads for what cannot be done on the phone. */
export const WHERE_ID = 'noi-nop';

export type WhereProps = {
  level: Procedure['level'];
  /** Our own words, in the page's language; null for a record of the catalogue. */
  words: string | null;
  /** Who handles it, in the source's words. */
  agencies: readonly string[];
  catalogue: Catalogue;
};

/** Where to hand in: the procedure's own words, the centre nearest to the person, or any other of the province. */
export function Where({ level, words, agencies, catalogue }: WhereProps) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  return (
    <section id={WHERE_ID} tabIndex={-1} aria-label={t('where.title')}>
      <Stack>
        <SectionTitle>{t('where.title')}</SectionTitle>
        <Card>
          {words !== null && <Text>{words}</Text>}
          {agencies.length > 0 && <Lines items={agencies} official />}
          {words === null && agencies.length === 0 && level !== 'commune' && <Text>{t('unverified')}</Text>}
          {level === 'commune' && (
            <>
              <NearestCentre catalogue={catalogue} />
              <Row
                icon="house"
                title={t('where.any')}
                subtitle={t('where.anyText', { province: text(catalogue.province.name) })}
              />
            </>
          )}
        </Card>
      </Stack>
    </section>
  );
}

function NearestCentre({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation('procedures');
  const { commune, from, choose } = usePlace(catalogue);
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      {commune && <Centre commune={commune} />}
      {from !== 'profile' && (
        <div data-print="no">
          <Button variant={commune ? 'quiet' : 'secondary'} wide icon="pin" onClick={() => setChoosing(true)}>
            {commune ? t('where.chooseOther') : t('where.choose')}
          </Button>
        </div>
      )}
      {choosing && (
        <PlaceSheet
          communes={catalogue.province.communes}
          onChoose={(code) => {
            choose(code);
            setChoosing(false);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

function Centre({ commune: { centre } }: { commune: Commune }) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const address =
    centre.confidence === 'low' || centre.address === undefined ? t('where.addressUnverified') : centre.address;
  return <Row icon="pin" tone="done" title={text(centre.name)} subtitle={address} />;
}
