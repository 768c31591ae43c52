import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import type { SyncResponse } from './messages.ts';
import { step } from './machine.ts';
import { INITIAL, type Ask, type Gap, type SyncEffect, type SyncEvent, type SyncState } from './state.ts';

const EPOCH = '0198f2f5-7c1a-7e55-9c60-eeeeeeeeeeee';
const DEVICE = '0198f2f5-7c1a-7e55-9c60-111111111111';

/** The machine over a store and a server that are no more than the numbers of commands. */
class Phone {
  state: SyncState = INITIAL;
  /** In the store and without an outcome. */
  readonly waiting = new Set<number>();
  /** The server's last seq, and how often it was sent each command it had an outcome for. */
  lastSeq = 0;
  again = 0;
  requests = 0;
  private todo: SyncEffect[] = [];
  private resting = false;

  start(): void {
    const unsent = this.unsent();
    const start = { account: 'a', device: DEVICE, cursor: 0, draftCursor: 0, epoch: EPOCH, first: null, unsent };
    this.take({ type: 'started', start: { ...start, photos: 'any', lastContactAt: null } });
  }

  take(event: SyncEvent): void {
    const { state, effects } = step(this.state, event);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === 'rest') this.resting = true;
      else if (effect.type === 'stopResting') this.resting = false;
      else this.todo.push(effect);
    }
  }

  tell(seq: number): void {
    this.take({ type: 'queued', seq, bytes: 100 });
  }

  /** Does the next thing the machine wants; false when it wants nothing but rest. */
  goOn(): boolean {
    const effect = this.todo.shift();
    if (effect?.type === 'ask') this.ask(effect.ask);
    else if (effect?.type === 'reread') {
      this.take({ type: 'reread', unsent: this.unsent(), gap: effect.gap, chance: 0 });
    }
    return effect !== undefined;
  }

  endRest(): void {
    if (!this.resting) return;
    this.resting = false;
    this.take({ type: 'rested' });
  }

  private unsent() {
    return [...this.waiting].toSorted((a, b) => a - b).map((seq) => ({ seq, bytes: 100 }));
  }

  private ask({ seqs }: Ask): void {
    this.requests += 1;
    const sent = seqs.filter((seq) => this.waiting.has(seq));
    const gone = seqs.filter((seq) => !this.waiting.has(seq));
    if (gone.length > 0) this.take({ type: 'gone', seqs: gone });
    const refusal = this.gapIn(sent);
    if (refusal) {
      const failure = { code: 'refused', refusal, retryAfterMs: null } as const;
      return this.take({ type: 'notAnswered', ms: 0, failure, chance: 0 });
    }
    this.again += sent.filter((seq) => seq <= this.lastSeq).length;
    this.lastSeq = Math.max(this.lastSeq, ...sent);
    const response = answer(sent, this.lastSeq);
    this.take({ type: 'answered', response, at: 1 });
    for (const seq of sent) this.waiting.delete(seq);
    const recorded = { cursor: 0, draftCursor: 0, epoch: EPOCH, toUpload: [], resend: [] };
    this.take({ type: 'recorded', response, recorded });
  }

  private gapIn(sent: readonly number[]): Gap | null {
    const first = sent.find((seq, at) => seq !== this.lastSeq + 1 + at);
    return first === undefined ? null : { code: 'gap', resendFrom: this.lastSeq + 1 };
  }
}

function answer(sent: readonly number[], lastSeq: number): SyncResponse {
  const outcomes = sent.map((seq) => ({ result: 'done' as const, seq, id: DEVICE, at: 1, receipt: '' }));
  return { ...QUIET_ANSWER, epoch: EPOCH, lastSeq, outcomes };
}

const Happens = fc.oneof(
  fc.constantFrom('keepAndTell', 'keep', 'goOn', 'goOn', 'endRest', 'wake'),
  fc.record({ tell: fc.nat(20) }),
);

test('SYNC-23 commands told of late, out of order, twice or never go out once, and are no disagreement', () => {
  fc.assert(
    fc.property(fc.nat(3), fc.array(Happens, { maxLength: 60 }), (before, happenings) => {
      const phone = new Phone();
      let last = before;
      const keep = () => phone.waiting.add((last += 1));
      for (let seq = 1; seq <= before; seq += 1) phone.waiting.add(seq);
      phone.start();
      for (const happening of happenings) {
        if (typeof happening === 'object') {
          if (happening.tell >= 1 && happening.tell <= last) phone.tell(happening.tell);
        } else if (happening === 'goOn') phone.goOn();
        else if (happening === 'endRest') phone.endRest();
        else if (happening === 'wake') phone.take({ type: 'wake', why: 'visible' });
        else {
          keep();
          if (happening === 'keepAndTell') phone.tell(last);
        }
        expect(phone.state.blocked).toBeNull();
      }
      for (let rests = 0; rests < 5; rests += 1) {
        while (phone.goOn());
        phone.endRest();
      }
      while (phone.goOn());
      expect(phone).toMatchObject({ lastSeq: last, again: 0 });
      expect(phone.state).toMatchObject({ blocked: null, unsent: [], exchange: 'idle', failures: 0 });
      // Nothing of this makes the phone ask without end.
      expect(phone.requests).toBeLessThanOrEqual(2 * happenings.length + 12);
    }),
    { numRuns: 500 },
  );
});

test('SYNC-24 what the store itself has lost is a disagreement, after the server was listened to', () => {
  const phone = new Phone();
  phone.waiting.add(2);
  phone.start();
  for (let rests = 0; rests < 4; rests += 1) {
    while (phone.goOn());
    phone.endRest();
  }
  expect(phone.state).toMatchObject({ blocked: 'disagreement', unsent: [{ seq: 2 }] });
  expect(phone.requests).toBe(3);
});

test('SYNC-25 a store that cannot be read again is tried with patience', () => {
  const phone = new Phone();
  phone.start();
  while (phone.goOn());
  phone.take({ type: 'wake', why: 'button' });
  expect(phone.state.exchange).toBe('rereading');
  const { effects, state } = step(phone.state, { type: 'notReread', failure: { code: 'lost' }, chance: 0 });
  expect(effects).toEqual([{ type: 'rest', ms: 1_000 }]);
  expect(state).toMatchObject({ exchange: 'idle', lastFailure: { code: 'lost' } });
});
