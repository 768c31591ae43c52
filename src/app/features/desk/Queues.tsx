import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { QUEUES } from '#protocol/desk.ts';
import { QueueNav } from '#ui/QueueNav.tsx';
import { hrefOf, type Place } from './places.ts';
import { useDesk } from './store.ts';

/** The queues with their counts, and below them the money that matched nothing. */
export function Queues({ place, isOfficer }: { place: Place; isOfficer: boolean }) {
  const { t } = useTranslation('desk');
  const counts = useDesk((state) => state.counts);
  const suspense = useDesk((state) => state.suspense?.length);
  const item = (to: Place, count: number | undefined) => ({
    href: hrefOf(to),
    label: t(`place.${to}`),
    count,
    current: to === place,
  });
  const queues = QUEUES.map((queue) => item(queue, counts?.[queue]));
  const money = [item('suspense', suspense)];
  const catalogue = [{ href: paths.deskCatalogue, label: t('catalogue.title'), count: undefined, current: false }];
  return <QueueNav label={t('queues')} groups={isOfficer ? [queues, money] : [money, catalogue]} />;
}
