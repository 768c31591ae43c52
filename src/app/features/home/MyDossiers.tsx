import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import type { Status } from '#core/dossier/dossier.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import { applicantName } from '#core/form/applicant.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { describeDay, formatShortDay, formatTime } from '#core/text/when.ts';
import { paths } from '#app/paths.ts';
import { promiseOf } from '#app/parts/promise.ts';
import { useAsksForPapers } from '#app/parts/useAsksForPapers.ts';
import { useText } from '#app/parts/useText.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { ProgressBar } from '#ui/ProgressBar.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import type { Tone } from '#ui/tone.ts';
import { mineOf, STATION, type Mine } from './mine.ts';

const SHOWN = 3;

const TONE = {
  registered: 'info',
  received: 'info',
  notAccepted: 'act',
  processing: 'info',
  supplementRequested: 'act',
  paymentRequested: 'act',
  withdrawn: 'neutral',
  stopped: 'neutral',
  finished: 'done',
  returned: 'done',
} as const satisfies Record<Status, Tone>;

/** The person's own, up to three, what asks for them first. */
export function MyDossiers() {
  const drafts = useApp((state) => state.drafts);
  const outbox = useApp((state) => state.outbox);
  const dossiers = useApp((state) => state.dossiers);
  const untold = useApp((state) => state.untold);
  const opening = useApp((state) => state.store !== 'open');
  const mine = mineOf({ drafts, outbox, dossiers, untold, asksForPapers: useAsksForPapers() });
  if (mine.length > 0) return <Mine mine={mine} />;
  return opening ? null : <Newcomer />;
}

/** Apart, so that the catalogue is fetched only by those who have a dossier for it to name. */
function Mine({ mine }: { mine: ReturnType<typeof mineOf> }) {
  const { t } = useTranslation('home');
  const catalogue = useCatalogue();
  if (!catalogue) return null;
  return (
    <>
      <SectionTitle action={{ label: t('mine.all', { count: mine.length }), href: paths.dossiers }}>
        {t('mine.title')}
      </SectionTitle>
      {mine.slice(0, SHOWN).map((one) => (
        <MineCard key={one.id} mine={one} catalogue={catalogue} />
      ))}
    </>
  );
}

function Newcomer() {
  const { t } = useTranslation('home');
  return (
    <>
      <SectionTitle>{t('mine.title')}</SectionTitle>
      <Card>
        <EmptyState
          icon="dossiers"
          title={t('mine.none')}
          actions={
            <LinkButton href={paths.procedures} variant="secondary" icon="search">
              {t('mine.choose')}
            </LinkButton>
          }
        >
          {t('mine.noneText')}
        </EmptyState>
      </Card>
    </>
  );
}

function MineCard({ mine, catalogue }: { mine: Mine; catalogue: Catalogue }) {
  switch (mine.kind) {
    case 'draft':
      return <DraftCard mine={mine} />;
    case 'waiting':
    case 'refused':
      return <SubmissionCard mine={mine} catalogue={catalogue} />;
    case 'dossier':
      return <DossierCard mine={mine} catalogue={catalogue} />;
  }
}

function DraftCard({ mine: { draft, at } }: { mine: Extract<Mine, { kind: 'draft' }> }) {
  const { t } = useTranslation('home');
  const { text } = useText();
  const { form, name } = draft.procedure;
  const applicant = form ? applicantName(form, draft.answers) : null;
  const day = describeDay(dayOf(at), dayOf(platform().clock.now()));
  const saved =
    day.kind === 'day' ? t('mine.saved.day', { day: day.text }) : t(`mine.saved.${day.kind}`, { time: formatTime(at) });
  return (
    <Card href={paths.draft(draft.id)}>
      <CardHead
        title={text(name)}
        subtitle={line(applicant, saved)}
        trailing={<Badge icon="pencil">{t('mine.draft')}</Badge>}
      />
    </Card>
  );
}

type SubmissionCardProps = { mine: Extract<Mine, { kind: 'waiting' | 'refused' }>; catalogue: Catalogue };

function SubmissionCard({ mine: { kind, sent }, catalogue }: SubmissionCardProps) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation();
  const { text, language } = useText();
  const procedure = catalogue.madeBy(sent);
  const applicant = procedure?.form ? applicantName(procedure.form, sent.answers) : null;
  const papers = sent.papers > 0 ? t('mine.papers', { count: sent.papers }) : null;
  return (
    <Card href={paths.outbox}>
      <CardHead
        title={procedure ? text(procedure.name) : sent.procedure}
        subtitle={line(applicant, papers, formatBytes(sent.bytes, language))}
        trailing={
          kind === 'refused' ? (
            <Badge tone="act" icon="warning">
              {common('signal.review')}
            </Badge>
          ) : (
            <Badge tone="waiting" icon="signal">
              {common('signal.waiting')}
            </Badge>
          )
        }
      />
    </Card>
  );
}

type DossierCardProps = { mine: Extract<Mine, { kind: 'dossier' }>; catalogue: Catalogue };

function DossierCard({ mine, catalogue }: DossierCardProps) {
  const { t } = useTranslation('home');
  const { text } = useText();
  const { dossier, pending, stray } = mine;
  const procedure = catalogue.madeBy(dossier);
  const { status } = dossier;
  const station = STATION[status];
  const promise = stray ? null : promiseOf(dossier);
  const promised = promise && !promise.isPaused ? t('mine.promised', { day: formatShortDay(promise.day) }) : null;
  return (
    <Card href={paths.dossier(dossier.id)}>
      <CardHead
        title={procedure ? text(procedure.name) : dossier.procedure}
        subtitle={line(dossier.code, promised, pending ? t('mine.pending') : null)}
        trailing={<Standing mine={mine} />}
      />
      {station !== null && !isClosed(status) && !stray && (
        <ProgressBar value={station / 4} label={t('mine.progress')} tone={station === 4 ? 'done' : 'info'} />
      )}
    </Card>
  );
}

/** The status the server told of, where nothing here makes it mean something else. */
function Standing({ mine: { dossier, answer, lost, stray } }: Pick<DossierCardProps, 'mine'>) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation();
  const { status } = dossier;
  if (stray) return <Badge tone="act">{common('signal.review')}</Badge>;
  if (lost) return <Badge tone="act">{t('mine.lost')}</Badge>;
  if (answer) {
    return (
      <Badge tone="waiting" icon="signal">
        {common('signal.waiting')}
      </Badge>
    );
  }
  return <Badge tone={TONE[status]}>{common(`status.${status}`)}</Badge>;
}

function line(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
