import type { Timers } from '#core/ports.ts';

/**
 * So long without an answer, the phone's storage may never give one: WebKit loses requests, and another window can keep
 * a database to itself. In steps, so that a phone that was frozen meanwhile is not taken for one that waited.
 */
const STEP_MS = 2_000;
const STEPS = 5;

/** Whether the phone's storage owes an answer for longer than it ever should. */
export type Silence = {
  readonly watch: (changed: (silent: boolean) => void) => () => void;
  /** Answers what was asked as it is, however long that takes, and notices when it takes too long. */
  readonly heed: <T>(asked: Promise<T>) => Promise<T>;
};

export function listenForSilence(timers: Timers): Silence {
  const watching = new Set<(silent: boolean) => void>();
  let overdue = 0;

  const count = (by: number): void => {
    const before = overdue > 0;
    overdue += by;
    if (overdue > 0 !== before) for (const changed of watching) changed(overdue > 0);
  };

  return {
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    heed: async (asked) => {
      let steps = 0;
      const step = (): void => {
        steps += 1;
        if (steps < STEPS) cancel = timers.after(STEP_MS, step);
        else count(1);
      };
      let cancel = timers.after(STEP_MS, step);
      try {
        return await asked;
      } finally {
        cancel();
        if (steps === STEPS) count(-1);
      }
    },
  };
}
