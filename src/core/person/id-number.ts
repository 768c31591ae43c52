import { isRealDay, type Day } from '#core/calendar/day.ts';
import { normaliseName, nameProblem } from './name.ts';

export type Sex = 'male' | 'female';

/**
 * A personal identification number taken apart. `provinceCode` is where the birth was registered, in
 * the 63-province list that numbers keep using after the mergers of 1 July 2025.
 */
export type IdNumber = { number: string; provinceCode: string; sex: Sex; birthYear: number };

export type IdNumberFault = 'length' | 'digits' | 'province' | 'century';

/** Provinces as the first three digits name them. Source: TT 59/2021/TT-BCA, appendix I. */
export const BIRTH_PROVINCES: ReadonlySet<string> = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 ' +
    '040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 ' +
    '080 082 083 084 086 087 089 091 092 093 094 095 096'
  ).split(' '),
);

/**
 * Reads a personal identification number (số định danh cá nhân, Luật Căn cước 26/2023/QH15 art. 12):
 * three digits of the province of birth registration, one of century and sex (0/1 for men/women born
 * 1900–1999, 2/3 for 2000–2099), two of the year, six at random. There is no check digit, which is why
 * `crossCheck` exists. Spaces are ignored.
 */
export function parseIdNumber(text: string): { ok: true; value: IdNumber } | { ok: false; reason: IdNumberFault } {
  const number = text.replace(/\s/g, '');
  if (!/^\d*$/.test(number)) return { ok: false, reason: 'digits' };
  if (number.length !== 12) return { ok: false, reason: 'length' };
  const provinceCode = number.slice(0, 3);
  if (!BIRTH_PROVINCES.has(provinceCode)) return { ok: false, reason: 'province' };
  const centuryAndSex = Number(number[3]);
  // 4 to 9 stand for the centuries from 2100 on: nobody has one yet.
  if (centuryAndSex > 3) return { ok: false, reason: 'century' };
  const century = centuryAndSex < 2 ? 1900 : 2000;
  const sex = centuryAndSex % 2 === 0 ? 'male' : 'female';
  return { ok: true, value: { number, provinceCode, sex, birthYear: century + Number(number.slice(4, 6)) } };
}

/**
 * What a number contradicts: the year of a birth date, then the sex; null when nothing does. A number
 * or a date that cannot be read contradicts nothing, since that is reported where it was typed.
 */
export function crossCheck(number: string, person: { birthDate?: Day; sex?: Sex }): 'birthYear' | 'sex' | null {
  const parsed = parseIdNumber(number);
  if (!parsed.ok) return null;
  const { birthDate, sex } = person;
  if (birthDate !== undefined && isRealDay(birthDate) && Number(birthDate.slice(0, 4)) !== parsed.value.birthYear) {
    return 'birthYear';
  }
  return sex !== undefined && sex !== parsed.value.sex ? 'sex' : null;
}

/** What the QR of an identity card says. `oldNumber` is the nine-digit number it replaced, if any. */
export type IdCard = {
  number: string;
  oldNumber: string | null;
  name: string;
  birthDate: Day;
  sex: Sex;
  address: string;
  issuedOn: Day;
};

export type IdCardFault = 'shape' | 'number' | 'name' | 'day' | 'sex';

const SEXES: ReadonlyMap<string, Sex> = new Map([
  ['nam', 'male'],
  ['nữ', 'female'],
]);

/**
 * Reads the QR of an identity card: number | old number | name | birth ddmmyyyy | sex | address |
 * issue ddmmyyyy, with or without more fields after. Text comes out in NFC, the name as
 * `normaliseName` writes it. The number is not checked against date and sex here: cards corrected
 * late differ, and the form says so where the person can act.
 */
export function parseIdCardQr(text: string): { ok: true; value: IdCard } | { ok: false; reason: IdCardFault } {
  const parts = text.normalize('NFC').split('|');
  if (parts.length < 7) return { ok: false, reason: 'shape' };
  const [numberText = '', oldText = '', nameText = '', birthText = '', sexText = '', addressText = '', issueText = ''] =
    parts.map((part) => part.trim().replace(/\s+/g, ' '));

  const number = parseIdNumber(numberText);
  if (!number.ok) return { ok: false, reason: 'number' };
  if (nameProblem(nameText) !== null) return { ok: false, reason: 'name' };
  const birthDate = findDay(birthText);
  const issuedOn = findDay(issueText);
  if (birthDate === null || issuedOn === null) return { ok: false, reason: 'day' };
  const sex = SEXES.get(sexText.toLowerCase());
  if (sex === undefined) return { ok: false, reason: 'sex' };
  return {
    ok: true,
    value: {
      number: number.value.number,
      oldNumber: /^\d{9}$/.test(oldText) ? oldText : null,
      name: normaliseName(nameText),
      birthDate,
      sex,
      address: addressText,
      issuedOn,
    },
  };
}

function findDay(ddmmyyyy: string): Day | null {
  const match = /^(\d{2})(\d{2})(\d{4})$/.exec(ddmmyyyy);
  if (!match) return null;
  const day = `${match[3]}-${match[2]}-${match[1]}`;
  return isRealDay(day) ? day : null;
}
