import type { Clock, Timers } from '#core/ports.ts';
import type { Random } from '#tests/support/random.ts';

type Task = { readonly at: number; readonly run: () => void };

/** Things this close together may happen in any order. */
const WINDOW_MS = 200;

/**
 * Virtual time as an explicit list of what may happen next, soonest first. Of everything due within a short
 * window one is picked by the seed, so that a run explores orders and not only durations.
 */
export class VirtualTime implements Clock, Timers {
  private readonly tasks: Task[] = [];
  private time: number;
  private readonly random: Random;

  constructor(random: Random, start: number) {
    this.random = random;
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.time + ms, run };
    let place = this.tasks.length;
    while (place > 0 && (this.tasks[place - 1] as Task).at > task.at) place -= 1;
    this.tasks.splice(place, 0, task);
    return () => {
      const found = this.tasks.indexOf(task);
      if (found !== -1) this.tasks.splice(found, 1);
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Runs one of the next tasks. Answers false when nothing is left before `until`. */
  step(until: number): boolean {
    const first = this.tasks[0];
    if (!first || first.at > until) {
      this.time = Math.max(this.time, until);
      return false;
    }
    const limit = Math.min(first.at + WINDOW_MS, until);
    let due = 1;
    while (due < this.tasks.length && (this.tasks[due] as Task).at <= limit) due += 1;
    const [task] = this.tasks.splice(due === 1 ? 0 : this.random.int(due), 1) as [Task];
    this.time = Math.max(this.time, task.at);
    task.run();
    return true;
  }
}

/**
 * Runs steps until there is enough or nothing is due, and after each everything that only waits for promises.
 * Node can be asked to do that on the spot, outside of a promise's own turn; going through its event loop for every
 * step instead takes as long as the steps themselves.
 */
export function passTime(time: VirtualTime, until: number, enough: () => boolean, stepped: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        settle();
        while (!enough() && time.step(until)) {
          settle();
          stepped();
        }
        resolve();
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

const { _tickCallback: settle } = process as unknown as { readonly _tickCallback: () => void };
