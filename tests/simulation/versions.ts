import type { Procedure } from '#core/procedure/procedure.ts';
import { standingOf, type Versions, type VersionStanding } from '#core/procedure/versions.ts';
import type { Answers } from '#core/form/form.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { ANSWERS_OF_2, CHANGE_DAY, EVERYTHING_2 } from '#tests/support/versions.ts';
import { DAY } from './world.ts';

/** The procedure changes in the middle of the month. Phones stay away for up to eight days. */
export const CHANGE_AT = Date.parse(`${CHANGE_DAY}T00:00:00+07:00`);
const GRACE_DAYS = 3;
/** The first instant at which what was made by the old version is taken no more. */
export const OLD_TAKEN_BEFORE = CHANGE_AT + (GRACE_DAYS + 1) * DAY;
/** Some phones get the new app before the server has the new version. */
export const NEW_APP_FROM = CHANGE_AT - 2 * DAY;

const BEFORE: Versions = [EVERYTHING];
const AFTER: Versions = [EVERYTHING, EVERYTHING_2];

/** How a version stands for the server at that time. */
export function standingAt(now: number, version: number): VersionStanding {
  return standingOf(now < CHANGE_AT ? BEFORE : AFTER, version, GRACE_DAYS);
}

/** A version as an app has it whose newest is `app`. */
export function versionIn(app: number, version: number): Procedure | null {
  return version > app ? null : (AFTER.find((known) => known.version === version) ?? null);
}

/** Answers that the version accepts. */
export function goodAnswers({ version }: Pick<Procedure, 'version'>): Answers {
  return version === 1 ? EVERYTHING_ANSWERS : { ...EVERYTHING_ANSWERS, ...ANSWERS_OF_2 };
}
