import { dayOf } from '#core/calendar/day.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import { formatBytes } from '#core/text/bytes.ts';
import type { DeskRow as Row } from '#protocol/desk.ts';
import { Badge } from '#ui/Badge.tsx';
import { DeskRow } from '#ui/DeskRow.tsx';
import { badgeOf } from './badge.ts';
import { dueOf, isUrgent, promiseIfReceived } from './due.ts';
import { hrefOf, type Place } from './places.ts';
import type { Ground } from './useGround.ts';
import { useWords, type Words } from './words.ts';

type QueueRowProps = { row: Row; place: Place; current: boolean; ground: Ground };

/** One dossier of a queue: whose, what, how much of it is here, how it stands and by when. */
export function QueueRow({ row, place, current, ground }: QueueRowProps) {
  const words = useWords(ground.today);
  const { t } = words;
  const procedure = ground.catalogue.madeBy(row);
  const complete = row.filesHere === row.filesAll;
  const ifReceivedNow = complete ? promiseIfReceived(procedure, ground.now, ground.unit, ground.calendar) : null;
  const due = dueOf(row, ifReceivedNow, ground.today, ground.calendar);
  const badge = badgeOf(row);
  const name = procedure ? words.text(procedure.name) : row.procedure;
  return (
    <DeskRow
      href={hrefOf(place, row.id)}
      current={current}
      lead={row.code}
      title={row.applicant === '' ? name : `${row.applicant} · ${name}`}
      subtitle={whenSent(row, words)}
      note={files(row, words)}
      badge={<Badge tone={badge.tone}>{t(`badge.${badge.word}`)}</Badge>}
      end={words.due(due)}
      urgent={isUrgent(due)}
    />
  );
}

function whenSent({ submittedAt, claimedAt }: Row, { t, day, moment }: Words): string {
  const sent = t('row.sent', { moment: moment(submittedAt) });
  const made = dayOf(claimedAt);
  return made === dayOf(submittedAt) ? sent : `${sent} · ${t('row.offline', { day: day(made) })}`;
}

function files({ status, filesHere, filesAll, bytes }: Row, { t, language }: Words): string {
  if (filesAll === 0) return t('row.noFiles');
  if (filesHere < filesAll) {
    return t(isClosed(status) ? 'papers.cameOf' : 'row.arriving', { here: filesHere, all: filesAll });
  }
  return `${t('row.files', { count: filesAll })} · ${formatBytes(bytes, language)}`;
}
