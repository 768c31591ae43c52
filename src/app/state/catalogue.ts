import { useEffect, useState } from 'react';
import type { Procedure } from '#core/procedure/procedure.ts';
import { standingOf, versionsByCode, type VersionStanding } from '#core/procedure/versions.ts';
import type { Overlay } from '#core/procedure/overlay.ts';
import type { Province } from '#core/procedure/province.ts';
import { loadOverlays, loadProvince } from './province.ts';

/** The province this build is for, and its whole catalogue: one chunk, fetched with the app and kept offline. */
export type Catalogue = {
  /** The newest version of each. */
  readonly procedures: readonly Procedure[];
  /** The newest version. */
  readonly find: (code: string) => Procedure | null;
  /** Just this version, or null while this app does not have it. */
  readonly findVersion: (code: string, version: number) => Procedure | null;
  /** The version a dossier or a submission was made by; the newest where this app does not have that one. */
  readonly madeBy: (made: { readonly procedure: string; readonly version: number }) => Procedure | null;
  /** How a version stands among those this app has. */
  readonly standing: (code: string, version: number) => VersionStanding;
  readonly province: Province;
  /** What the province sets for itself. */
  readonly overlays: readonly Overlay[];
  readonly units: ReadonlySet<string>;
  readonly unitName: (code: string) => string;
};

let loading: Promise<Catalogue> | null = null;
let loaded: Catalogue | null = null;

/** Loads the catalogue once. It is data of this build, so it is there without signal after the first visit. */
export function loadCatalogue(): Promise<Catalogue> {
  loading ??= Promise.all([import('./catalogue-data.ts'), loadProvince(), loadOverlays()]).then(
    ([{ procedures, formerProcedures }, province, overlays]) => {
      const versions = versionsByCode([...procedures, ...formerProcedures]);
      const standing: Catalogue['standing'] = (code, version) => standingOf(versions.get(code), version);
      const findVersion: Catalogue['findVersion'] = (code, version) => standing(code, version).procedure;
      const find: Catalogue['find'] = (code) => versions.get(code)?.at(-1) ?? null;
      const names = new Map(province.communes.map((unit) => [unit.code, `${unit.type} ${unit.name}`]));
      const catalogue: Catalogue = {
        procedures,
        province,
        overlays,
        find,
        findVersion,
        madeBy: ({ procedure, version }) => findVersion(procedure, version) ?? find(procedure),
        standing,
        units: new Set(names.keys()),
        unitName: (code) => names.get(code) ?? code,
      };
      loaded = catalogue;
      return catalogue;
    },
  );
  return loading;
}

/** The catalogue, or null for the moment it takes to load. */
export function useCatalogue(): Catalogue | null {
  const [catalogue, setCatalogue] = useState(loaded);
  useEffect(() => {
    if (!catalogue) void loadCatalogue().then(setCatalogue);
  }, [catalogue]);
  return catalogue;
}
