import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { applicantName } from '#core/form/applicant.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { promiseOf } from '#app/parts/promise.ts';
import { useIsStray } from '#app/parts/useIsStray.ts';
import { useText } from '#app/parts/useText.ts';
import { useUpdateAction } from '#app/parts/useUpdateAction.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { myDossiers, type Submission } from './mine.ts';
import { StatusBadge } from './StatusBadge.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { useAsksForPapers } from '#app/parts/useAsksForPapers.ts';

/** All of a person's dossiers, from the draft to the result. */
export default function DossiersScreen() {
  const { t } = useTranslation('dossiers');
  return (
    <StoreGate title={t('title')} backHref={paths.home} tab="dossiers" returnTo={paths.dossiers}>
      <Dossiers />
    </StoreGate>
  );
}

function Dossiers() {
  const { t } = useTranslation('dossiers');
  const { drafts, outbox, dossiers, untold } = useApp();
  const mine = myDossiers({ drafts, outbox, dossiers, untold, asksForPapers: useAsksForPapers() });
  const isEmpty = Object.values(mine).every((group) => group.length === 0);
  return (
    <PhoneScreen title={t('title')} backHref={paths.home} tab="dossiers">
      {isEmpty && (
        <EmptyState
          icon="dossiers"
          title={t('empty.title')}
          actions={<LinkButton href={paths.procedures}>{t('empty.action')}</LinkButton>}
        >
          {t('empty.text')}
        </EmptyState>
      )}
      <Unopened />
      <Group title={t('group.asking')}>{mine.asking.map(dossierCard)}</Group>
      <Group title={t('group.drafts')}>
        {mine.drafts.map((draft) => (
          <DraftCard key={draft.id} draft={draft} />
        ))}
      </Group>
      <Group title={t('group.waiting')}>
        {mine.waiting.map((submission) => (
          <WaitingCard key={submission.entry.command.id} submission={submission} />
        ))}
      </Group>
      <Group title={t('group.underWay')}>{mine.underWay.map(dossierCard)}</Group>
      <Group title={t('group.ended')}>{mine.ended.map(dossierCard)}</Group>
    </PhoneScreen>
  );
}

/** A draft of another phone, by a version of its procedure that came after this app. */
function Unopened() {
  const { t } = useTranslation('dossiers');
  const { drafts, standings } = useApp();
  const catalogue = useCatalogue();
  const update = useUpdateAction();
  const unopened = standings.some(
    ({ id, theirs }) =>
      catalogue !== null &&
      theirs?.body &&
      catalogue.findVersion(theirs.body.procedure, theirs.body.version) === null &&
      !drafts.some((draft) => draft.id === id),
  );
  if (!unopened) return null;
  return (
    <Notice tone="act" icon="refresh" title={t('appOld.title')} action={update}>
      {t('appOld.text')}
    </Notice>
  );
}

function dossierCard(dossier: Dossier) {
  return <DossierCard key={dossier.id} dossier={dossier} />;
}

function Group({ title, children }: { title: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <>
      <SectionTitle>{title}</SectionTitle>
      {children}
    </>
  );
}

function DraftCard({ draft }: { draft: Draft }) {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const when = useWhen();
  const name = draft.procedure.form && applicantName(draft.procedure.form, draft.answers);
  const twice = useApp((app) => app.standings.some(({ id }) => id === draft.id));
  return (
    <Card href={twice ? paths.twoVersions(draft.id) : paths.draft(draft.id)}>
      <CardHead
        title={text(draft.procedure.name)}
        subtitle={join(name, t('draftSaved', { when: when.at(draft.savedAt) }))}
        trailing={
          twice ? <Badge tone="act">{t('short.twoVersions')}</Badge> : <Badge icon="pencil">{t('short.draft')}</Badge>
        }
      />
    </Card>
  );
}

function WaitingCard({ submission: { entry, intent } }: { submission: Submission }) {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const when = useWhen();
  const procedure = useCatalogue()?.madeBy(intent) ?? null;
  const name = procedure?.form && applicantName(procedure.form, intent.answers);
  return (
    <Card href={entry.refusal ? paths.outbox : paths.dossier(intent.dossier)}>
      <CardHead
        title={procedure ? text(procedure.name) : intent.procedure}
        subtitle={join(name, t('keptHere', { when: when.at(entry.command.madeAt) }))}
        trailing={
          entry.refusal ? (
            <Badge tone="act">{t('short.refused')}</Badge>
          ) : (
            <Badge tone="waiting" icon="signal">
              {t('short.waiting')}
            </Badge>
          )
        }
      />
    </Card>
  );
}

function DossierCard({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const when = useWhen();
  const procedure = useCatalogue()?.madeBy(dossier) ?? null;
  const isStray = useIsStray(dossier.id);
  const promise = isStray ? null : promiseOf(dossier);
  const promised = promise && (promise.isPaused ? t('promisedPaused') : t('promised', { day: when.day(promise.day) }));
  return (
    <Card href={paths.dossier(dossier.id)}>
      <CardHead
        title={procedure ? text(procedure.name) : dossier.procedure}
        subtitle={join(dossier.applicant, dossier.code, promised)}
        trailing={<StatusBadge dossier={dossier} />}
      />
    </Card>
  );
}

function join(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
