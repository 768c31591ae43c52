import { useEffect, useState } from 'react';
import type { Province } from '#core/procedure/province.ts';

let loaded: Province | null = null;

/**
 * The province this build is for, with its communes. It comes apart from the catalogue, since the first
 * screen shows a place and no procedure. Content is checked against its schema by a test.
 */
export async function loadProvince(): Promise<Province> {
  loaded ??= (await import('#content/provinces/lao-cai.json')).default as Province;
  return loaded;
}

/** The province, or null for the moment it takes to load. */
export function useProvince(): Province | null {
  const [province, setProvince] = useState(loaded);
  useEffect(() => {
    if (!province) void loadProvince().then(setProvince);
  }, [province]);
  return province;
}
