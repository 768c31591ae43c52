import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs work now, and again some time after it has ended, so that it never runs twice at once. What it throws goes to
 * `trouble` and ends nothing. The returned function tells it to stop, and resolves when it has.
 */
export function repeat(
  pauseMs: number,
  work: (signal: AbortSignal) => Promise<unknown>,
  trouble: (error: unknown) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await work(signal).catch(trouble);
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  const running = run();
  return async () => {
    stopped.abort();
    await running;
  };
}
