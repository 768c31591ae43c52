import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import type { Day } from '#core/calendar/day.ts';
import { Rule } from '#core/guide/guide.ts';
import { inForce, judge, type Fact } from '#core/guide/judge.ts';

const TODAY = '2026-11-25';
const rules = z.array(Rule).parse(JSON.parse(readFileSync(new URL('eligibility/rules.json', import.meta.url), 'utf8')));

/** Answers by their values; a day stands for something that happened on it. */
function verdict(id: string, answers: Record<string, string>, today: Day = TODAY): boolean | null {
  const rule = rules.find((one) => one.id === id);
  if (!rule || !inForce(rule, today)) return null;
  const facts = new Map(
    Object.entries(answers).map(([field, value]): [string, Fact] => [
      field,
      /^\d{4}-/.test(value) ? { value, days: { from: value, to: value } } : { value },
    ]),
  );
  return judge(rule.holds, facts, today);
}

type Case = readonly [rule: string, answers: Readonly<Record<string, string>>, holds: boolean];

/** Every rule where it holds and where it does not: where it speaks of a time, on the day and a day short. */
const CASES: readonly Case[] = [
  // Luật HN&GĐ 2014, Điều 8: nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi.
  ['groomOfAge', { groomBorn: '2006-11-25' }, true],
  ['groomOfAge', { groomBorn: '2006-11-26' }, false],
  ['brideOfAge', { brideBorn: '2008-11-25' }, true],
  ['brideOfAge', { brideBorn: '2008-11-26' }, false],
  // Luật Hộ tịch 2014, Điều 15 và Điều 33.
  ['birthOnTime', { childBorn: '2026-09-26' }, true],
  ['birthOnTime', { childBorn: '2026-09-25' }, false],
  ['deathOnTime', { died: '2026-11-10' }, true],
  ['deathOnTime', { died: '2026-11-09' }, false],
  // Nghị định 176/2025: từ đủ 75; hộ nghèo, cận nghèo từ đủ 70.
  ['socialPension75', { elderBorn: '1951-11-25', pension: 'none' }, true],
  ['socialPension75', { elderBorn: '1951-11-25', pension: 'low' }, true],
  ['socialPension75', { elderBorn: '1951-11-25', pension: 'high' }, false],
  ['socialPension75', { elderBorn: '1951-11-26', pension: 'none' }, false],
  ['socialPension70', { elderBorn: '1951-11-26', poor: 'yes', pension: 'none' }, true],
  ['socialPension70', { elderBorn: '1956-11-25', poor: 'near', pension: 'none' }, true],
  ['socialPension70', { elderBorn: '1956-11-25', poor: 'near', pension: 'low' }, true],
  ['socialPension70', { elderBorn: '1956-11-25', poor: 'yes', pension: 'high' }, false],
  ['socialPension70', { elderBorn: '1956-11-26', poor: 'yes', pension: 'none' }, false],
  ['socialPension70', { elderBorn: '1956-11-25', poor: 'no', pension: 'none' }, false],
  // One who is 75 has the first and not the second.
  ['socialPension70', { elderBorn: '1951-11-25', poor: 'yes', pension: 'none' }, false],
  // Nghị định 20/2021, Điều 5.
  ['elderAlone', { elderBorn: '1966-11-25', poor: 'yes', alone: 'yes' }, true],
  ['elderAlone', { elderBorn: '1966-11-26', poor: 'yes', alone: 'yes' }, false],
  ['elderAlone', { elderBorn: '1966-11-25', poor: 'near', alone: 'yes' }, false],
  ['orphanUnder16', { childCare: 'no', orphanBorn: '2010-11-26' }, true],
  ['orphanUnder16', { childCare: 'no', orphanBorn: '2010-11-25' }, false],
  ['toddlerPoor', { childBorn: '2023-11-26', hard: 'both' }, true],
  ['toddlerPoor', { childBorn: '2023-11-25', hard: 'both' }, false],
  ['toddlerPoor', { childBorn: '2023-11-26', hard: 'place' }, false],
  // Nghị định 105/2020: độ tuổi mẫu giáo.
  ['kindergartenLunch', { childBorn: '2023-11-25', hard: 'place' }, true],
  ['kindergartenLunch', { childBorn: '2023-11-25', hard: 'both' }, true],
  ['kindergartenLunch', { childBorn: '2023-11-26', hard: 'place' }, false],
  ['kindergartenLunch', { childBorn: '2020-11-26', hard: 'poor' }, true],
  ['kindergartenLunch', { childBorn: '2020-11-25', hard: 'poor' }, false],
  // Luật Bảo hiểm y tế, Điều 12.
  ['freeUnder6', { personBorn: '2020-11-26' }, true],
  ['freeUnder6', { who: 'elder', personBorn: '2020-11-25' }, false],
  // Luật Đất đai 2024, Điều 138.
  ['landWithoutPapers', { landSince: '2014-06-30' }, true],
  ['landWithoutPapers', { landSince: '2014-07-01' }, false],
  // Luật Cư trú 2020, Điều 27 và Điều 31.
  ['temporaryResidence', { what: 'moved', stay: 'long', otherCommune: 'other' }, true],
  ['temporaryResidence', { what: 'moved', stay: 'long', otherCommune: 'same' }, false],
  ['temporaryResidence', { what: 'moved', stay: 'short' }, false],
  ['temporaryResidence', { what: 'moved', stay: 'forever' }, false],
  ['temporaryResidence', { what: 'guest', guestKind: 'long' }, true],
  ['temporaryResidence', { what: 'guest', guestKind: 'short' }, false],
  ['absenceDeclared', { awayCase: 'year', newPlace: 'no' }, true],
  ['absenceDeclared', { awayCase: 'year', newPlace: 'yes' }, false],
  ['absenceDeclared', { awayCase: 'short' }, false],
  // Điểm c has no exception for who registers at the new place; only điểm d has.
  ['absenceDeclared', { awayCase: 'military' }, true],
  // Luật Cư trú 2020, Điều 20: nhà thuê, mượn, ở nhờ.
  ['rentedHome', { home: 'rented' }, true],
  ['rentedHome', { home: 'own' }, false],
  ['rentedHome', { home: 'family' }, false],
  // Luật HN&GĐ 2014, Điều 5: đang có vợ, có chồng; có họ trong phạm vi ba đời.
  ['singleOnly', { barrier: 'none' }, true],
  ['singleOnly', { barrier: 'kin' }, true],
  ['singleOnly', { barrier: 'married' }, false],
  ['notKin', { barrier: 'none' }, true],
  ['notKin', { barrier: 'married' }, true],
  ['notKin', { barrier: 'kin' }, false],
  // Nghị quyết 66.7/2025: chỉ khi kết hôn trong nước.
  ['statusFromData', { purpose: 'marryHere' }, true],
  ['statusFromData', { purpose: 'other' }, false],
  // Luật Đất đai 2024, Điều 235, Điều 45, Điều 27, Điều 121.
  ['mustConciliate', { tried: 'no' }, true],
  ['mustConciliate', { quiet: 'no' }, true],
  ['mustConciliate', { tried: 'yes', quiet: 'yes' }, false],
  ['certificateFirst', { hasBook: 'yes' }, true],
  ['certificateFirst', { hasBook: 'no' }, false],
  ['contractCertified', { how: 'sell' }, true],
  ['contractCertified', { thing: 'land' }, true],
  // Đổi đất nông nghiệp: chứng thực theo yêu cầu (điểm b khoản 3).
  ['contractCertified', { how: 'swap', thing: 'movable' }, false],
  ['contractCertified', { how: 'inherit', thing: 'movable' }, false],
  ['useNeedsPermission', { useWhat: 'home' }, true],
  // Lúa sang cây lâu năm vẫn là đất trồng lúa (Nghị định 112/2024).
  ['useNeedsPermission', { useWhat: 'crop' }, false],
  ['useNeedsPermission', { useWhat: 'extend' }, false],
  // Nghị định 23/2015, Điều 22 và Điều 10.
  ['legibleOriginal', { original: 'good' }, true],
  ['legibleOriginal', { original: 'bad' }, false],
  ['certifyAtHome', { canCome: 'no' }, true],
  ['certifyAtHome', { canCome: 'yes' }, false],
  // Luật Người khuyết tật, Điều 44: nặng, đặc biệt nặng.
  ['disabledSevere', { certificate: 'severe' }, true],
  ['disabledSevere', { certificate: 'light' }, false],
  ['disabledSevere', { certificate: 'none' }, false],
  // Nghị định 20/2021, Điều 5, khoản 1, 2 và 4.
  ['orphanUnder16', { childCare: 'yes', orphanBorn: '2020-01-01' }, false],
  ['orphanStudent', { childCare: 'no', orphanBorn: 'from16' }, true],
  ['orphanStudent', { childCare: 'no', orphanBorn: 'older' }, false],
  ['orphanStudent', { childCare: 'no', orphanBorn: 'under16' }, false],
  ['orphanStudent', { childCare: 'yes' }, false],
  ['elderAlone', { elderBorn: '1966-11-25', poor: 'yes', alone: 'no' }, false],
  ['singleParentPoor', { need: 'single', singlePoor: 'yes' }, true],
  ['singleParentPoor', { need: 'single', singlePoor: 'no' }, false],
  ['singleParentPoor', { need: 'merit' }, false],
  // A toddler’s home is poor and at a difficult place; for lunch one of the two is enough.
  ['toddlerPoor', { childBorn: '2023-11-26', hard: 'poor' }, false],
  ['kindergartenLunch', { childBorn: '2023-11-25', hard: 'neither' }, false],
  // Nghị định 66/2025; Quyết định 24/2021; Nghị định 20/2021, Điều 12 đến Điều 15.
  ['boardingPupil', { far: 'yes' }, true],
  ['boardingPupil', { far: 'no' }, false],
  ['poorReview', { need: 'list' }, true],
  ['poorReview', { need: 'disaster' }, false],
  ['emergencyHelp', { need: 'disaster' }, true],
  ['emergencyHelp', { need: 'list' }, false],
  ['freeUnder6', { who: 'baby' }, true],
  ['freePoor', { household: 'poor' }, true],
  ['freePoor', { household: 'near' }, false],
  ['freeEthnic', { household: 'ethnic' }, true],
  ['freeEthnic', { household: 'poor' }, false],
  ['nearPoorSupport', { household: 'near' }, true],
  ['nearPoorSupport', { household: 'none' }, false],
  ['freeAllowance', { allowance: 'social' }, true],
  ['freeAllowance', { allowance: 'merit' }, false],
  ['freeMerit', { allowance: 'merit' }, true],
  ['freeMerit', { allowance: 'social' }, false],
  ['freeMerit', { allowance: 'no' }, false],
  // Luật Bảo hiểm xã hội 2024: 6 trong 12 tháng; 15 năm.
  ['maternity6', { paid6: 'yes' }, true],
  ['maternity6', { paid6: 'no' }, false],
  ['pension15', { paid15: 'yes' }, true],
  ['pension15', { paid15: 'no' }, false],
  // Nghị định 176/2025; Nghị định 20/2021, Điều 11 và Điều 14.
  ['burialSocialPension', { drew: 'socialPension' }, true],
  ['burialSocialPension', { drew: 'allowance' }, false],
  ['burialAllowance', { drew: 'allowance' }, true],
  ['burialAllowance', { drew: 'socialPension' }, false],
  ['burialAllowance', { drew: 'insurance' }, false],
  ['burialDisaster', { special: 'disaster' }, true],
  ['burialDisaster', { special: 'veteran' }, false],
  ['burialDisaster', { special: 'no' }, false],
];

