import { create } from 'zustand';
import { ProvinceProfile } from '#protocol/province.ts';
import { platform } from './app.ts';
import type { PinnedKey } from './platform.ts';

/** What the server said of its province: the keys it signs with, and whether this is a sandbox. */
type Announced = { readonly keys: readonly PinnedKey[]; readonly sandbox: boolean };

const REMEMBERED = 'banso-province';

const useAnnounced = create<{ announced: Announced | null }>(() => ({ announced: null }));

/**
 * Reads the keys pinned on this phone, or pins those of the first contact. A fee request is verified
 * against pinned keys alone, also offline; a key that appears later under a known `kid` is not taken.
 * Answers whether the server was heard: then the keys are all that it has.
 */
export async function pinProvince(): Promise<boolean> {
  const remembered = localStorage.getItem(REMEMBERED);
  const pinned = remembered === null ? null : (JSON.parse(remembered) as Announced);
  if (pinned) useAnnounced.setState({ announced: pinned });

  const answer = await platform().api.get('/api/province', ProvinceProfile);
  if (!answer.ok) return false;
  const known = new Map(pinned?.keys.map((key) => [key.kid, key]));
  const keys = [...known.values(), ...answer.value.keys.filter((key) => !known.has(key.kid))];
  const announced = { keys, sandbox: answer.value.sandbox };
  localStorage.setItem(REMEMBERED, JSON.stringify(announced));
  useAnnounced.setState({ announced });
  return true;
}

/** The province's pinned signing keys; null before the first contact with the server. */
export function useProvinceKeys(): readonly PinnedKey[] | null {
  return useAnnounced((state) => state.announced?.keys ?? null);
}

/** True where payments and identities are played through. */
export function useSandbox(): boolean {
  return useAnnounced((state) => state.announced?.sandbox ?? false);
}
