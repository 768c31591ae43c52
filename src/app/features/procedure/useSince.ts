import { useMemo } from 'react';
import { dayOf } from '#core/calendar/day.ts';
import { inProvince, procedureInProvince } from '#core/procedure/overlay.ts';
import type { KeptDetail } from '#core/procedure/pocket.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { useChanges, type Since } from '#app/state/kept.ts';

/**
 * What has changed on a page since this person last looked: in our own words, in the catalogue's, or in what the
 * province has set for either.
 */
export function useSince(
  code: string,
  kept: KeptDetail | null,
  ours: Procedure | null,
  { overlays }: Catalogue,
): Since | null {
  const today = dayOf(platform().clock.now());
  const seen = useMemo(
    () => ({
      code,
      rev: kept?.rev ?? 0,
      record: kept && inProvince(kept.record, overlays, today),
      ours: ours && procedureInProvince(ours, overlays, today),
    }),
    [code, kept, ours, overlays, today],
  );
  return useChanges(seen);
}
