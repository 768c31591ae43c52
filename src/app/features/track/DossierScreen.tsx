import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { allowedActions } from '#core/dossier/lifecycle.ts';
import { filesOf, type Dossier } from '#core/dossier/dossier.ts';
import type { KeptReceipt } from '#core/ports.ts';
import { replacementId } from '#core/dossier/replacement.ts';
import { isEmptySupplement } from '#core/dossier/supplement.ts';
import { formatDay } from '#core/text/when.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { promiseOf } from '#app/parts/promise.ts';
import { useAnswer } from '#app/parts/useAnswer.ts';
import { useIsStray } from '#app/parts/useIsStray.ts';
import { useKeptReceipts } from '#app/parts/useKeptReceipts.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { actOf, toldWith } from './act.ts';
import { ActCard } from './ActCard.tsx';
import { AnswersCard } from './AnswersCard.tsx';
import { pendingFor, submissionOf } from './mine.ts';
import { OtherReceipts } from './OtherReceipts.tsx';
import { PapersCard } from './PapersCard.tsx';
import { PendingNotices } from './PendingNotices.tsx';
import { ResultsCard } from './ResultsCard.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { Way } from './Way.tsx';
import { Unsent } from './Unsent.tsx';
import { Rate } from './Rate.tsx';
import { receiptsOf } from './receipts.ts';
import { useLostPapers } from './useLostPapers.ts';
import { useOverruled } from './useOverruled.ts';
import { Withdraw } from './Withdraw.tsx';

/** One dossier: what is asked of the citizen now, the way so far and ahead, all that belongs to it. */
export default function DossierScreen() {
  const { t } = useTranslation('dossiers');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('one')} backHref={paths.dossiers} tab="dossiers" returnTo={paths.dossier(id)}>
      <Found key={id} id={id} />
    </StoreGate>
  );
}

function Found({ id }: { id: string }) {
  const { t } = useTranslation('dossiers');
  const { dossiers, outbox } = useApp();
  const catalogue = useCatalogue();
  const dossier = dossiers.find((at) => at.id === id);
  const unsent = outbox.flatMap((entry) => submissionOf(entry) ?? []).find(({ intent }) => intent.dossier === id);
  if (catalogue && dossier) return <Sent dossier={dossier} catalogue={catalogue} />;
  if (catalogue && unsent) return <Unsent submission={unsent} catalogue={catalogue} />;
  return (
    <PhoneScreen title={t('one')} backHref={paths.dossiers} tab="dossiers">
      {dossier || unsent ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState
          icon="dossiers"
          title={t('missing.title')}
          actions={<LinkButton href={paths.dossiers}>{t('missing.action')}</LinkButton>}
        >
          {t('missing.text')}
        </EmptyState>
      )}
    </PhoneScreen>
  );
}

function Sent({ dossier, catalogue }: { dossier: Dossier; catalogue: Catalogue }) {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const { outbox, supplements } = useApp();
  const left = supplements.find((draft) => draft.id === dossier.id && !isEmptySupplement(draft));
  const again = supplements.find((draft) => draft.id === replacementId(dossier.id) && draft.attachments.length > 0);
  const lost = useLostPapers(dossier);
  const pending = pendingFor(dossier.id, outbox);
  const kept = useKeptReceipts(dossier.id);
  const receipts = receiptsOf(dossier, kept ?? []);
  const procedure = catalogue.madeBy(dossier);
  const may = allowedActions(dossier.status, 'citizen');
  const underWay = (type: string) => pending.some(({ command }) => command.intent.type === type);
  const isStray = useIsStray(dossier.id);
  const answer = useAnswer(dossier);
  const act = actOf(dossier, { isStray, answer, losesPapers: lost.length > 0 });
  const overruled = useOverruled(dossier.id);
  return (
    <PhoneScreen title={procedure ? text(procedure.name) : t('one')} backHref={paths.dossiers} tab="dossiers">
      <PendingNotices pending={pending} told={toldWith(act)} />
      {left && (dossier.status !== 'supplementRequested' || overruled) && (
        <Notice
          tone="waiting"
          icon="image"
          title={t('left.title', { count: filesOf(left.attachments).length })}
          action={{ label: t('left.see'), href: paths.supplement(dossier.id) }}
        >
          {t('left.text')}
        </Notice>
      )}
      {again && lost.length === 0 && (
        <Notice
          tone="waiting"
          icon="image"
          title={t('leftAgain.title', { count: filesOf(again.attachments).length })}
          action={{ label: t('left.see'), href: paths.replacement(dossier.id) }}
        >
          {t('leftAgain.text')}
        </Notice>
      )}
      <ActCard dossier={dossier} act={act} lost={lost} />
      <ResultsCard dossier={dossier} />
      {may.includes('rate') && !isStray && !underWay('rate') && kept && <Rating dossier={dossier.id} kept={kept} />}
      <Card>
        <Way dossier={dossier} catalogue={catalogue} receipts={receipts.ofStep} />
      </Card>
      <Card>
        <Facts dossier={dossier} catalogue={catalogue} />
      </Card>
      <AnswersCard procedure={procedure} answers={dossier.answers} catalogue={catalogue} />
      <PapersCard dossier={dossier.id} attachments={dossier.attachments} procedure={procedure} />
      <OtherReceipts receipts={receipts.others} />
      {may.includes('withdraw') && !isStray && !underWay('withdraw') && <Withdraw dossier={dossier.id} />}
    </PhoneScreen>
  );
}

function Rating({ dossier, kept }: { dossier: string; kept: readonly KeptReceipt[] }) {
  const { t } = useTranslation('dossiers');
  if (kept.some(({ type }) => type === 'rate')) return <Notice tone="done" title={t('rate.done')} />;
  return <Rate dossier={dossier} />;
}

function Facts({ dossier, catalogue }: { dossier: Dossier; catalogue: Catalogue }) {
  const { t } = useTranslation('dossiers');
  const { t: common } = useTranslation();
  const { text } = useText();
  const isStray = useIsStray(dossier.id);
  const unit = catalogue.province.communes.find(({ code }) => code === dossier.unit);
  const promise = isStray ? null : promiseOf(dossier);
  const day = promise && formatDay(promise.day);
  const rows = [
    { label: t('facts.code'), value: dossier.code },
    { label: t('facts.status'), value: common(`status.${dossier.status}`) },
    { label: t('facts.applicant'), value: dossier.applicant },
    { label: t('facts.unit'), value: unit ? text(unit.centre.name) : catalogue.unitName(dossier.unit) },
    ...(day ? [{ label: t('facts.promised'), value: promise.isPaused ? t('facts.paused', { day }) : day }] : []),
  ];
  return <KeyValue rows={rows} />;
}
