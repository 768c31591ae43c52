// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { WakeReason } from '#core/sync/machine.ts';
import { listenForSignals } from './signals.ts';

const shown = (persisted: boolean) => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));

test('a page that was kept and is shown again wakes the engine once; one that has just loaded does not', () => {
  let now = 100_000;
  const woken: WakeReason[] = [];
  listenForSignals(
    () => now,
    (why) => woken.push(why),
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
