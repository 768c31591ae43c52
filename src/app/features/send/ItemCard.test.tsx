// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { INITIAL } from '#core/sync/state.ts';
import { useApp } from '#app/state/app.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { ItemCard } from './ItemCard.tsx';
import type { OutboxItem, Part } from './outbox.ts';

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn();
});
afterEach(cleanup);

const FORM: Part = { id: 'form', page: null, bytes: null, sent: 0, left: 0, state: 'gone' };
const photo = (number: number, sent: number, state: Part['state']): Part => {
  const left = state === 'lost' ? 0 : 1000 - sent;
  return { id: `photo ${number}`, page: { document: 'idCard', number }, bytes: 1000, sent, left, state };
};

/** A dossier that the server has registered, with photos on their way. */
function show(...photos: readonly Part[]): void {
  const item: OutboxItem = {
    id: 'dossier',
    dossier: 'dossier',
    madeBy: null,
    type: 'submit',
    code: 'H38.16-261109-0042',
    keptAt: null,
    parts: [FORM, ...photos],
    left: photos.reduce((sum, { left }) => sum + left, 0),
  };
  render(<ItemCard item={item} procedure={null} mayGoFirst={false} />);
}

/** What its bar tells: how many parts the server has of how many, and what each segment draws. */
function barOf(...photos: readonly Part[]) {
  show(...photos);
  const heard = screen.getByLabelText<HTMLProgressElement>('pieces');
  const drawn = [...(heard.parentElement?.parentElement?.children ?? [])].slice(1);
  const fills = drawn.map((track) => [...track.children].map((fill) => (fill as HTMLElement).style.inlineSize));
  cleanup();
  return { has: [heard.value, heard.max], fills };
}

test('a part whose bytes are only on their way is not counted as held by the server', () => {
  const { has, fills } = barOf(photo(1, 700, 'going'), photo(2, 350, 'going'));
  expect(has).toEqual([1, 3]);
  expect(fills).toEqual([
    ['100%', '0%'],
    ['0%', '70%'],
    ['0%', '35%'],
  ]);
});

test('what has begun to arrive stands after what has arrived, whichever came first', () => {
  const { has, fills } = barOf(photo(1, 500, 'waiting'), photo(2, 1000, 'gone'), photo(3, 500, 'lost'));
  expect(has).toEqual([2, 4]);
  expect(fills).toEqual([
    ['100%', '0%'],
    ['100%', '0%'],
    ['0%', '50%'],
    ['0%', '0%'],
  ]);
});

test('many parts merge into one bar, in which they are told apart all the same', () => {
  const photos = Array.from({ length: 18 }, (_, at) => photo(at, at < 9 ? 1000 : 0, at < 9 ? 'gone' : 'waiting'));
  const { has, fills } = barOf(...photos, photo(19, 900, 'going'), photo(20, 100, 'going'));
  expect(has).toEqual([10, 21]);
  expect(fills).toEqual([[expect.stringMatching(/^47\.6/), expect.stringMatching(/^4\.76/)]]);
});

test('photos that are kept for Wi-Fi say so, also before the server has asked for them', () => {
  for (const [photos, badge] of [
    ['wifi', 'badge.wifi'],
    ['any', 'badge.waiting'],
  ] as const) {
    useApp.setState({ sync: { ...INITIAL, photos, metered: true } });
    show(photo(1, 0, 'waiting'));
    screen.getByText(badge);
    cleanup();
  }
  useApp.setState({ sync: null });
});
