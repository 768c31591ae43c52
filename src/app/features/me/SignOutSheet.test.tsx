// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openDialogs, startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { SignOutSheet } from './SignOutSheet.tsx';

const ignore = () => ignore;
const NOTHING = { drafts: 0, commands: 0, files: 0, papers: 0 };
const signOut = vi.fn();
const session = {
  state: () => ({ settled: true, me: { account: 'may', name: 'Mẩy' }, server: 'in' }),
  watch: ignore,
  refresh: ignore,
  unsent: () => Promise.resolve({ ok: true, value: NOTHING }),
  signOut,
};

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn({}, { session });
  openDialogs();
});
afterEach(cleanup);

test('a sign-out that was not done is not said to be, and can be tried again', async () => {
  const signedOut = vi.fn();
  const close = vi.fn();
  signOut.mockResolvedValueOnce({ done: false, toldServer: false });
  render(<SignOutSheet onClose={close} onSignedOut={signedOut} />);
  fireEvent.click(await screen.findByText('signOut.button'));
  await screen.findByText('signOut.notDone');
  expect(signedOut).not.toHaveBeenCalled();
  // Nobody is signed in on the screens any more, so nobody is offered to stay.
  expect(screen.queryByText('signOut.stay')).toBeNull();
  expect(screen.queryByText('signOut.nothing')).toBeNull();

  const outcome = { done: true, toldServer: true };
  signOut.mockResolvedValueOnce(outcome);
  fireEvent.click(screen.getByText('signOut.again'));
  await vi.waitFor(() => expect(signedOut).toHaveBeenCalledExactlyOnceWith(outcome));
  expect(close).not.toHaveBeenCalled();
});
