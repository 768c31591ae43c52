import { useEffect, useState } from 'react';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Overlay } from '#core/procedure/overlay.ts';
import type { Province } from '#core/procedure/province.ts';
import { loadOverlays, loadProvince } from './province.ts';

/** The province this build is for, and its whole catalogue: one chunk, fetched with the app and kept offline. */
export type Catalogue = {
  readonly procedures: readonly Procedure[];
  readonly find: (code: string) => Procedure | null;
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
    ([{ procedures }, province, overlays]) => {
      const byCode = new Map(procedures.map((procedure) => [procedure.code, procedure]));
      const names = new Map(province.communes.map((unit) => [unit.code, `${unit.type} ${unit.name}`]));
      const catalogue: Catalogue = {
        procedures,
        province,
        overlays,
        find: (code) => byCode.get(code) ?? null,
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
