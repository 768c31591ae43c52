import type { Dossier } from '#core/dossier/dossier.ts';
import { isoFromDateParts, datePartsFromIso } from '#ui/dateParts.ts';
import type { Opened } from './store.ts';
import type { Ground } from './useGround.ts';
import { supplementDay, type Draft, type FormAction } from './work.ts';
import type { Words } from './words.ts';

/** What a form begins with where the officer has written nothing yet. */
export function startOf(
  action: FormAction,
  draft: Draft,
  dossier: Dossier,
  { fixedFee }: Opened,
  { today, calendar, catalogue }: Ground,
  { t, text }: Words,
): Partial<Draft> {
  switch (action) {
    case 'requestSupplement': {
      const isAhead = (isoFromDateParts(draft.due) ?? '') > today;
      return isAhead ? {} : { due: datePartsFromIso(supplementDay(today, calendar)) };
    }
    case 'requestFee': {
      const procedure = catalogue.madeBy(dossier);
      const reason = t('fee.reason', { procedure: procedure ? text(procedure.name) : dossier.procedure });
      return {
        amount: fixedFee === null ? draft.amount : String(fixedFee),
        reasons: { requestFee: reason, ...draft.reasons },
      };
    }
    default:
      return {};
  }
}
