import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { describeDay, formatTime } from '#core/text/when.ts';
import { platform } from '#app/state/app.ts';

/** Puts an instant into words: "hôm nay 09:41". */
export function useWhen(): (instant: number) => string {
  const { t } = useTranslation('outbox');
  return (instant) => {
    const day = describeDay(dayOf(instant), dayOf(platform().clock.now()));
    const time = formatTime(instant);
    if (day.kind === 'day') return t('when.day', { day: day.text, time });
    return day.kind === 'today' ? t('when.today', { time }) : t('when.yesterday', { time });
  };
}
