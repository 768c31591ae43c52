import { beforeEach, expect, test, vi } from 'vitest';
import type { DeskList, DeskRow } from '#protocol/desk.ts';
import { loadLine, loadMore } from './load.ts';
import { EMPTY, lineKey, useDesk } from './store.ts';

type Asked = { path: string; body?: unknown };
type Answer = { ok: true; value: DeskList } | { ok: false; failure: { code: 'unreachable' } };
const server = vi.hoisted(() => ({ asked: [] as Asked[], answers: [] as Answer[] }));

vi.mock('#app/state/app.ts', () => {
  const answered = (asked: Asked) => {
    server.asked.push(asked);
    return Promise.resolve(server.answers.shift());
  };
  return {
    platform: () => ({
      clock: { now: () => 0 },
      api: {
        get: (path: string) => answered({ path }),
        post: (path: string, body: unknown) => answered({ path, body }),
      },
    }),
  };
});

const page = (id: string, next: string | null): Answer => ({
  ok: true,
  value: { counts: {}, rows: [{ id } as DeskRow], next, serverTime: 0 } as unknown as DeskList,
});
const shown = (query: string) => useDesk.getState().lines[lineKey('toReceive', query)]?.rows.map(({ id }) => id);

beforeEach(() => {
  useDesk.setState(EMPTY);
  server.asked = [];
});

test('a queue is read by its address, page after page', async () => {
  server.answers = [page('one', 'place'), page('two', null)];
  await loadLine('toReceive', '');
  await loadMore('toReceive', '');
  expect(server.asked).toEqual([
    { path: '/api/desk/dossiers?queue=toReceive' },
    { path: '/api/desk/dossiers?queue=toReceive&after=place' },
  ]);
  expect(shown('')).toEqual(['one', 'two']);
});

test('what is searched for stands in no address', async () => {
  const words = '010192004512';
  server.answers = [page('one', 'place'), page('two', null), page('one', 'place'), page('two', null)];
  await loadLine('toReceive', words);
  await loadMore('toReceive', words);
  expect(shown(words)).toEqual(['one', 'two']);
  await loadLine('toReceive', words);
  const path = '/api/desk/search';
  const both = [
    { path, body: { words } },
    { path, body: { words, after: 'place' } },
  ];
  expect(server.asked).toEqual([...both, ...both]);
});

test('a search that is not answered says so, and keeps what was found', async () => {
  server.answers = [page('one', null), { ok: false, failure: { code: 'unreachable' } }];
  await loadLine('toReceive', 'ly');
  await loadLine('toReceive', 'ly');
  expect(useDesk.getState().lineFailure).toEqual({ code: 'unreachable' });
  expect(shown('ly')).toEqual(['one']);
});
