// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useApp, type AppState } from '#app/state/app.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import {
  asked,
  DOSSIER,
  feeAsked,
  received,
  supplement,
  toldDossier,
  withdrawal,
  withdrawn,
} from '#tests/support/told.ts';
import { keysAsWords } from '#ui/test-words.ts';
import DossiersScreen from './DossiersScreen.tsx';

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn();
});
afterEach(cleanup);

/** The one card of a list, as it reads, with the title of its group before it. */
function shown(state: Partial<AppState>): string {
  cleanup();
  useApp.setState({ outbox: [], dossiers: [], untold: [], ...state });
  render(<DossiersScreen />);
  const group = screen.getByText(/^group\./).textContent;
  return `${group} ${screen.getByRole('link', { name: /LÝ THỊ MẨY/ }).textContent}`;
}

test('a supplement or a withdrawal that waits takes the place of what was asked', () => {
  const ask = toldDossier(received, asked('2026-11-27'));
  expect(shown({ dossiers: [ask] })).toMatch(/^group\.asking .*short\.supplementRequested/);
  expect(shown({ dossiers: [ask], outbox: [supplement] })).toMatch(/^group\.underWay .*short\.waiting/);
  expect(shown({ dossiers: [ask], outbox: [withdrawal] })).toMatch(/^group\.underWay .*short\.waiting/);
  const owing = toldDossier(received, feeAsked);
  expect(shown({ dossiers: [owing], outbox: [withdrawal] })).toMatch(/^group\.underWay .*short\.waiting/);
  // It answers another question than the one that stands.
  expect(shown({ dossiers: [owing], outbox: [supplement] })).toMatch(/^group\.asking .*short\.paymentRequested/);
});

test('a dossier that the server has lost is one to look at, and nobody handles it', () => {
  const untold = [{ dossier: DOSSIER, isLost: true }];
  for (const since of [[], [feeAsked], [asked('2026-11-27')]]) {
    const card = shown({ dossiers: [toldDossier(received, ...since)], untold });
    expect(card).toMatch(/^group\.asking .*short\.stray/);
    expect(card).not.toContain('promised');
  }
  expect(shown({ dossiers: [toldDossier(withdrawn)], untold })).toMatch(/^group\.ended .*short\.stray/);
});

test('a day is promised only while the clock runs', () => {
  expect(shown({ dossiers: [toldDossier(received)] })).toMatch(/ promised(?!Paused)/);
  expect(shown({ dossiers: [toldDossier(received, feeAsked)] })).toContain('promisedPaused');
  expect(shown({ dossiers: [toldDossier(received, asked('2026-11-27'))] })).toContain('promisedPaused');
  for (const end of [withdrawn, { type: 'stopped', reason: 'x' } as const])
    expect(shown({ dossiers: [toldDossier(received, end)] })).not.toContain('promised');
});
