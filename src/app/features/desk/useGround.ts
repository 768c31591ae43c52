import { useEffect, useState } from 'react';
import { dayOf, type Day } from '#core/calendar/day.ts';
import type { WorkCalendar } from '#core/calendar/working-days.ts';
import type { Commune } from '#core/procedure/province.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useCalendar } from '#app/state/calendar.ts';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { serverNow, useDesk } from './store.ts';

/** What every judgement at the desk rests on. */
export type Ground = {
  readonly catalogue: Catalogue;
  readonly calendar: WorkCalendar;
  /** The officer's unit; null when the province no longer has it. */
  readonly unit: Commune | null;
  readonly now: number;
  readonly today: Day;
};

const MINUTE_MS = 60_000;

/** Null for the moment the content takes to load. Follows the clock, since deadlines pass while one looks. */
export function useGround(): Ground | null {
  const catalogue = useCatalogue();
  const calendar = useCalendar();
  const code = useApp((state) => state.me?.unit ?? null);
  useDesk((state) => state.skew);
  useMinutes();
  if (!catalogue || !calendar) return null;
  const now = serverNow();
  const unit = catalogue.province.communes.find((commune) => commune.code === code) ?? null;
  return { catalogue, calendar, unit, now, today: dayOf(now) };
}

function useMinutes(): void {
  const [minute, setMinute] = useState(0);
  useEffect(() => platform().timers.after(MINUTE_MS, () => setMinute(minute + 1)), [minute]);
}
