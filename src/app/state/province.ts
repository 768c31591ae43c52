import { useEffect, useState } from 'react';
import type { Overlay } from '#core/procedure/overlay.ts';
import type { FormerCommune, Province } from '#core/procedure/province.ts';

let loaded: Province | null = null;

/**
 * The province this build is for, with its communes; `BANSO_PROVINCE` at the build puts another's files in the place of
 * these (vite.config.ts). It comes apart from the catalogue, since the first screen shows a place and no procedure.
 * Content is checked against its schema by a test.
 */
export async function loadProvince(): Promise<Province> {
  loaded ??= (await import('#content/provinces/lao-cai.json')).default as Province;
  return loaded;
}

/** What the province sets for itself. Checked by a test as well. */
export async function loadOverlays(): Promise<readonly Overlay[]> {
  return (await import('#content/provinces/lao-cai-overlays.json')).default as readonly Overlay[];
}

/** The communes of before July 2025, for whoever goes on saying their names. */
export async function loadFormerCommunes(): Promise<readonly FormerCommune[]> {
  return (await import('#content/provinces/lao-cai-former.json')).default as readonly FormerCommune[];
}

/** The province, or null for the moment it takes to load. */
export function useProvince(): Province | null {
  const [province, setProvince] = useState(loaded);
  useEffect(() => {
    if (!province) void loadProvince().then(setProvince);
  }, [province]);
  return province;
}
