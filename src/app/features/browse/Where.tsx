import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import { useApp } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

/** Where the start bar leads for what cannot be done on the phone. */
export const WHERE_ID = 'noi-nop';

/** Where to hand in: the procedure's own words, the person's own centre, or any other of the province. */
export function Where({ procedure, catalogue }: { procedure: Procedure; catalogue: Catalogue }) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const unit = useApp((state) => state.me?.person.unit ?? null);
  const commune = catalogue.province.communes.find(({ code }) => code === unit);
  const centre = commune?.centre;
  return (
    <section id={WHERE_ID} tabIndex={-1}>
      <Stack>
        <SectionTitle>{t('where.title')}</SectionTitle>
        <Card>
          <Text>{text(procedure.where)}</Text>
          {procedure.level === 'commune' && centre && (
            <Row
              icon="pin"
              tone="done"
              title={text(centre.name)}
              subtitle={
                centre.confidence === 'low' || centre.address === undefined
                  ? t('where.addressUnverified')
                  : centre.address
              }
            />
          )}
          {procedure.level === 'commune' && (
            <Row
              icon="house"
              title={t('where.any')}
              subtitle={t('where.anyText', { province: text(catalogue.province.name) })}
            />
          )}
          {!commune && procedure.level === 'commune' && (
            <Row icon="user" title={t('where.unknown')} subtitle={t('where.unknownText')} href={paths.me} />
          )}
        </Card>
      </Stack>
    </section>
  );
}
