// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { WakeReason } from '#core/sync/state.ts';
import { listenForSignals } from './signals.ts';

const shown = (persisted: boolean) => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));

test('a page that was kept and is shown again wakes the engine once; one that has just loaded does not', () => {
  let now = 100_000;
  const woken: WakeReason[] = [];
  listenForSignals(
    () => now,
    (why) => woken.push(why),
    () => undefined,
  );
  shown(false);
  expect(woken).toEqual([]);
  shown(true);
  expect(woken).toEqual(['visible']);
  // The events that come with it tell of the same moment.
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('focus'));
  expect(woken).toEqual(['visible']);
  now += 60_000;
  shown(true);
  expect(woken).toEqual(['visible', 'visible']);
});

test('a page that was frozen is woken when it is looked at again, however soon', () => {
  const woken: string[] = [];
  listenForSignals(
    () => 100_000,
    (why) => woken.push(why),
    () => woken.push('frozen'),
  );
  shown(true);
  document.dispatchEvent(new Event('freeze'));
  shown(true);
  expect(woken).toEqual(['visible', 'frozen', 'visible']);
  // Kept for the way back, or gone for good.
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
  expect(woken.slice(3)).toEqual(['frozen']);
});
