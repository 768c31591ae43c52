import { addDays, type Day } from '#core/calendar/day.ts';
import { must } from '#core/assert.ts';
import type { Procedure } from './procedure.ts';

/**
 * Days for which a version is still taken after the next one has come into force. As many as an app is served without
 * an update: its catalogue comes with it, so until then there are phones that have made a dossier in good faith on the
 * only version they could know.
 */
export const GRACE_DAYS = 90;

/** The known versions of one procedure, the oldest first. */
export type Versions = readonly [Procedure, ...Procedure[]];

/** What took a version's place: the newest one, from when the version counts no more, and until when it is still taken. */
export type Superseded = { readonly version: number; readonly since: Day; readonly takenUntil: Day };

/** How a version stands among those known. */
export type VersionStanding = {
  /** The procedure at just this version; null when it is not known. */
  readonly procedure: Procedure | null;
  /** The newest version known; null when no such procedure is. */
  readonly newest: Procedure | null;
  readonly superseded: Superseded | null;
};

/** All versions by the code of their procedure. */
export function versionsByCode(all: Iterable<Procedure>): ReadonlyMap<string, Versions> {
  const byCode = new Map<string, [Procedure, ...Procedure[]]>();
  for (const procedure of all) {
    const known = byCode.get(procedure.code);
    if (known) known.push(procedure);
    else byCode.set(procedure.code, [procedure]);
  }
  for (const versions of byCode.values()) versions.sort((a, b) => a.version - b.version);
  return byCode;
}

/** What is wrong with the versions of one procedure as data, in words for whoever edits it; null when nothing is. */
export function faultIn(versions: Versions): string | null {
  for (const [at, later] of versions.entries()) {
    const before = versions[at - 1];
    if (before?.version === later.version) return `${later.code}: version ${later.version} is there twice`;
    if (before && before.validFrom >= later.validFrom) {
      return `${later.code}: version ${later.version} must be valid from a later day than version ${before.version}`;
    }
  }
  return null;
}

export function newestOf(versions: Versions): Procedure {
  return must(versions.at(-1), 'a version');
}

/** A version among those known of its procedure; `graceDays` as a rule `GRACE_DAYS`. */
export function standingOf(
  versions: Versions | undefined,
  version: number,
  graceDays: number = GRACE_DAYS,
): VersionStanding {
  if (!versions) return { procedure: null, newest: null, superseded: null };
  const newest = newestOf(versions);
  const next = versions.find((later) => later.version > version);
  return {
    procedure: versions.find((known) => known.version === version) ?? null,
    newest,
    superseded: next
      ? { version: newest.version, since: next.validFrom, takenUntil: addDays(next.validFrom, graceDays) }
      : null,
  };
}
