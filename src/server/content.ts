import { readFileSync, readdirSync } from 'node:fs';
import * as z from 'zod/mini';
import { must } from '#core/assert.ts';
import { dayOf } from '#core/calendar/day.ts';
import { calendarOf, HolidayData, type WorkCalendar } from '#core/calendar/working-days.ts';
import type { Ground } from '#core/dossier/decide.ts';
import { Overlay, procedureInProvince } from '#core/procedure/overlay.ts';
import { Procedure } from '#core/procedure/procedure.ts';
import { faultIn, newestOf, standingOf, versionsByCode } from '#core/procedure/versions.ts';
import { FormerCommune, Province, type Commune } from '#core/procedure/province.ts';

const FOLDER = new URL('../content/', import.meta.url);

/** The province's data as the server needs it. */
export type Content = {
  readonly province: Province;
  readonly calendar: WorkCalendar;
  /** The newest version of each, by code. */
  readonly procedures: ReadonlyMap<string, Procedure>;
  /** What the province sets for itself. */
  readonly overlays: readonly Overlay[];
  /** The communes, by code. */
  readonly units: ReadonlyMap<string, Commune>;
  /** The communes before 1 July 2025, with the unit of today each went to. */
  readonly former: readonly FormerCommune[];
  /** What the codes of a unit's dossiers begin with: "H38.16". The unit must exist. */
  unitPrefix(unit: string): string;
  /**
   * What a decision about a dossier of that procedure, version and unit rests on, now (milliseconds). The province's fee
   * and term are those of the day it was submitted; a dossier that is not there yet is submitted now.
   */
  ground(procedure: string, version: number, unit: string, now: number, submittedAt?: number): Ground;
};

/** The data as it is read. */
type ContentData = Omit<Content, 'procedures' | 'units' | 'unitPrefix' | 'ground'> & {
  /** Every known version. */
  readonly versions: readonly Procedure[];
};

/** Reads and checks everything once, at start: data that does not fit its schema stops the server there. */
export function loadContent(options: { readonly province: string }): Content {
  return contentOf(readContent(options));
}

export function readContent(options: { readonly province: string }): ContentData {
  return {
    province: read(`provinces/${options.province}.json`, Province),
    calendar: calendarOf(read('calendar/holidays.json', HolidayData)),
    versions: [...readProcedures('procedures/'), ...readProcedures('former-procedures/')],
    overlays: read(`provinces/${options.province}-overlays.json`, z.array(Overlay)),
    former: read(`provinces/${options.province}-former.json`, z.array(FormerCommune)),
  };
}

/** @throws when the versions of a procedure contradict each other. */
export function contentOf({ versions: all, ...data }: ContentData): Content {
  const { province, calendar, overlays } = data;
  const versions = versionsByCode(all);
  const faults = [...versions.values()].flatMap((known) => faultIn(known) ?? []);
  if (faults.length > 0) throw new Error(`src/content/procedures: ${faults.join('; ')}`);
  const procedures = new Map([...versions].map(([code, known]) => [code, newestOf(known)] as const));
  const units = new Map(province.communes.map((commune) => [commune.code, commune]));
  const codes = new Set(units.keys());

  return {
    ...data,
    procedures,
    units,
    unitPrefix: (unit) => must(units.get(unit), `unit ${unit}`).dossierPrefix,
    ground: (code, version, unit, now, submittedAt = now) => {
      const standing = standingOf(versions.get(code), version);
      const { procedure } = standing;
      return {
        now,
        calendar,
        ...standing,
        procedure: procedure && procedureInProvince(procedure, overlays, dayOf(submittedAt)),
        unit: units.get(unit) ?? null,
        units: codes,
      };
    },
  };
}

function readProcedures(folder: string): Procedure[] {
  return readdirSync(new URL(folder, FOLDER))
    .filter((name) => name.endsWith('.json'))
    .map((name) => read(folder + name, Procedure));
}

function read<S extends z.ZodMiniType>(name: string, schema: S): z.infer<S> {
  const parsed = schema.safeParse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
  if (!parsed.success) throw new Error(`src/content/${name} is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
