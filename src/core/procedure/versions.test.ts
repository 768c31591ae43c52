import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#core/calendar/day.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { CHANGE_DAY, EVERYTHING_2 } from '#tests/support/versions.ts';
import type { Procedure } from './procedure.ts';
import { faultIn, GRACE_DAYS, standingOf, versionsByCode, type Versions } from './versions.ts';

const later = (version: number, validFrom: string): Procedure => ({ ...EVERYTHING, version, validFrom });
const known = (...all: readonly Procedure[]): Versions | undefined => versionsByCode(all).get(EVERYTHING.code);
const faultOf = (...all: readonly Procedure[]): string | null => {
  const versions = known(...all);
  return versions ? faultIn(versions) : null;
};

describe('how a version stands', () => {
  test('VERSION-1 the newest is superseded by nothing, an older one by the next, and the newest takes over', () => {
    const versions = known(later(3, '2027-03-01'), EVERYTHING_2, EVERYTHING);
    expect(standingOf(versions, 3)).toMatchObject({ procedure: { version: 3 }, superseded: null });
    expect(standingOf(versions, 1)).toMatchObject({
      procedure: { version: 1 },
      newest: { version: 3 },
      superseded: { version: 3, since: CHANGE_DAY, takenUntil: addDays(CHANGE_DAY, GRACE_DAYS) },
    });
  });

  test('VERSION-2 of what is not known it says whether something newer is', () => {
    const versions = known(EVERYTHING, later(3, '2027-03-01'));
    expect(standingOf(versions, 2)).toMatchObject({ procedure: null, superseded: { version: 3, since: '2027-03-01' } });
    expect(standingOf(versions, 4)).toMatchObject({ procedure: null, newest: { version: 3 }, superseded: null });
    expect(standingOf(undefined, 1)).toEqual({ procedure: null, newest: null, superseded: null });
  });

  test('VERSION-3 whatever is known, in whatever order it is read, only the newest is superseded by nothing', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 10 }), (all, asked) => {
        const versions = known(...all.map((version) => later(version, addDays('2026-01-01', version))));
        const { procedure, newest, superseded } = standingOf(versions, asked);
        const above = all.filter((version) => version > asked);
        expect(newest?.version).toBe(Math.max(...all));
        expect(procedure?.version ?? null).toBe(all.includes(asked) ? asked : null);
        expect(superseded?.since ?? null).toBe(above.length > 0 ? addDays('2026-01-01', Math.min(...above)) : null);
      }),
    );
  });
});

test('VERSION-4 two of one number, and a later one that is valid earlier, are faults in the data', () => {
  expect(faultOf(EVERYTHING, EVERYTHING_2)).toBeNull();
  expect(faultOf(EVERYTHING, EVERYTHING)).toContain('version 1 is there twice');
  expect(faultOf(EVERYTHING, later(2, EVERYTHING.validFrom))).toContain('valid from a later day');
  expect(faultOf(later(2, '2026-01-01'), later(1, '2026-02-01'))).toContain('version 2');
});
