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

describe('on the day, and a day short', () => {
  test.each([
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
    ['absenceDeclared', { newPlace: 'no', awayCase: 'short' }, false],
    ['absenceDeclared', { newPlace: 'yes' }, false],
  ])('%s %j: %s', (id, answers: Record<string, string>, expected) => {
    expect(verdict(id, answers)).toBe(expected);
  });

  test('born on a leap day', () => {
    expect(verdict('groomOfAge', { groomBorn: '2008-02-29' }, '2028-02-28')).toBe(false);
    expect(verdict('groomOfAge', { groomBorn: '2008-02-29' }, '2028-02-29')).toBe(true);
    expect(verdict('brideOfAge', { brideBorn: '2008-02-29' }, '2026-02-27')).toBe(false);
    expect(verdict('brideOfAge', { brideBorn: '2008-02-29' }, '2026-02-28')).toBe(true);
  });
});

describe('laws come and go', () => {
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
