import { useEffect, useState } from 'react';
import { calendarOf, type WorkCalendar } from '#core/calendar/working-days.ts';

let loading: Promise<WorkCalendar> | null = null;
let loaded: WorkCalendar | null = null;

/** Loads the days off once. Like the catalogue it is data of this build. */
function loadCalendar(): Promise<WorkCalendar> {
  loading ??= import('#content/calendar/holidays.json').then(({ default: data }) => {
    loaded = calendarOf(data);
    return loaded;
  });
  return loading;
}

/** The working days, or null for the moment they take to load. */
export function useCalendar(): WorkCalendar | null {
  const [calendar, setCalendar] = useState(loaded);
  useEffect(() => {
    if (!calendar) void loadCalendar().then(setCalendar);
  }, [calendar]);
  return calendar;
}
