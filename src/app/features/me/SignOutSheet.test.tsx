// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Me } from '#protocol/http.ts';
import { useApp } from '#app/state/app.ts';
import { openDialogs, startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { SignOutSheet } from './SignOutSheet.tsx';

const ignore = () => ignore;
const NOTHING = { drafts: 0, commands: 0, files: 0, papers: 0, dossiers: 0, receipts: 0 };
const signOut = vi.fn();
const session = {
  state: () => ({ settled: true, me: { account: 'may', name: 'Mẩy' }, server: 'in' }),
  watch: ignore,
  refresh: ignore,
  unsent: vi.fn(() => Promise.resolve({ ok: true, value: NOTHING })),
  signOut,
};

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn({}, { session });
  openDialogs();
});
const person = (account: string): Me => ({
  account,
  name: account,
  kind: 'resident',
  unit: null,
  person: { name: '' },
});
beforeEach(() => useApp.setState({ me: person('may') }));
afterEach(cleanup);

/** They are on no screen any more before it is known whether all of it was done. */
const leave = async () => {
  useApp.setState({ me: null });
  return { done: false, toldServer: false };
};

const show = (onSignedOut = () => undefined) =>
  render(<SignOutSheet onClose={() => undefined} onSignedOut={onSignedOut} />);

test('receipts do not come back: that is said, and no tick is asked for when they are all that goes', async () => {
  const signedOut = vi.fn();
  session.unsent.mockResolvedValueOnce({ ok: true, value: { ...NOTHING, receipts: 2 } });
  show(signedOut);
  await screen.findByText('signOut.receipts');
  screen.getByText('signOut.nothing');
  expect(screen.queryByRole('checkbox')).toBeNull();
  signOut.mockResolvedValueOnce({ done: true, toldServer: true });
  fireEvent.click(screen.getByText('signOut.button'));
  await vi.waitFor(() => expect(signedOut).toHaveBeenCalledOnce());
});

test('they are spoken of beside what has not been sent, and not where there are none', async () => {
  session.unsent.mockResolvedValueOnce({ ok: true, value: { ...NOTHING, commands: 1, receipts: 2 } });
  show();
  await screen.findByText('signOut.receipts');
  screen.getByText('signOut.commands');
  screen.getByRole('checkbox');
  cleanup();
  show();
  await screen.findByText('signOut.nothing');
  expect(screen.queryByText('signOut.receipts')).toBeNull();
});

test('a dossier that the server has lost goes for good, and only by somebody who knows', async () => {
  signOut.mockClear();
  session.unsent.mockResolvedValueOnce({ ok: true, value: { ...NOTHING, dossiers: 1 } });
  show();
  await screen.findByText('signOut.dossiers');
  screen.getByText('signOut.lost');
  fireEvent.click(screen.getByText('signOut.deleteAndLeave'));
  expect(signOut).not.toHaveBeenCalled();
  // Nothing here can be sent.
  expect(screen.queryByText('signOut.sendNow')).toBeNull();
  signOut.mockResolvedValueOnce({ done: true, toldServer: true });
  fireEvent.click(screen.getByRole('checkbox'));
  fireEvent.click(screen.getByText('signOut.deleteAndLeave'));
  await vi.waitFor(() => expect(signOut).toHaveBeenCalledOnce());
});

test('a sign-out that was not done is not said to be, and can be tried again', async () => {
  const signedOut = vi.fn();
  const close = vi.fn();
  signOut.mockImplementationOnce(leave);
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

test.each([
  ['them out', null],
  ['somebody else in', person('vang')],
])('closes when another tab has signed %s', async (_, me) => {
  const close = vi.fn();
  render(<SignOutSheet onClose={close} onSignedOut={() => undefined} />);
  await screen.findByText('signOut.nothing');
  expect(close).not.toHaveBeenCalled();
  act(() => useApp.setState({ me }));
  expect(close).toHaveBeenCalledOnce();
});

test.each(['may', 'vang'])('what was not done is not tried again on %s, who has signed in since', async (who) => {
  const close = vi.fn();
  signOut.mockImplementationOnce(leave);
  render(<SignOutSheet onClose={close} onSignedOut={() => undefined} />);
  fireEvent.click(await screen.findByText('signOut.button'));
  await screen.findByText('signOut.notDone');
  expect(close).not.toHaveBeenCalled();
  act(() => useApp.setState({ me: person(who) }));
  expect(close).toHaveBeenCalledOnce();
});
