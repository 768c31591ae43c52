// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { INITIAL } from '#core/sync/state.ts';
import { useApp } from '#app/state/app.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { OutboxNotice, SessionNotice } from './notices.tsx';

const photo = { hash: 'ff', size: 10, type: 'image/webp' as const, dossier: null };

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test.each([
  ['wifi', 'outbox.held'],
  ['any', 'outbox.bySelf'],
] as const)('photos that may go over %s: %s', (photos, text) => {
  useApp.setState({ outbox: [], sync: { ...INITIAL, lastContactAt: 1, photos, metered: true, uploads: [photo] } });
  render(<OutboxNotice />);
  expect(screen.getByText(text)).toBeTruthy();
});

test('to sign in is offered where there is signal; without, that it takes some', () => {
  useApp.setState({ server: 'out' });
  render(<SessionNotice />);
  expect(screen.getByText('session.again')).toBeTruthy();
  cleanup();

  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  render(<SessionNotice />);
  expect(screen.queryByText('session.again')).toBeNull();
  expect(screen.getByText(/signIn\.offline/)).toBeTruthy();
});
