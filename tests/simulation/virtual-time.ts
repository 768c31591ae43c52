import type { Clock, Timers } from '#core/ports.ts';
import type { Random } from '#tests/support/random.ts';

type Task = { readonly at: number; readonly run: () => void };

/**
 * Virtual time as an explicit list of what may happen next. Of everything due within a short window one is
 * picked by the seed, so that a run explores orders and not only durations.
 */
export class VirtualTime implements Clock, Timers {
  private readonly tasks = new Set<Task>();
  private time: number;
  private readonly random: Random;
  /** Things this close together may happen in any order. */
  private readonly windowMs = 200;

  constructor(random: Random, start: number) {
    this.random = random;
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.time + ms, run };
    this.tasks.add(task);
    return () => this.tasks.delete(task);
  }

  get idle(): boolean {
    return this.tasks.size === 0;
  }

  /** Runs one of the next tasks. Answers false when nothing is left before `until`. */
  step(until: number): boolean {
    const soonest = Math.min(...[...this.tasks].map((task) => task.at));
    if (this.tasks.size === 0 || soonest > until) {
      this.time = until;
      return false;
    }
    const due = [...this.tasks].filter((task) => task.at <= soonest + this.windowMs && task.at <= until);
    const task = this.random.pick(due);
    this.tasks.delete(task);
    this.time = Math.max(this.time, task.at);
    task.run();
    return true;
  }
}

/** Lets everything that only waits for promises go on, without letting time pass. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