test.each(CASES)('%s %j: %s', (id, answers, expected) => {
  expect(verdict(id, answers)).toBe(expected);
});

test('each rule has a case where it holds and one where it does not', () => {
  const told = new Set(CASES.map(([id, , holds]) => `${id} ${String(holds)}`));
  const needed = rules.flatMap(({ id }) => [`${id} true`, `${id} false`]);
  expect(needed.filter((one) => !told.has(one))).toEqual([]);
  const known = new Set(rules.map(({ id }) => id));
  expect(CASES.filter(([id]) => !known.has(id))).toEqual([]);
});

test('nothing is decided before it was asked', () => {
  expect(rules.filter(({ holds }) => judge(holds, new Map(), TODAY) !== null)).toEqual([]);
});

test('born on a leap day', () => {
  expect(verdict('groomOfAge', { groomBorn: '2008-02-29' }, '2028-02-28')).toBe(false);
  expect(verdict('groomOfAge', { groomBorn: '2008-02-29' }, '2028-02-29')).toBe(true);
  expect(verdict('brideOfAge', { brideBorn: '2008-02-29' }, '2026-02-27')).toBe(false);
  expect(verdict('brideOfAge', { brideBorn: '2008-02-29' }, '2026-02-28')).toBe(true);
});

/** First days on which the acts are in force; of the health insurance law, those of its wording of 2014. */
const IN_FORCE: Readonly<Record<string, Day>> = {
  '25/2008/QH12': '2015-01-01',
  '51/2010/QH12': '2011-01-01',
  '52/2014/QH13': '2015-01-01',
  '60/2014/QH13': '2016-01-01',
  '68/2020/QH14': '2021-07-01',
  '31/2024/QH15': '2024-08-01',
  '41/2024/QH15': '2025-07-01',
  '51/2024/QH15': '2025-07-01',
  '23/2015/NĐ-CP': '2015-04-10',
  '105/2020/NĐ-CP': '2020-11-01',
  '20/2021/NĐ-CP': '2021-07-01',
  '76/2024/NĐ-CP': '2024-07-01',
  '66/2025/NĐ-CP': '2025-05-01',
  '176/2025/NĐ-CP': '2025-07-01',
  '24/2021/QĐ-TTg': '2021-09-01',
  '66.7/2025/NQ-CP': '2026-01-01',
};

