// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { INITIAL } from '#core/sync/state.ts';
import { useApp } from '#app/state/app.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { withdrawal } from '#tests/support/told.ts';
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
  ['wifi', 'goes.photosHeld'],
  ['any', 'goes.byItself'],
] as const)('photos that may go over %s: %s', (photos, text) => {
  useApp.setState({ outbox: [], sync: { ...INITIAL, lastContactAt: 1, photos, metered: true, uploads: [photo] } });
  render(<OutboxNotice />);
  expect(screen.getByText(text)).toBeTruthy();
});

test('photos that the server lacked by its last answer wait, also before it is met again', () => {
  const file = { hash: photo.hash, size: photo.size, type: photo.type };
  const wanted = { outbox: [], missing: [file.hash], sync: INITIAL };
  useApp.setState({ ...wanted, progress: [{ file, sent: 0, held: true }] });
  render(<OutboxNotice />);
  screen.getByText('outbox.files');
  cleanup();
  useApp.setState({ ...wanted, progress: [{ file, sent: 0, held: false }] });
  render(<OutboxNotice />);
  expect(screen.queryByText('outbox.files')).toBeNull();
});

test('nothing is said to go by itself where the person has to sign in first', () => {
  useApp.setState({ outbox: [withdrawal], sync: INITIAL, server: 'out' });
  render(<OutboxNotice />);
  screen.getByText('goes.afterSignIn');
  cleanup();
  useApp.setState({ server: 'in' });
  render(<OutboxNotice />);
  screen.getByText('goes.byItself');
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
