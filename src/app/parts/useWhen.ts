import { useTranslation } from 'react-i18next';
import { dayOf, type Day } from '#core/calendar/day.ts';
import { describeDay, formatTime } from '#core/text/when.ts';
import { platform } from '#app/state/app.ts';

export type When = {
  /** "hôm nay 09:41", "09/11 08:12". */
  readonly at: (instant: number) => string;
  /** "hôm nay", "27/11". */
  readonly day: (day: Day) => string;
};

/** Puts instants and days into words. */
export function useWhen(): When {
  const { t } = useTranslation();
  const today = dayOf(platform().clock.now());
  const day = (of: Day): string => {
    const described = describeDay(of, today);
    return described.kind === 'day' ? described.text : t(`when.${described.kind}`);
  };
  return { day, at: (instant) => t('when.at', { day: day(dayOf(instant)), time: formatTime(instant) }) };
}
