import { dayOf, type Day } from '#core/calendar/day.ts';
import { isForPhones, overlaysInForce, procedureInProvince, type Overlay } from '#core/procedure/overlay.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { platform } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';

const NONE: readonly Overlay[] = [];

/**
 * A procedure as it holds in this province on a day (today unless said), and what set its fee there. For the moment the
 * catalogue takes to load, as it is in the whole country.
 */
export function useInProvince(
  procedure: Procedure,
  day: Day = dayOf(platform().clock.now()),
): { readonly procedure: Procedure; readonly feeBy: Overlay['source'] | null } {
  const overlays = useCatalogue()?.overlays ?? NONE;
  const inForce = overlaysInForce(overlays, procedure.code, day).filter(isForPhones);
  return {
    procedure: procedureInProvince(procedure, overlays, day),
    feeBy: inForce.findLast(({ fee }) => fee)?.source ?? null,
  };
}
