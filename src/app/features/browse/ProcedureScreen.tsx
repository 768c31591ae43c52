import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { dayOf } from '#core/calendar/day.ts';
import { isWithdrawn } from '#core/procedure/searchable.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { paths } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreTrouble, useStoreFailure } from '#app/parts/StoreTrouble.tsx';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { Facts } from './Facts.tsx';
import { onlineFact } from '#app/parts/facts.ts';
import { Listen } from './Listen.tsx';
import { OfficialProcedure } from './OfficialProcedure.tsx';
import { Papers } from './Papers.tsx';
import { Share } from './Share.tsx';
import { Lines, Sources } from './Sources.tsx';
import { StartBar } from './StartBar.tsx';
import { Where } from './Where.tsx';
import { WithdrawnBar, WithdrawnNotice } from './Withdrawn.tsx';

/** Everything a resident has to know of one procedure, and the way into its form. */
export default function ProcedureScreen() {
  const { t } = useTranslation('procedures');
  const { code = '' } = useParams();
  const catalogue = useCatalogue();
  const back = useBack();
  if (!catalogue) {
    return (
      <PhoneScreen title={t('title')} onBack={back}>
        <Card>
          <Skeleton lines={8} />
        </Card>
      </PhoneScreen>
    );
  }
  const procedure = catalogue.find(code);
  if (!procedure) return <OfficialProcedure key={code} code={code} province={catalogue.province} onBack={back} />;
  return <KnownProcedure key={code} procedure={procedure} catalogue={catalogue} onBack={back} />;
}

/** Back to where one came from: the results with their words, or the list when this was the first screen. */
function useBack(): () => void {
  const navigate = useNavigate();
  return () => {
    const { idx } = (window.history.state ?? {}) as { idx?: number };
    void (idx ? navigate(-1) : navigate(paths.procedures, { replace: true }));
  };
}

type KnownProcedureProps = { procedure: Procedure; catalogue: Catalogue; onBack: () => void };

function KnownProcedure({ procedure, catalogue, onBack }: KnownProcedureProps) {
  const { t } = useTranslation('procedures');
  const { text, language } = useText();
  const withdrawn = isWithdrawn(procedure, dayOf(platform().clock.now()));
  const online = onlineFact(procedure);
  return (
    <PhoneScreen
      title={text(procedure.name)}
      onBack={onBack}
      bottomBar={
        withdrawn ? (
          <WithdrawnBar procedure={procedure} catalogue={catalogue} />
        ) : (
          <StartBar key={procedure.code} procedure={procedure} />
        )
      }
    >
      {withdrawn && <WithdrawnNotice procedure={procedure} catalogue={catalogue} />}
      <StoreTrouble failure={useStoreFailure()} />
      <Stack as="flow" tight>
        <Badge tone={online === 'full' ? 'done' : online === 'unverified' ? 'neutral' : 'info'}>
          {t(`online.${online}`)}
        </Badge>
        <Badge tone="info">{t(`level.${procedure.level}`)}</Badge>
        <Badge tone="info">{procedure.code}</Badge>
      </Stack>
      <Facts procedure={procedure} />
      <Listen key={language} procedure={procedure} />
      <Card>
        <Text>{text(procedure.summary)}</Text>
        <Row icon="people" title={t('who')} subtitle={text(procedure.whoMayApply)} />
      </Card>

      <SectionTitle>{t('papers.title')}</SectionTitle>
      <Papers procedure={procedure} />

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

      <Where procedure={procedure} catalogue={catalogue} />

      {procedure.goodToKnow.length > 0 && (
        <>
          <SectionTitle>{t('goodToKnow')}</SectionTitle>
          <Card tone="info">
            <Lines items={procedure.goodToKnow.map(text)} />
          </Card>
        </>
      )}

      <Sources procedure={procedure} />
      <Share procedure={procedure} />
    </PhoneScreen>
  );
}
