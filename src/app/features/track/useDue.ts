import { useTranslation } from 'react-i18next';
import { dayOf, type Day } from '#core/calendar/day.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { platform } from '#app/state/app.ts';

/** Until when a supplement is asked for. The server takes one after that day too, while it is still asked for. */
export function useDue(): (dueDay: Day) => string {
  const { t } = useTranslation('dossiers');
  const when = useWhen();
  const today = dayOf(platform().clock.now());
  return (dueDay) => {
    const due = when.day(dueDay);
    return dueDay < today ? t('act.supplement.duePast', { due }) : t('act.supplement.due', { due });
  };
}
