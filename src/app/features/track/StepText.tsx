import { useTranslation } from 'react-i18next';
import { filesOf, type Dossier } from '#core/dossier/dossier.ts';
import { formatVnd } from '#core/fee/money.ts';
import { formatDay } from '#core/text/when.ts';
import { useOnline } from '#app/parts/useOnline.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Link } from '#ui/Link.tsx';
import type { Step } from './timeline.ts';
import styles from './Track.module.css';

/** The title of a step. */
export function useStepTitle(): (step: Step) => string {
  const { t } = useTranslation('dossiers');
  const { language } = useText();
  return ({ state, what }) => {
    switch (what.type) {
      case 'papersTravelling':
        return t('step.papersTravelling', { arrived: what.arrived, total: what.total });
      case 'supplementRequested':
        return state === 'current' ? t('step.awaitingSupplement') : t('step.supplementRequested');
      case 'feeRequested':
        return t('step.feeRequested', { amount: formatVnd(what.fee.amount, language) });
      case 'paymentRecorded':
        return t('step.paymentRecorded', { amount: formatVnd(what.amount, language) });
      case 'refundOpened':
        return t('step.refundOpened', { amount: formatVnd(what.amount, language) });
      case 'result':
        if (!what.promise) return t('step.result');
        return what.promise.isPaused
          ? t('step.resultPaused')
          : t('step.resultPromised', { day: formatDay(what.promise.day) });
      case 'returned':
        return t(`step.returned.${what.how}`);
      default:
        return t(`step.${what.type}`);
    }
  };
}

/** When, where and by what a step happened, with what it left to open. */
export function StepText({ step, dossier, catalogue }: { step: Step; dossier: Dossier; catalogue: Catalogue }) {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const when = useWhen();
  const { what, at } = step;
  const time = at === null ? null : when.at(at);
  switch (what.type) {
    case 'submitted': {
      const made = when.at(what.claimedAt);
      return made === time ? time : t('step.submittedMade', { at: time, made });
    }
    case 'received': {
      const unit = catalogue.province.communes.find(({ code }) => code === dossier.unit);
      return (
        <>
          {[time, unit && text(unit.centre.name)].filter(Boolean).join(' · ')} · <Slip dossier={dossier} />
        </>
      );
    }
    case 'notAccepted':
    case 'stopped':
    case 'withdrawn':
      return [time, what.reason].filter(Boolean).join(' · ');
    case 'supplementRequested':
      return t('step.supplementDue', { at: time, day: when.day(what.dueDay) });
    case 'supplemented': {
      const count = filesOf(what.attachments).length;
      return [time, count > 0 ? t('step.photosAdded', { count }) : what.note].filter(Boolean).join(' · ');
    }
    case 'papersReplaced':
      return [time, t('step.pagesAgain', { count: filesOf(what.attachments).length })].join(' · ');
    case 'feeRequested':
      return [time, what.fee.reason].join(' · ');
    case 'paymentRecorded':
      return (
        <>
          {time}
          {' · '}
          <Link href={paths.pay(dossier.id)} className={styles.link}>
            {t('step.receiptNo', { number: what.receiptNo })}
          </Link>
        </>
      );
    case 'finished':
      return [time, what.note].filter(Boolean).join(' · ');
    case 'processing':
      return <DaysLeft days={what.daysLeft} />;
    case 'papersTravelling':
      return t('step.papersTravellingText');
    case 'awaitingReceipt':
      return step.state === 'current' ? t('step.awaitingReceiptText') : undefined;
    case 'papersArrived':
    case 'refundOpened':
    case 'returned':
      return time;
    case 'handover':
    case 'result':
      return undefined;
  }
}

/** The server's own page, in a tab of its own: without signal the browser would put its error in the app's place. */
function Slip({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const online = useOnline();
  if (!online) return t('step.slipOffline');
  return (
    <a href={`/api/dossiers/${dossier.id}/slip`} className={styles.link} target="_blank" rel="noopener">
      {t('step.slip')}
    </a>
  );
}

function DaysLeft({ days }: { days: number | null }) {
  const { t } = useTranslation('dossiers');
  if (days === null) return t('days.unknown');
  if (days === 0) return t('days.today');
  return days > 0 ? t('days.left', { count: days }) : t('days.late', { count: -days });
}
