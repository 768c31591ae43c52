// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { Pages } from './Pages.tsx';

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn({ findFile: () => Promise.resolve({ ok: true, value: null }) });
});
afterEach(cleanup);

const nothing = () => undefined;
const intake = { underWay: null, troubles: new Map(), add: nothing, dismiss: nothing };

function show(count: number, max: number): void {
  const files = Array.from({ length: count }, (_, at) => ({
    hash: at.toString(16).repeat(64),
    size: 1000,
    type: 'image/webp' as const,
  }));
  render(<Pages files={files} intake={intake} document="idCard" name="Căn cước" max={max} removeAsk="?" />);
}
const canAdd = () => screen.queryByRole('button', { name: 'photo.takeMore' }) !== null;

test('a paper with room for more says nothing of a limit', () => {
  show(1, 2);
  expect(canAdd()).toBe(true);
  expect(screen.queryByText(/^papers\.(enough|tooMany)$/)).toBeNull();
});

test('a full one says it is', () => {
  show(2, 2);
  expect(canAdd()).toBe(false);
  screen.getByText('papers.enough');
});

test('one with more pages than it takes is never called full: some have to be taken out', () => {
  show(3, 2);
  expect(canAdd()).toBe(false);
  screen.getByText('papers.tooMany');
  expect(screen.queryByText('papers.enough')).toBeNull();
});
