import type { Day } from '#core/calendar/day.ts';
import type { Me } from '#protocol/http.ts';

/** How a person is addressed: by sex and age, or by name alone where either is not known or they are a child. */
export type Greeting = 'elderMale' | 'elderFemale' | 'male' | 'female' | 'plain';

const ELDER_FROM = 55;
const GROWN_FROM = 18;

export function greetingOf({ sex, birthDate }: Me['person'], today: Day): Greeting {
  if (!sex || birthDate === undefined) return 'plain';
  const age = ageOn(birthDate, today);
  if (age >= ELDER_FROM) return sex === 'male' ? 'elderMale' : 'elderFemale';
  return age >= GROWN_FROM ? sex : 'plain';
}

/** Whole years lived by a day; both days are "YYYY-MM-DD". */
function ageOn(birth: string, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
