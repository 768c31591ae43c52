import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { inProvince, overlaysInForce } from '#core/procedure/overlay.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { Listen } from '#app/parts/listen/Listen.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import type { OfficialDetail, OfficialView } from '#app/state/pocket.ts';
import { Clamp } from '#ui/Fold.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Text } from '#ui/Text.tsx';
import { Acts } from './Acts.tsx';
import { Badges } from './Badges.tsx';
import { Changed } from './Changed.tsx';
import { RecordFacts } from './Facts.tsx';
import styles from './Official.module.css';
import { SectionCards, useSections, type OfficialSection } from './OfficialSections.tsx';
import { PrintedFoot, PrintedHead } from './Printed.tsx';
import { readingOfRecord } from './reading.ts';
import { provinceSets } from './recordFacts.ts';
import { spokenGlance } from './spokenFacts.ts';
import { SectionIndex } from './SectionIndex.tsx';
import { useSince } from './useSince.ts';
import { Where, WHERE_ID } from './Where.tsx';

export type OfficialPageProps = {
  found: Extract<OfficialDetail, { kind: 'here' }>;
  view: OfficialView;
  catalogue: Catalogue;
  onBack: () => void;
};

/** A procedure we have not written about: what the National Portal says of it, as it holds in the province today. */
export function OfficialPage({ found: { detail, fresh }, view, catalogue, onBack }: OfficialPageProps) {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const today = dayOf(platform().clock.now());
  const inForce = overlaysInForce(catalogue.overlays, detail.code, today);
  const record = inProvince(detail.record, catalogue.overlays, today);
  const sections = useSections(record);
  const [first, others] = [sections.filter(isFirst), sections.filter((one) => !isFirst(one))];
  const { executing, receivedAt } = record.agencies;
  return (
    <PhoneScreen title={t('title')} onBack={onBack}>
      <PrintedHead name={record.name} catalogue={catalogue} />
      {/* Official names run over several lines; the header has room for one. */}
      <div className={styles.name} lang="vi" data-print="no">
        <Clamp text={record.name} longerThan={260} heading />
      </div>
      <Badges online={record.onlineLevel} level={record.level} code={record.code} />
      {language !== 'vi' && <Notice icon="language">{t('official.onlyVietnamese')}</Notice>}
      {!fresh && !view.asking && (
        <Notice
          tone="waiting"
          icon="refresh"
          title={t('official.old')}
          action={{ label: t('official.ask'), onClick: view.ask }}
        >
          {t('official.oldText')}
        </Notice>
      )}
      <Changed since={useSince(detail.code, detail, null, catalogue)} />
      <RecordFacts record={record} sets={provinceSets(inForce)} />
      <Listen key={detail.rev} sentences={useSentences(record)} language="vi" />
      <Text size="m" quiet>
        {record.internal === true ? t('official.internal') : t('elsewhere.notYet')}
      </Text>
      <Acts favourite={{ code: record.code, name: record.name }} title={record.name} />
      <SectionIndex sections={[...first, { id: WHERE_ID, title: t('where.title') }, ...others]} />
      <SectionCards sections={first} />
      <Where
        level={record.level}
        words={null}
        agencies={receivedAt === undefined ? executing : [...executing, receivedAt]}
        catalogue={catalogue}
      />
      <SectionCards sections={others} />
      <Origin record={record} />
      <PrintedFoot code={record.code} />
    </PhoneScreen>
  );
}

/** What people came for stands before the place, what is read once after it. */
function isFirst({ id }: OfficialSection): boolean {
  return id === 'giay-to' || id === 'thoi-han' || id === 'cac-buoc';
}

/** Whose words these are, and the decision that announced them. */
export function Origin({ record: { source } }: { record: ProcedureRecord }) {
  const { t } = useTranslation('procedures');
  return (
    <Text size="s" quiet>
      {t('official.source')}
      {source.decision !== undefined && ` ${t('official.decision', { decision: source.decision })}`}
    </Text>
  );
}

/** What is said aloud: in Vietnamese, as the texts are, and so term and fee too. */
function useSentences(record: ProcedureRecord): string[] {
  const { i18n } = useTranslation('procedures');
  const t = i18n.getFixedT('vi', 'procedures');
  return readingOfRecord(record, spokenGlance(record, { t, language: 'vi' }), {
    papers: t('papers.title'),
    steps: t('steps'),
    where: t('where.title'),
  });
}
