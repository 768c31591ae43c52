import * as z from 'zod/mini';
import { Day, isRealDay } from '#core/calendar/day.ts';
import { parseIdNumber } from '#core/person/id-number.ts';
import { isPhone, normalisePhone } from '#core/person/phone.ts';
import type { Me } from '#protocol/http.ts';

/** What a sign-in says about a person: everything of `Me` but the account. */
export type Profile = Omit<Me, 'account'>;

/** A claim that is missing or cannot be read is left out: it only fills in a form, and never keeps a person out. */
function lenient<T>(schema: z.ZodMiniType<T>) {
  return z.catch(z.optional(schema), undefined);
}

/**
 * The claims this server reads. Standard ones by OpenID Connect Core 5.1; `id_number` as VNeID hands it out;
 * `banso_kind` and `banso_unit` come from a province's own broker and decide who sits at which desk.
 */
const Claims = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  birthdate: lenient(Day.check(z.refine(isRealDay))),
  gender: lenient(z.enum(['male', 'female'])),
  id_number: lenient(z.string().check(z.refine((text) => parseIdNumber(text).ok))),
  phone_number: lenient(z.string().check(z.refine(isPhone))),
  banso_kind: z.catch(z.enum(['resident', 'helper', 'officer', 'administrator']), 'resident'),
  banso_unit: lenient(z.string().check(z.regex(/^[0-9A-Za-z.-]{1,20}$/))),
});

/** Reads claims; null when they do not even say a name. For a resident the unit is where they live. */
export function profileOf(claims: Readonly<Record<string, unknown>>): Profile | null {
  const parsed = Claims.safeParse(claims);
  if (!parsed.success) return null;
  const { name, birthdate, gender, id_number, phone_number, banso_kind: kind, banso_unit: unit } = parsed.data;
  const worksFor = kind === 'officer' ? (unit ?? null) : null;
  return {
    name,
    kind,
    unit: worksFor,
    person: {
      name,
      ...(id_number === undefined ? {} : { idNumber: id_number }),
      ...(birthdate === undefined ? {} : { birthDate: birthdate }),
      ...(gender === undefined ? {} : { sex: gender }),
      ...(phone_number === undefined ? {} : { phone: normalisePhone(phone_number) }),
      ...(unit === undefined || worksFor !== null ? {} : { unit }),
    },
  };
}
