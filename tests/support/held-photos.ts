import { vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { Prepared } from '#app/state/platform.ts';

const SIZE = 1000;

/** A phone that shrinks each photo only when it is let. A photo is named by one hexadecimal letter, its bytes' hash by 64. */
export function heldPhotos() {
  const held = new Map<string, (prepared: Prepared) => void>();
  const letGo = async (name: string, prepared: Prepared) =>
    (await vi.waitFor(() => must(held.get(name), name)))(prepared);
  return {
    images: {
      prepare: (photo: File) => new Promise<Prepared>((resolve) => held.set(photo.name, resolve)),
    },
    shrink: (name: string) => {
      const file = { hash: name.repeat(64), size: SIZE, type: 'image/webp' as const };
      return letGo(name, { ok: true, bytes: new Uint8Array(SIZE), file, preview: null });
    },
    spoil: (name: string) => letGo(name, { ok: false, why: { code: 'unreadable' } }),
  };
}

export const photos = (names: string) => [...names].map((name) => new File([name], name, { type: 'image/jpeg' }));
