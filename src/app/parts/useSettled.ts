import { useApp } from '#app/state/app.ts';

/** False for the moment the phone needs to remember who uses it: until then nobody is called signed out. */
export function useSettled(): boolean {
  return useApp((state) => state.store !== 'opening' || state.me !== null);
}
