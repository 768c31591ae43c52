import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { disagreements } from '#core/procedure/authored.ts';
import { inProvince } from '#core/procedure/overlay.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import type { OfficialView } from '#app/state/pocket.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Fold } from '#ui/Fold.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Official.module.css';
import { Origin } from './OfficialPage.tsx';
import { useSections } from './OfficialSections.tsx';
import { useRecordWords } from './useRecordWords.ts';

/** What the National Portal writes of a procedure we have put in our own words: all of it, folded. */
export function OfficialFold({
  view: { found, asking, ask },
  catalogue,
}: {
  view: OfficialView;
  catalogue: Catalogue;
}) {
  const { t } = useTranslation('procedures');
  // Not every procedure of ours is in the catalogue under the same code.
  if (found.kind === 'unknown') return null;
  if (found.kind === 'here') return <Verbatim record={found.detail.record} fresh={found.fresh} catalogue={catalogue} />;
  if (found.kind === 'looking' || found.entry === null) return null;
  return (
    <Card>
      <Text strong>{t('official.verbatim')}</Text>
      <Text size="m">{t('official.notHereText')}</Text>
      <Button variant="quiet" wide icon="download" busy={asking} onClick={ask}>
        {asking ? t('official.asking') : t('official.ask')}
      </Button>
    </Card>
  );
}

function Verbatim({ record, fresh, catalogue }: { record: ProcedureRecord; fresh: boolean; catalogue: Catalogue }) {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const sections = useSections(inProvince(record, catalogue.overlays, dayOf(platform().clock.now())));
  return (
    <div data-print="no">
      <Card>
        <Fold title={<h2>{t('official.verbatim')}</h2>} id="nguyen-van">
          <Stack>
            {language !== 'vi' && <Text size="m">{t('official.onlyVietnamese')}</Text>}
            {!fresh && <Text size="m">{t('official.old')}</Text>}
            <p lang="vi">{record.name}</p>
            {sections.map(({ id, title, count, content }) => (
              <div key={id} className={styles.case}>
                <Fold title={<h3>{title}</h3>} count={count}>
                  <div className={styles.official}>{content}</div>
                </Fold>
              </div>
            ))}
            <Origin record={record} />
          </Stack>
        </Fold>
      </Card>
    </div>
  );
}

/** Where the catalogue states another fee or term than this page: one truth is never shown as if there were no other. */
export function Differs({ procedure, official }: { procedure: Procedure; official: ProcedureRecord }) {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  const facts = disagreements(official, procedure);
  if (facts.length === 0) return null;
  const said = {
    fee: official.methods.flatMap(({ fees }) => fees.map(words.fee)),
    term: official.methods.map(({ term }) => words.term(term)),
  };
  return (
    <Notice tone="waiting" icon="info" title={t('differs.title')}>
      {facts.map((fact) => (
        <p key={fact}>
          {t(`differs.${fact}`)} <span lang="vi">{[...new Set(said[fact])].join('; ')}</span>
        </p>
      ))}
      <p>{t('differs.ask')}</p>
    </Notice>
  );
}
