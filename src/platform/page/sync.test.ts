import { expect, test, vi } from 'vitest';
import { INITIAL } from '#core/sync/state.ts';
import type { Seat } from '#platform/leader.ts';
import type { Active } from './session.ts';
import { followedSync } from './sync.ts';

const LÝ = { database: 'ly' } as Active;
const GIÀNG = { database: 'giang' } as Active;

function seatFor() {
  return {
    state: () => INITIAL,
    trail: () => null,
    watch: vi.fn(),
    wake: vi.fn(),
    queued: vi.fn(),
    choose: vi.fn(),
    leave: vi.fn(),
  } satisfies Seat;
}

/** Joins that end when the test says so. */
function joins() {
  const asked: { active: Active; come: (seat: Seat) => void; fail: () => void }[] = [];
  const join = (active: Active) =>
    new Promise<Seat>((come, fail) => {
      asked.push({ active, come, fail: () => fail(new Error('not fetched')) });
    });
  return { asked, join };
}

const settled = () => new Promise((done) => setTimeout(done));

test('what woke it while it was joining is heard once it has', async () => {
  const { asked, join } = joins();
  const sync = followedSync(join, () => undefined);
  sync.follow(LÝ);
  sync.wake('hidden');
  const seat = seatFor();
  asked[0]?.come(seat);
  await settled();
  expect(seat.wake.mock.calls).toEqual([['hidden']]);
});

test('a program that could not be fetched is fetched again at the next wake, and only then', async () => {
  const { asked, join } = joins();
  const sync = followedSync(join, () => undefined);
  sync.follow(LÝ);
  asked[0]?.fail();
  await settled();
  expect(asked).toHaveLength(1);
  sync.wake('online');
  sync.wake('online');
  const seat = seatFor();
  asked[1]?.come(seat);
  await settled();
  expect(asked).toHaveLength(2);
  expect(seat.wake.mock.calls).toEqual([['online']]);
});

test('a seat that comes after the account has changed is left, and its account woken no more', async () => {
  const { asked, join } = joins();
  const sync = followedSync(join, () => undefined);
  sync.follow(LÝ);
  sync.follow(GIÀNG);
  const [late, seat] = [seatFor(), seatFor()];
  asked[0]?.come(late);
  asked[1]?.come(seat);
  await settled();
  expect(late.leave).toHaveBeenCalledOnce();
  sync.wake('visible');
  expect(late.wake).not.toHaveBeenCalled();
  expect(seat.wake.mock.calls).toEqual([['visible']]);
});

test('a page that stands aside takes its seat again at the next wake, and shows meanwhile how things stood', async () => {
  const { asked, join } = joins();
  const sync = followedSync(join, () => undefined);
  sync.follow(LÝ);
  const [seat, late, again] = [seatFor(), seatFor(), seatFor()];
  asked[0]?.come(seat);
  await settled();
  const shown = vi.fn();
  sync.watch(shown);
  sync.standAside();
  expect(seat.leave).toHaveBeenCalledOnce();
  expect(shown).not.toHaveBeenCalled();
  sync.wake('hidden');
  expect(asked).toHaveLength(1);
  // Frozen once more before it has sat down.
  sync.wake('visible');
  sync.standAside();
  asked[1]?.come(late);
  await settled();
  expect(late.leave).toHaveBeenCalledOnce();
  sync.wake('visible');
  asked[2]?.come(again);
  await settled();
  expect(asked.map(({ active }) => active)).toEqual([LÝ, LÝ, LÝ]);
  expect(again.wake.mock.calls).toEqual([['visible']]);
});

test('signed out it hears nothing', async () => {
  const { asked, join } = joins();
  const sync = followedSync(join, () => undefined);
  sync.follow(null);
  sync.wake('online');
  await settled();
  expect(asked).toEqual([]);
});
