import * as z from 'zod/mini';
import { unreachable } from '#core/assert.ts';
import { Day } from '#core/calendar/day.ts';
import { LocalizedText } from '#core/text/localized.ts';
import { formatDay } from '#core/text/when.ts';
import { Confidence, Vnd, type Deadline, type Fee, type Procedure } from './procedure.ts';
import { Channel, FeeAmount, ProcedureCode, Term, type ProcedureRecord } from './record.ts';

/**
 * What one province sets for itself: amounts its People's Council decides, terms it shortens. Data with validity
 * days; the record of the nation stays as it is.
 */
export const Overlay = z.strictObject({
  procedure: ProcedureCode,
  validFrom: Day,
  /** The last day it holds. */
  validTo: z.optional(Day),
  /** The channels it is for; all unless said. */
  channels: z.optional(z.array(Channel).check(z.minLength(1))),
  /** An amount counts for whatever the nation's fee counts (a copy), else for the dossier. */
  fee: z.optional(z.strictObject({ amount: FeeAmount, note: z.optional(LocalizedText) })),
  term: z.optional(Term),
  /** Who pays less or nothing by it. */
  exemptions: z.optional(z.array(LocalizedText).check(z.minLength(1))),
  /** The resolution or decision, as people can look it up. */
  source: z.strictObject({
    /** "19/2025/NQ-HĐND" */
    number: z.string().check(z.minLength(1)),
    issuer: z.string().check(z.minLength(1)),
    /** What it is about, in its own words. */
    name: z.string().check(z.minLength(1)),
    issuedOn: z.optional(Day),
  }),
  confidence: Confidence,
});
export type Overlay = z.infer<typeof Overlay>;

/**
 * What a province has set for a procedure and what is in force on a day, the last to come into force last. One whose
 * confidence is low is left out, since a guess is never shown as a fact.
 */
export function overlaysInForce(overlays: readonly Overlay[], code: string, day: Day): Overlay[] {
  return overlays
    .filter(({ procedure, confidence }) => procedure === code && confidence !== 'low')
    .filter(({ validFrom, validTo }) => validFrom <= day && (validTo === undefined || day <= validTo))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

/** The record as it holds in a province on a day. Of several overlays for the same thing the one in force last counts. */
export function inProvince(record: ProcedureRecord, overlays: readonly Overlay[], day: Day): ProcedureRecord {
  return overlaysInForce(overlays, record.code, day).reduce(laid, record);
}

/**
 * A procedure of ours as it holds in a province on a day for what is handed in from a phone. What the phone shows, the
 * promised day and the fee the server asks for all come from here. An amount or a term that is no number of đồng or of
 * working days is none: its words stand beside it, and an officer says the rest.
 */
export function procedureInProvince(procedure: Procedure, overlays: readonly Overlay[], day: Day): Procedure {
  return overlaysInForce(overlays, procedure.code, day).filter(isForPhones).reduce(laidOnOurs, procedure);
}

/** True for what counts for a dossier that is made in the app. */
export function isForPhones({ channels }: Pick<Overlay, 'channels'>): boolean {
  return channels?.includes('online') ?? true;
}

function laid(record: ProcedureRecord, overlay: Overlay): ProcedureRecord {
  const { channels, fee, term, exemptions = [], source, confidence } = overlay;
  const methods = record.methods.flatMap((method) => {
    const inside = method.channels.filter((channel) => channels?.includes(channel) ?? true);
    const outside = method.channels.filter((channel) => !inside.includes(channel));
    if (inside.length === 0) return [method];
    const note = [fee?.note?.vi, `(${source.number})`].filter((part) => part !== undefined).join(' ');
    const own = {
      ...method,
      channels: inside,
      ...(term ? { term } : {}),
      ...(fee ? { fees: [{ type: 'fee' as const, amount: fee.amount, note }] } : {}),
      // Of the other ways the resolution says nothing.
      confidence: {
        ...method.confidence,
        ...(states(fee) ? { fee: confidence } : {}),
        ...(term ? { term: confidence } : {}),
      },
    };
    return outside.length === 0 ? [own] : [own, { ...method, channels: outside }];
  });
  const { number, issuer, name, issuedOn } = source;
  const from = issuedOn === undefined ? issuer : `${issuer}, ngày ${formatDay(issuedOn)}`;
  const isNamed = record.legalBases.some((act) => act.number === number);
  return {
    ...record,
    methods,
    exemptions: [...record.exemptions, ...exemptions.map(({ vi }) => `${vi} (${number})`)],
    legalBases: isNamed ? record.legalBases : [...record.legalBases, { number, name: `${name} (${from})` }],
  };
}

function laidOnOurs(procedure: Procedure, { fee, term, source: { number }, confidence }: Overlay): Procedure {
  const { legalBasis } = procedure;
  return {
    ...procedure,
    ...(fee ? { fee: feeOf(fee, procedure.fee) } : {}),
    ...(term ? { deadline: deadlineOf(term) } : {}),
    legalBasis: legalBasis.includes(number) ? legalBasis : [...legalBasis, number],
    confidence: {
      ...procedure.confidence,
      ...(states(fee) ? { fee: confidence } : {}),
      ...(term ? { deadline: confidence } : {}),
    },
  };
}

/** A resolution that is known to set the amount, and whose amount is not, makes nobody surer of it. */
function states(fee: Overlay['fee']): boolean {
  return fee !== undefined && fee.amount.kind !== 'byProvince' && fee.amount.kind !== 'unverified';
}

/** What the nation's fee is counted by (a copy) the province's is counted by too. */
function feeOf({ amount, note }: NonNullable<Overlay['fee']>, national: Fee): Fee {
  const beside = note ? { note } : {};
  switch (amount.kind) {
    case 'free':
    case 'byProvince':
    case 'unverified':
      return { kind: amount.kind, ...beside };
    case 'asText':
      return { kind: 'unverified', ...beside };
    case 'fixed': {
      const vnd = Vnd.safeParse(amount.currency === 'VND' ? amount.amount : null);
      if (!vnd.success) return { kind: 'unverified', ...beside };
      const per = national.kind === 'fixed' && national.per ? { per: national.per } : {};
      return { kind: 'fixed', amount: vnd.data, ...per, ...beside };
    }
    default:
      return unreachable(amount);
  }
}

/** A part of a day is promised as the whole of it. */
function deadlineOf(term: Term): Deadline {
  switch (term.kind) {
    case 'sameDay':
      return { kind: 'sameDay', cutoffHour: term.cutoffHour };
    case 'within': {
      if (term.unit !== 'workingDay') return { kind: 'unverified' };
      const extra = term.mountainExtraDays === undefined ? {} : { mountainExtraDays: term.mountainExtraDays };
      return { kind: 'workingDays', days: Math.ceil(term.count), ...extra };
    }
    case 'asText':
    case 'unverified':
      return { kind: 'unverified' };
    default:
      return unreachable(term);
  }
}
