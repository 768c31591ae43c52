import * as z from 'zod/mini';
import { LocalizedText } from '#core/text/localized.ts';
import { Day } from '#core/calendar/day.ts';

/**
 * A form as data. One page is one question on the phone ("Mẹ của trẻ là ai?") with the few fields
 * that answer it. Nothing here is code: a province edits a form without a release.
 */

const FieldId = z.string().check(z.regex(/^[a-z][A-Za-z0-9]*$/));

/** When a page, a field or a paper is asked for, in terms of answers given before it. */
export type Condition =
  | { field: string; is: string | boolean }
  | { field: string; in: string[] }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };
export const Condition: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field: FieldId, is: z.union([z.string(), z.boolean()]) }),
    z.strictObject({ field: FieldId, in: z.array(z.string()).check(z.minLength(1)) }),
    z.strictObject({ all: z.array(Condition).check(z.minLength(1)) }),
    z.strictObject({ any: z.array(Condition).check(z.minLength(1)) }),
    z.strictObject({ not: Condition }),
  ]),
);

const Option = z.strictObject({ value: z.string().check(z.minLength(1)), label: LocalizedText });

const common = {
  id: FieldId,
  label: LocalizedText,
  hint: z.optional(LocalizedText),
  optional: z.optional(z.boolean()),
  showWhen: z.optional(Condition),
  /** Filled in from what the account already says of the person, and still theirs to change. */
  prefill: z.optional(z.enum(['person.name', 'person.idNumber', 'person.birthDate', 'person.sex', 'person.phone'])),
};

/** A bound on a date: a day, today in Vietnam, or the answer to another date field. */
const DateBound = z.union([Day, z.literal('today'), z.strictObject({ field: FieldId })]);

export const Field = z.discriminatedUnion('type', [
  /** A few words, at most `maxLength` characters (120 unless said). */
  z.strictObject({ ...common, type: z.literal('text'), maxLength: z.optional(z.int()) }),
  /** Several lines, at most `maxLength` characters (1,000 unless said). */
  z.strictObject({ ...common, type: z.literal('longText'), maxLength: z.optional(z.int()) }),
  /** Surname, middle and given name; stored in NFC capitals as the papers print it. */
  z.strictObject({ ...common, type: z.literal('personName') }),
  /** The twelve-digit personal identification number, checked against birth date and sex where those are asked. */
  z.strictObject({
    ...common,
    type: z.literal('idNumber'),
    birthDateField: z.optional(FieldId),
    sexField: z.optional(FieldId),
  }),
  z.strictObject({
    ...common,
    type: z.literal('date'),
    min: z.optional(DateBound),
    max: z.optional(DateBound),
  }),
  /** One of a few; shown as chips, or as a list when there are more than twelve. */
  z.strictObject({ ...common, type: z.literal('choice'), options: z.array(Option).check(z.minLength(2)) }),
  /** Any number of a few. */
  z.strictObject({ ...common, type: z.literal('choices'), options: z.array(Option).check(z.minLength(2)) }),
  z.strictObject({ ...common, type: z.literal('yesNo') }),
  /** A whole number with inclusive bounds. */
  z.strictObject({
    ...common,
    type: z.literal('number'),
    min: z.optional(z.int()),
    max: z.optional(z.int()),
    unit: z.optional(LocalizedText),
  }),
  /** A Vietnamese phone number, stored as digits beginning with 0. */
  z.strictObject({ ...common, type: z.literal('phone') }),
  /** A commune of today's units and the hamlet, street or house in words; or a place outside the province, in words alone. */
  z.strictObject({ ...common, type: z.literal('address') }),
  /** A sentence the person confirms; the form cannot be sent without it. */
  z.strictObject({ ...common, type: z.literal('declaration') }),
]);
export type Field = z.infer<typeof Field>;
export type FieldType = Field['type'];

export const Page = z.strictObject({
  id: FieldId,
  question: LocalizedText,
  help: z.optional(LocalizedText),
  showWhen: z.optional(Condition),
  fields: z.array(Field).check(z.minLength(1)),
});
export type Page = z.infer<typeof Page>;

export const Form = z.strictObject({ pages: z.array(Page).check(z.minLength(1)) });
export type Form = z.infer<typeof Form>;

/** In place of a unit's code: the address lies outside the province, and its words name province and commune too. */
export const OUTSIDE = 'outside';

/** An address answer: the unit's code ("02905"; `OUTSIDE`; empty while not chosen) and the rest in words. */
export const AddressAnswer = z.strictObject({ unit: z.string(), detail: z.string() });
export type AddressAnswer = z.infer<typeof AddressAnswer>;

/** What a field holds. Dates are ISO days, numbers are numbers, a choice is its value. */
export const Answer = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), AddressAnswer]);
export type Answer = z.infer<typeof Answer>;

export const Answers = z.record(FieldId, Answer);
export type Answers = z.infer<typeof Answers>;
