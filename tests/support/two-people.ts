import { expect, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { AccountStore, Stored } from '#core/ports.ts';
import { store, useApp } from '#app/state/app.ts';
import { memoryDisk } from './memory-disk.ts';
import { startSignedIn } from './signed-in.ts';

const clock = { now: () => 100 };

/** A phone that is used by one person after the other, each with a store of their own; "may" is signed in first. */
export async function sharedPhone(rest: object = {}) {
  let made = 0;
  const ids = { uuid: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}` };
  const disk = memoryDisk({ clock, ids });
  let account = 'may';
  const told = new Set<() => void>();
  await startSignedIn(
    {},
    {
      session: {
        state: () => ({ settled: true, me: { account, name: account }, server: 'in' }),
        watch: (changed: () => void) => told.add(changed),
        refresh: () => undefined,
      },
      store: (whose: string) => disk.open(whose),
      clock,
      ids,
      timers: { after: () => () => undefined },
      ...rest,
    },
  );
  return {
    ids,
    /** What another tab's sign-in does to this page; done once their store is open here. */
    signIn: async (next: string) => {
      account = next;
      for (const changed of told) changed();
      await vi.waitFor(() => {
        expect(useApp.getState().store).toBe('open');
        expect(store().account).toBe(next);
      });
    },
    /** A draft of somebody's does not open any more. */
    corrupt: (whose: string, draft: string) => disk.corrupt(whose, 'drafts', draft),
    /** Looks into somebody's store, whoever is signed in. */
    in: async <T>(whose: string, look: (theirs: AccountStore) => Promise<Stored<T>>): Promise<T> => {
      const opened = await disk.open(whose);
      const found = opened.ok ? await look(opened.value) : opened;
      return must(found.ok ? { value: found.value } : null, whose).value;
    },
  };
}
