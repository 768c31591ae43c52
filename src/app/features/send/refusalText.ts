import type { TFunction } from 'i18next';
import { unreachable } from '#core/assert.ts';
import type { Refusal } from '#core/dossier/command.ts';
import { formatVnd } from '#core/fee/money.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Language, LocalizedText } from '#core/text/localized.ts';
import { formatDay } from '#core/text/when.ts';

type Speech = {
  readonly t: TFunction<'outbox'>;
  readonly status: (status: Extract<Refusal, { code: 'notAllowedNow' }>['status']) => string;
  readonly text: (localized: LocalizedText) => string;
  readonly language: Language;
  /** This app has not got the version of the procedure that counts now. */
  readonly appTooOld: boolean;
};

/** Why the server gave a command no effect, with the names of what it is about. */
export function refusalText(refusal: Refusal, procedure: Procedure | null, speech: Speech): string {
  const { t, text } = speech;
  switch (refusal.code) {
    case 'notAllowedNow':
      return t('refusal.notAllowedNow', { status: speech.status(refusal.status) });
    case 'procedureClosed':
      return t('refusal.procedureClosed', { day: formatDay(refusal.since) });
    case 'versionClosed':
      return t(speech.appTooOld ? 'refusal.versionAppOld' : 'refusal.versionClosed', { day: formatDay(refusal.since) });
    case 'answersInvalid': {
      const fields = procedure?.form?.pages.flatMap((page) => page.fields) ?? [];
      return t('refusal.answersInvalid', { names: named(refusal.fields, fields, ({ label }) => text(label)) });
    }
    case 'papersMissing':
    case 'unknownPaper': {
      const names = named(refusal.documents, procedure?.documents ?? [], ({ name }) => text(name));
      return t(`refusal.${refusal.code}`, { names });
    }
    case 'feeFixed':
      return t('refusal.feeFixed', { amount: formatVnd(refusal.amount, speech.language) });
    case 'unknownDossier':
    case 'dossierExists':
    case 'unknownProcedure':
    case 'versionUnknown':
    case 'unknownUnit':
    case 'papersNotArrived':
    case 'nothingAdded':
    case 'changedMeanwhile':
    case 'unknownFee':
    case 'notUnderstood':
    case 'setAside':
    case 'nothingLost':
      return t(`refusal.${refusal.code}`);
    default:
      return unreachable(refusal);
  }
}

/** Ids put into names; one that this version of the procedure does not know stays as it is. */
function named<T extends { readonly id: string }>(
  ids: readonly string[],
  known: readonly T[],
  name: (item: T) => string,
): string {
  return ids
    .map((id) => {
      const item = known.find((at) => at.id === id);
      return item ? name(item) : id;
    })
    .join(', ');
}
