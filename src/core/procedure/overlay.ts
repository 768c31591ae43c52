import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { Confidence } from './procedure.ts';
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
  fee: z.optional(z.strictObject({ amount: FeeAmount, note: z.optional(z.string()) })),
  term: z.optional(Term),
  /** Number of the resolution or decision, as people can look it up. */
  source: z.string().check(z.minLength(1)),
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

function laid(record: ProcedureRecord, { channels, fee, term, source, confidence }: Overlay): ProcedureRecord {
  const methods = record.methods.flatMap((method) => {
    const inside = method.channels.filter((channel) => channels?.includes(channel) ?? true);
    const outside = method.channels.filter((channel) => !inside.includes(channel));
    if (inside.length === 0) return [method];
    const own = {
      ...method,
      channels: inside,
      ...(term ? { term } : {}),
      ...(fee ? { fees: [{ type: 'fee' as const, amount: fee.amount, note: noted(fee.note, source) }] } : {}),
    };
    return outside.length === 0 ? [own] : [own, { ...method, channels: outside }];
  });
  return {
    ...record,
    methods,
    confidence: {
      fee: fee ? confidence : record.confidence.fee,
      term: term ? confidence : record.confidence.term,
    },
  };
}

function noted(note: string | undefined, source: string): string {
  return note === undefined ? source : `${note} (${source})`;
}
