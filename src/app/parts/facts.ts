import type { Confidence, Procedure } from '#core/procedure/procedure.ts';

/** A fact as it may be shown. What is not verified has no value here, so no screen can show one. */
export type DeadlineFact =
  { kind: 'unverified' } | { kind: 'sameDay'; hour: number } | { kind: 'workingDays'; days: number; extra: number };
export type FeeFact =
  | { kind: 'unverified' | 'byProvince' | 'free' | 'seeNote' }
  | { kind: 'amount'; amount: number }
  | { kind: 'perUnit'; amount: number; unit: { vi: string; en: string } };
export type PapersFact = { kind: 'unverified' | 'none' } | { kind: 'count'; always: number; sometimes: number };
export type OnlineFact = Procedure['onlineLevel'];

export function deadlineFact({ deadline, confidence }: Procedure): DeadlineFact {
  if (confidence.deadline === 'low' || deadline.kind === 'unverified') return { kind: 'unverified' };
  if (deadline.kind === 'sameDay') return { kind: 'sameDay', hour: deadline.cutoffHour };
  return { kind: 'workingDays', days: deadline.days, extra: deadline.mountainExtraDays ?? 0 };
}

/**
 * An amount of 0 in a source is not "free". `seeNote`: the rule is verified and stands in the fee's
 * note, but is no single amount. `byProvince` is unverified too: only who sets the amount is known.
 */
export function feeFact({ fee, confidence }: Procedure): FeeFact {
  if (fee.kind === 'byProvince') return { kind: 'byProvince' };
  if (confidence.fee === 'low') return { kind: 'unverified' };
  if (fee.kind === 'free') return { kind: 'free' };
  if (fee.kind === 'unverified') return { kind: confidence.fee === 'high' && fee.note ? 'seeNote' : 'unverified' };
  if (fee.amount === 0) return { kind: 'unverified' };
  return fee.per ? { kind: 'perUnit', amount: fee.amount, unit: fee.per.unit } : { kind: 'amount', amount: fee.amount };
}

/** `always` are asked of everyone; `sometimes` are optional or depend on the case. */
export function papersFact({ documents, confidence }: Procedure): PapersFact {
  if (confidence.documents === 'low') return { kind: 'unverified' };
  if (documents.length === 0) return { kind: 'none' };
  const always = documents.filter((document) => document.required && !document.showWhen).length;
  return { kind: 'count', always, sometimes: documents.length - always };
}

export function onlineFact({ onlineLevel, confidence }: Procedure): OnlineFact {
  return confidence.onlineLevel === 'low' ? 'unverified' : onlineLevel;
}

/** How sure each group of facts is, for the page's own account of itself. */
export function confidences(procedure: Procedure): readonly {
  fact: keyof Procedure['confidence'];
  confidence: Confidence;
}[] {
  const { confidence } = procedure;
  const unknown = {
    deadline: deadlineFact(procedure).kind === 'unverified',
    fee: feeFact(procedure).kind === 'unverified',
    documents: false,
    onlineLevel: onlineFact(procedure) === 'unverified',
  };
  return (['deadline', 'fee', 'documents', 'onlineLevel'] as const).map((fact) => ({
    fact,
    confidence: unknown[fact] ? 'low' : confidence[fact],
  }));
}
