import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SyncStart } from '#core/ports.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { step } from './machine.ts';
import { INITIAL, type Ask, type SyncEvent } from './state.ts';

const EPOCH = '0198f2f5-7c1a-7e55-9c60-eeeeeeeeeeee';
const DEVICE = '0198f2f5-7c1a-7e55-9c60-111111111111';
const HEAVIEST = 4_000;

/** A phone that has come back with work, at a place where signal comes in windows of so many bytes each. */
class Village {
  #state = INITIAL;
  #ask: Ask | null = null;
  readonly requests: Ask[] = [];

  constructor(bytes: readonly number[]) {
    const unsent = bytes.map((each, i) => ({ seq: i + 1, bytes: each }));
    const start: SyncStart = {
      account: 'a',
      device: DEVICE,
      cursor: 0,
      draftCursor: 0,
      epoch: EPOCH,
      first: null,
      photos: 'any',
      unsent,
      lastContactAt: null,
    };
    this.#take({ type: 'started', start });
  }

  get waiting(): number {
    return this.#state.unsent.length;
  }

  /** Requests go out one after the other until one is longer than what is left of the window. */
  window(bytes: number): void {
    let left = bytes;
    for (;;) {
      const ask = this.#ask;
      if (!ask) return;
      const size = this.#state.unsent
        .filter(({ seq }) => ask.seqs.includes(seq))
        .reduce((sum, each) => sum + each.bytes, 0);
      if (size > left) break;
      left -= size;
      this.#answer(ask);
    }
    this.#take({ type: 'notAnswered', failure: { code: 'timeout' }, ms: 10_000, chance: 0 });
    this.#take({ type: 'rested' });
    this.#take({ type: 'reread', unsent: this.#state.unsent, gap: null, chance: 0 });
  }

  #answer(ask: Ask): void {
    const outcomes = ask.seqs.map((seq) => ({ result: 'done' as const, seq, id: DEVICE, at: 1, receipt: '' }));
    const response = { ...QUIET_ANSWER, epoch: EPOCH, outcomes };
    this.#take({ type: 'answered', response, at: 1 });
    const recorded = { cursor: 0, draftCursor: 0, epoch: EPOCH, toUpload: [], resend: [] };
    this.#take({ type: 'recorded', response, recorded });
  }

  #take(event: SyncEvent): void {
    const next = step(this.#state, event);
    this.#state = next.state;
    this.#ask = null;
    for (const effect of next.effects) {
      if (effect.type === 'ask') {
        this.#ask = effect.ask;
        this.requests.push(effect.ask);
      }
    }
  }
}

test('SYNC-27 where every window is shorter than what waits, something arrives in each all the same', () => {
  const work = fc.array(fc.integer({ min: 100, max: HEAVIEST }), { minLength: 1, maxLength: 60 });
  const windows = fc.array(fc.integer({ min: HEAVIEST, max: 20_000 }), { minLength: 61, maxLength: 61 });
  fc.assert(
    fc.property(work, windows, (bytes, each) => {
      const village = new Village(bytes);
      // The first may be spent on all at once.
      const [first = 0, ...rest] = each;
      village.window(first);
      for (const window of rest) {
        const before = village.waiting;
        village.window(window);
        if (before > 0) expect(village.waiting).toBeLessThan(before);
      }
      expect(village.waiting).toBe(0);
    }),
  );
});

test('SYNC-28 with signal that lasts all goes at once, and after a cut in ever larger requests, drafts last', () => {
  const bytes = Array.from({ length: 60 }, () => 1_000);
  const open = new Village(bytes);
  open.window(1_000_000);
  expect(open.requests.map(({ seqs }) => seqs.length)).toEqual([60]);
  const cut = new Village(bytes);
  cut.window(0);
  cut.window(1_000_000);
  expect(cut.requests.map(({ seqs, drafts }) => [seqs.length, drafts])).toEqual([
    [60, 'resting'],
    [1, 'none'],
    [4, 'none'],
    [16, 'none'],
    [39, 'resting'],
  ]);
});

test('SYNC-36 drafts that a cut held back go as soon as a window has held, once', () => {
  const cut = new Village([1_000]);
  cut.window(0);
  cut.window(1_000_000);
  expect(cut.requests.map(({ seqs, drafts }) => [seqs.length, drafts])).toEqual([
    [1, 'resting'],
    [1, 'none'],
    [0, 'resting'],
  ]);
});
