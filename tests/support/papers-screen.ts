import { fireEvent, screen } from '@testing-library/react';
import { expect, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { AccountStore, Clock } from '#core/ports.ts';
import { heldPhotos, photos } from './held-photos.ts';
import { memoryDisk } from './memory-disk.ts';
import { startSignedIn } from './signed-in.ts';

/** Somebody signed in with a store that keeps things, whose photos are shrunk when `held` lets them; what is sealed is seen. */
export async function signedInWithPhotos(clock: Clock) {
  let made = 0;
  const ids = { uuid: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}` };
  const opened = await memoryDisk({ clock, ids }).open('may');
  const store = must(opened.ok ? opened.value : null, 'a store');
  const enqueue = vi.fn<AccountStore['enqueue']>(store.enqueue);
  const phone = { ids, store, enqueue, held: heldPhotos() };
  await startSignedIn(
    { ...store, enqueue, findFile: () => Promise.resolve({ ok: true, value: null }) },
    {
      clock,
      ids,
      images: { prepare: (photo: File) => phone.held.images.prepare(photo) },
      timers: { after: () => () => undefined },
      sync: { state: () => null, watch: () => () => undefined, queued: () => undefined },
    },
  );
  return phone;
}

/** Picks photos, named by one letter each, for the first paper on the screen. */
export async function pick(names: string): Promise<void> {
  const [first] = await screen.findAllByLabelText('photo.pick', { selector: 'input' });
  fireEvent.change(must(first, 'a paper'), { target: { files: photos(names) } });
}

/** Waits until so many pages are on the screen. */
export const pages = (count: number) =>
  vi.waitFor(() => expect(screen.queryAllByRole('button', { name: /papers\.pageOf/ })).toHaveLength(count));

/** Whatever waits for nothing but promises has run. */
export const settle = () => new Promise((resolve) => setTimeout(resolve));
