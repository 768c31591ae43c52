// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useApp, type AppState } from '#app/state/app.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
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
import { MyDossiers } from './MyDossiers.tsx';

const untold = [{ dossier: DOSSIER, isLost: true }];

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn();
  await loadCatalogue();
});
afterEach(cleanup);

/** The one card, as it reads. */
function shown(state: Partial<AppState>): string {
  cleanup();
  useApp.setState({ drafts: [], outbox: [], dossiers: [], untold: [], ...state });
  render(<MyDossiers />);
  return screen.getByRole('link', { name: /H38\.16-261109-0042/ }).textContent;
}

test('a dossier that the server has lost is one to look at, with no day and no way ahead', () => {
  expect(shown({ dossiers: [toldDossier(received)] })).toContain('mine.promised');
  expect(screen.queryByRole('progressbar')).not.toBeNull();
  const card = shown({ dossiers: [toldDossier(received)], untold });
  expect(card).toContain('signal.review');
  expect(card).not.toContain('status.');
  expect(card).not.toContain('mine.promised');
  expect(screen.queryByRole('progressbar')).toBeNull();
});

test('what was answered here asks no more', () => {
  expect(shown({ dossiers: [toldDossier(received, feeAsked)] })).toContain('status.paymentRequested');
  expect(shown({ dossiers: [toldDossier(received, feeAsked)], outbox: [withdrawal] })).toContain('signal.waiting');
  const ask = toldDossier(received, asked('2026-11-27'));
  expect(shown({ dossiers: [ask], outbox: [supplement] })).toContain('signal.waiting');
});

test('a day is promised only while the clock runs', () => {
  for (const since of [feeAsked, asked('2026-11-27'), withdrawn])
    expect(shown({ dossiers: [toldDossier(received, since)] })).not.toContain('mine.promised');
});
