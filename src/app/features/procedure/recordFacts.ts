import { isForPhones, type Overlay } from '#core/procedure/overlay.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import {
  doubtsOf,
  type Channel,
  type FeeAmount,
  type ProcedureRecord,
  type RecordMethod,
  type Term,
} from '#core/procedure/record.ts';

/** What a record of the catalogue says at a glance. A value that the source does not state is never one. */
export type TermGlance =
  | { readonly kind: 'unverified' | 'byCase' }
  /** Whole or half units; `least` and `most` are the same where all ways agree. */
  | {
      readonly kind: 'within';
      readonly least: number;
      readonly most: number;
      readonly unit: Extract<Term, { kind: 'within' }>['unit'];
    }
  | { readonly kind: 'sameDay' };
export type FeeGlance =
  | { readonly kind: 'unverified' | 'free' | 'byProvince' | 'asText' }
  /** Whole đồng. */
  | { readonly kind: 'vnd'; readonly least: number; readonly most: number };
export type PapersGlance = { readonly papers: number; readonly cases: number };

/** Of ways that say nothing, or whose words nobody is sure of, no other way's term is the answer. */
export function termGlance(record: ProcedureRecord): TermGlance {
  const ofMethods = record.methods.map((method): Term =>
    doubtsOf(record, method).term ? { kind: 'unverified' } : method.term,
  );
  const ofCases = record.confidence.term === 'low' ? [] : (record.caseTerms ?? []).map(({ term }) => term);
  const terms = ofMethods.every(isUnverified) ? ofCases : ofMethods;
  const [first] = terms;
  if (!first || terms.every(isUnverified)) return { kind: 'unverified' };
  if (terms.every(({ kind }) => kind === 'sameDay')) return { kind: 'sameDay' };
  if (first.kind !== 'within') return { kind: 'byCase' };
  const counts = terms.flatMap((term) => (term.kind === 'within' && term.unit === first.unit ? [term.count] : []));
  if (counts.length < terms.length) return { kind: 'byCase' };
  return { kind: 'within', least: Math.min(...counts), most: Math.max(...counts), unit: first.unit };
}

function isUnverified({ kind }: Term | FeeAmount): boolean {
  return kind === 'unverified';
}

export function feeGlance(record: ProcedureRecord): FeeGlance {
  const amounts = record.methods.flatMap((method) => amountsOf(record, method));
  const has = (kind: FeeAmount['kind']) => amounts.some((amount) => amount.kind === kind);
  if (amounts.every(isUnverified)) return { kind: 'unverified' };
  if (amounts.every(({ kind }) => kind === 'free')) return { kind: 'free' };
  if (amounts.every(({ kind }) => kind === 'byProvince')) return { kind: 'byProvince' };
  const money = amounts.flatMap((amount) =>
    amount.kind === 'fixed' && amount.currency === 'VND' ? [amount.amount] : [],
  );
  if (money.length === 0 || has('asText') || has('unverified') || money.length < amounts.length)
    return { kind: 'asText' };
  return { kind: 'vnd', least: Math.min(...money), most: Math.max(...money) };
}

/** A way without a row of fees is one whose fee nobody knows. */
function amountsOf(record: ProcedureRecord, method: RecordMethod): FeeAmount[] {
  const { fee } = doubtsOf(record, method);
  const amounts = method.fees.map(({ amount }): FeeAmount => {
    return fee && amount.kind !== 'byProvince' ? { kind: 'unverified' } : amount;
  });
  return amounts.length > 0 ? amounts : [{ kind: 'unverified' }];
}

export function papersGlance({ cases }: ProcedureRecord): PapersGlance {
  const filled = cases.filter(({ documents }) => documents.length > 0);
  return { papers: filled.reduce((sum, { documents }) => sum + documents.length, 0), cases: filled.length };
}

/** What the province has set in place of the nation's fee and term, each with where that stands. */
export type ProvinceSets = {
  /** What counts for a dossier made in the app; `onlineOnly` when handing it in otherwise costs something else. */
  readonly fee: (NonNullable<Overlay['fee']> & SetBy) | null;
  readonly term: ({ readonly term: Term } & SetBy) | null;
  /** For other ways to hand it in. */
  readonly byChannel: readonly (Pick<Overlay, 'fee' | 'term' | 'source'> & { readonly channels: readonly Channel[] })[];
  readonly exemptions: readonly { readonly who: readonly LocalizedText[]; readonly source: Overlay['source'] }[];
};
type SetBy = { readonly source: Overlay['source']; readonly onlineOnly: boolean };

/** `inForce` as `overlaysInForce` orders them: the last counts. */
export function provinceSets(inForce: readonly Overlay[]): ProvinceSets {
  const forPhones = inForce.filter(isForPhones);
  const [fee, term] = [forPhones.findLast((one) => one.fee), forPhones.findLast((one) => one.term)];
  const by = ({ source, channels }: Overlay): SetBy => ({ source, onlineOnly: channels !== undefined });
  return {
    fee: fee?.fee ? { ...fee.fee, ...by(fee) } : null,
    term: term?.term ? { term: term.term, ...by(term) } : null,
    byChannel: inForce
      .filter((one) => !isForPhones(one))
      .flatMap(({ channels = [], fee: own, term: ownTerm, source }) =>
        own || ownTerm ? [{ channels, fee: own, term: ownTerm, source }] : [],
      ),
    exemptions: inForce.flatMap(({ exemptions, source }) => (exemptions ? [{ who: exemptions, source }] : [])),
  };
}
