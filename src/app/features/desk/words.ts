import { useTranslation } from 'react-i18next';
import { unreachable } from '#core/assert.ts';
import { dayOf, type Day } from '#core/calendar/day.ts';
import type { Refusal } from '#core/dossier/command.ts';
import type { DossierEvent } from '#core/dossier/dossier.ts';
import { formatVnd } from '#core/fee/money.ts';
import type { TransportFailure } from '#core/ports.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import { formatDay, formatShortDay, formatTime } from '#core/text/when.ts';
import { useText } from '#app/parts/useText.ts';
import type { Due } from './due.ts';
import type { Trouble } from './work.ts';

/** The desk's sentences for the values the core speaks in. `today` decides whether a date needs its year. */
export function useWords(today: Day) {
  const { t } = useTranslation('desk');
  const common = useTranslation().t;
  const { language, text } = useText();

  const day = (at: Day) => (at.slice(0, 4) === today.slice(0, 4) ? formatShortDay(at) : formatDay(at));
  const moment = (instant: number) => `${day(dayOf(instant))} ${formatTime(instant)}`;
  const money = (amount: number) => formatVnd(amount, language);

  const due = (what: Due): string => {
    switch (what.kind) {
      case 'none':
        return '';
      case 'notCounted':
        return t('due.notCounted');
      case 'paused':
        return t('due.paused');
      case 'today':
        return t('due.today');
      case 'left':
        return t('due.left', { day: day(what.day), count: what.days });
      case 'late':
        return what.days === 0 ? t('due.lateToday') : t('due.late', { count: what.days });
      default:
        return unreachable(what);
    }
  };

  const transport = (failure: TransportFailure): string =>
    failure.code === 'refused' ? t(`failure.refused.${failure.refusal.code}`) : t(`failure.${failure.code}`);

  const refused = (refusal: Refusal): string =>
    t(`refusal.${refusal.code}`, {
      status: refusal.code === 'notAllowedNow' ? common(`status.${refusal.status}`) : '',
      amount: refusal.code === 'feeFixed' ? money(refusal.amount) : '',
    });

  const trouble = (what: Trouble): string =>
    what.kind === 'transport' ? transport(what.failure) : refused(what.refusal);

  const paperName = (document: string, names: ReadonlyMap<string, LocalizedText>): string => {
    const name = names.get(document);
    if (name) return text(name);
    return document === 'other' ? t('papers.other') : document;
  };

  /** What an event says besides its name, a line each. */
  const eventDetails = ({ what }: DossierEvent, names: ReadonlyMap<string, LocalizedText>): string[] => {
    switch (what.type) {
      case 'submitted':
        return [t('event.madeAt', { moment: moment(what.claimedAt) })];
      case 'received':
        return what.promisedDay ? [t('event.promised', { day: formatDay(what.promisedDay) })] : [];
      case 'supplementRequested':
        return [
          what.reason,
          ...what.items.map((item) => (item.document ? `${paperName(item.document, names)}: ${item.what}` : item.what)),
          t('event.dueBy', { day: formatDay(what.dueDay) }),
        ];
      case 'supplemented':
        return [
          ...(what.note === '' ? [] : [what.note]),
          ...what.attachments.map((paper) =>
            t('event.added', { name: paperName(paper.document, names), count: paper.files.length }),
          ),
        ];
      case 'papersReplaced':
        return [
          ...what.attachments.map((paper) =>
            t('event.again', { name: paperName(paper.document, names), count: paper.files.length }),
          ),
          t('event.lostWhy', { count: what.lost.length }),
          t('event.photographedAt', { moment: moment(what.claimedAt) }),
        ];
      case 'feeRequested':
        return [`${money(what.fee.amount)} · ${what.fee.reason}`];
      case 'paymentRecorded':
        return [t('event.paid', { amount: money(what.amount), receipt: what.receiptNo })];
      case 'refundOpened':
        return [money(what.amount)];
      case 'finished':
        return [...(what.note === '' ? [] : [what.note]), ...what.results.map((result) => result.name)];
      case 'returned':
        return [t(`how.${what.how}`)];
      case 'notAccepted':
      case 'stopped':
      case 'withdrawn':
        return what.reason === '' ? [] : [what.reason];
      case 'papersComplete':
      case 'processingStarted':
        return [];
      default:
        return unreachable(what);
    }
  };

  const by = (event: DossierEvent): string => (event.by.role === 'system' ? t('event.bySystem') : event.by.name);

  return { t, common, language, text, day, moment, money, due, transport, trouble, paperName, eventDetails, by };
}

export type Words = ReturnType<typeof useWords>;
