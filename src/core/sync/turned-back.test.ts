import { expect, test } from 'vitest';
import type { Uploaded, Wanted } from '#core/ports.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { step } from './machine.ts';
import { INITIAL, type SyncEffect, type SyncEvent, type SyncState } from './state.ts';

type Failure = Extract<Uploaded, { ok: false }>['failure'];

const SCAN: Wanted = { hash: 'a'.repeat(64), size: 900_000, type: 'application/pdf', dossier: null };
const PHOTO: Wanted = { hash: 'b'.repeat(64), size: 2_000_000, type: 'application/pdf', dossier: null };
const response = { ...QUIET_ANSWER, epoch: '0198f2f5-7c1a-7e55-9c60-eeeeeeeeeeee' };
const refused: Failure = { code: 'refused', refusal: { code: 'internal', request: 'r' }, retryAfterMs: null };
const notOurs: Failure = { code: 'notOurs' };

function recordedWith(...toUpload: Wanted[]): SyncEvent {
  const { cursor, draftCursor, epoch } = response;
  return { type: 'recorded', response, recorded: { cursor, draftCursor, epoch, toUpload, resend: [] } };
}

/** A phone whose exchanges all go well: what each event brought, one after the other. */
class Phone {
  state: SyncState = { ...INITIAL, started: true };
  effects: readonly SyncEffect[] = [];

  take(...events: SyncEvent[]): this {
    for (const event of events) ({ state: this.state, effects: this.effects } = step(this.state, event));
    return this;
  }

  exchanges(...wanted: Wanted[]): this {
    this.take({ type: 'rested' }, { type: 'reread', unsent: [], gap: null, chance: 0 });
    return this.take({ type: 'answered', response, at: 1 }, recordedWith(...wanted));
  }

  failsToUpload(failure: Failure): number {
    const under = this.state.uploading[0]?.file.hash ?? '';
    this.take({ type: 'notUploaded', hash: under, failure, chance: 0 });
    const rest = this.effects.find((effect) => effect.type === 'rest');
    return rest?.ms ?? 0;
  }

  get underWay(): string | undefined {
    return this.state.uploading[0]?.file.hash;
  }
}

const begun = () =>
  new Phone().take({ type: 'wake', why: 'button' }).take({ type: 'reread', unsent: [], gap: null, chance: 0 });

function restsOf(phone: Phone, failure: Failure, times: number): number[] {
  return Array.from({ length: times }, () => phone.exchanges(SCAN).failsToUpload(failure));
}

test.each([refused, notOurs, { code: 'fault' } as const])(
  'SYNC-2c a file that is turned back ($code) is tried with more and more patience, however well the rest goes',
  (failure) => {
    expect(restsOf(begun(), failure as Failure, 5)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  },
);

test('SYNC-2c a cut says nothing of the kind', () => {
  expect(restsOf(begun(), { code: 'unreachable' }, 4)).toEqual([1_000, 1_000, 1_000, 1_000]);
});

test('SYNC-2c patience is regained with a file that is taken, or when somebody asks', () => {
  const phone = begun();
  restsOf(phone, refused, 4);
  phone.exchanges(SCAN).take({ type: 'uploaded', hash: SCAN.hash, at: 2 }).exchanges();
  expect(restsOf(phone, refused, 2)).toEqual([1_000, 2_000]);
  phone.take({ type: 'wake', why: 'button' }, { type: 'reread', unsent: [], gap: null, chance: 0 });
  expect(restsOf(phone, refused, 1)).toEqual([1_000]);
});

test('SYNC-2c text that waits rests no longer for it', () => {
  const phone = begun();
  restsOf(phone, refused, 6);
  phone.take({ type: 'queued', seq: 1, bytes: 10 });
  expect(phone.effects).toMatchObject([{ type: 'stopResting' }, { type: 'ask' }]);
  phone.take({ type: 'notAnswered', failure: { code: 'unreachable' }, ms: 0, chance: 0 });
  expect(phone.effects).toEqual([{ type: 'rest', ms: 2_000 }]);
});

test('SYNC-5 what a proxy on the way turns back lets the others pass too', () => {
  const phone = begun().exchanges(SCAN, PHOTO);
  expect(phone.underWay).toBe(SCAN.hash);
  phone.failsToUpload(notOurs);
  expect(phone.exchanges(SCAN, PHOTO).underWay).toBe(PHOTO.hash);
});

test('SYNC-37 a file that has arrived and is missed all the same is asked about with the next news, and no sooner', () => {
  const phone = begun().exchanges(SCAN).take({ type: 'uploaded', hash: SCAN.hash, at: 2 });
  expect(phone.effects).toMatchObject([{ type: 'ask' }]);
  const again = () => phone.take({ type: 'answered', response, at: 3 }, recordedWith(SCAN));
  expect(again().effects).toEqual([{ type: 'rest', ms: 60_000 }]);
  expect(phone.exchanges(SCAN).underWay).toBe(SCAN.hash);
});