describe('laws come and go', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s is in force as long as one of its acts', (_, rule) => {
    const days = rule.sources.map(({ act }) => IN_FORCE[act]);
    expect(days).not.toContain(undefined);
    expect(days).toContain(rule.validFrom);
  });

  test('there was no social pension before July 2025', () => {
    const old = { elderBorn: '1940-01-01', pension: 'none' };
    expect(verdict('socialPension75', old, '2025-06-30')).toBeNull();
    expect(verdict('socialPension75', old, '2025-07-01')).toBe(true);
  });

  test('the terms of Luật Hộ tịch 2014 end with it on 1 March 2027', () => {
    expect(verdict('birthOnTime', { childBorn: '2027-02-27' }, '2027-02-28')).toBe(true);
    expect(verdict('birthOnTime', { childBorn: '2027-02-28' }, '2027-03-01')).toBeNull();
    expect(verdict('deathOnTime', { died: '2027-02-28' }, '2027-03-01')).toBeNull();
  });

  test('each names an act by its number, and no amount of money', () => {
    const acts = rules.flatMap(({ sources }) => sources.map(({ act }) => act));
    expect(acts.filter((act) => !/^[\d.]+\/\d{4}\/(QH|NĐ-CP|NQ-CP|QĐ-TTg)/.test(act))).toEqual([]);
    expect(rules.filter(({ says }) => /\d\s*(đồng|₫|VND)/.test(says.vi + says.en))).toEqual([]);
  });
});
