import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { inProvince, overlaysInForce, procedureInProvince } from '#core/procedure/overlay.ts';
import { isWithdrawn, type Procedure } from '#core/procedure/procedure.ts';
import { Listen } from '#app/parts/listen/Listen.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreTrouble, useStoreFailure } from '#app/parts/StoreTrouble.tsx';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import type { OfficialView } from '#app/state/pocket.ts';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { Acts } from './Acts.tsx';
import { Badges } from './Badges.tsx';
import { Changed } from './Changed.tsx';
import { Facts } from './Facts.tsx';
import { onlineFact } from '#app/parts/facts.ts';
import { Lines } from './Lines.tsx';
import { Differs, OfficialFold } from './OfficialFold.tsx';
import { Papers } from './Papers.tsx';
import { PrintedFoot, PrintedHead } from './Printed.tsx';
import { readingOf } from './reading.ts';
import { provinceSets } from './recordFacts.ts';
import { Sources } from './Sources.tsx';
import { spokenFacts } from './spokenFacts.ts';
import { StartBar } from './StartBar.tsx';
import { useReady } from './useReady.ts';
import { useSince } from './useSince.ts';
import { Where } from './Where.tsx';
import { WithdrawnBar, WithdrawnNotice } from './Withdrawn.tsx';

export type KnownProcedureProps = {
  procedure: Procedure;
  view: OfficialView;
  catalogue: Catalogue;
  onBack: () => void;
};

/** A procedure in our own words, with the way into its form, and what the catalogue says of it below. */
export function KnownProcedure({ procedure, view, catalogue, onBack }: KnownProcedureProps) {
  const { t } = useTranslation('procedures');
  const { text, language } = useText();
  const today = dayOf(platform().clock.now());
  const withdrawn = isWithdrawn(procedure, today);
  const sets = provinceSets(overlaysInForce(catalogue.overlays, procedure.code, today));
  const here = procedureInProvince(procedure, catalogue.overlays, today);
  const ready = useReady(procedure);
  const official = view.found.kind === 'here' ? view.found.detail : null;
  const name = text(procedure.name);
  const words = { papers: t('papers.title'), steps: t('steps'), where: t('where.title') };
  return (
    <PhoneScreen
      title={name}
      onBack={onBack}
      bottomBar={
        withdrawn ? (
          <WithdrawnBar procedure={procedure} catalogue={catalogue} />
        ) : (
          <StartBar key={procedure.code} procedure={procedure} />
        )
      }
    >
      <PrintedHead name={name} catalogue={catalogue} />
      {withdrawn && <WithdrawnNotice procedure={procedure} catalogue={catalogue} />}
      <StoreTrouble failure={useStoreFailure()} />
      <Badges online={onlineFact(procedure)} level={procedure.level} code={procedure.code} />
      <Changed since={useSince(procedure.code, official, procedure, catalogue)} />
      <Facts procedure={here} sets={sets} ready={ready} />
      {official && <Differs procedure={here} official={inProvince(official.record, catalogue.overlays, today)} />}
      <Listen
        key={language}
        sentences={readingOf(procedure, spokenFacts(here, sets, { t, language }), text, words)}
        language={language}
      />
      <Acts favourite={{ code: procedure.code, name: procedure.name.vi }} title={name} />
      <Card>
        <Text>{text(procedure.summary)}</Text>
        <Row icon="people" title={t('who')} subtitle={text(procedure.whoMayApply)} />
      </Card>

      <SectionTitle>{t('papers.title')}</SectionTitle>
      <Papers procedure={procedure} ready={ready} />

      <SectionTitle>{t('steps')}</SectionTitle>
      <Card>
        <Timeline
          steps={procedure.steps.map(({ title, detail }, at) => ({
            id: String(at),
            state: at === 0 && !withdrawn ? 'current' : 'next',
            title: text(title),
            text: detail && text(detail),
          }))}
        />
      </Card>

      <SectionTitle>{t('results')}</SectionTitle>
      <Card>
        <Lines items={procedure.results.map(text)} />
      </Card>

      <Where level={procedure.level} words={text(procedure.where)} agencies={[]} catalogue={catalogue} />

      {procedure.goodToKnow.length > 0 && (
        <>
          <SectionTitle>{t('goodToKnow')}</SectionTitle>
          <Card tone="info">
            <Lines items={procedure.goodToKnow.map(text)} />
          </Card>
        </>
      )}

      <Sources procedure={here} />
      <OfficialFold view={view} catalogue={catalogue} />
      <PrintedFoot code={procedure.code} />
    </PhoneScreen>
  );
}
