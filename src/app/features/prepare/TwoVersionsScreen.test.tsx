// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Route, Router, Switch } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import type { Draft } from '#core/dossier/draft.ts';
import { bodyOf } from '#core/sync/drafts.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import { paths } from '#app/paths.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import TwoVersionsScreen from './TwoVersionsScreen.tsx';

const ID = '00000000-0000-4000-8000-000000000001';
const mine: Draft = {
  id: ID,
  rev: 2,
  procedure: EVERYTHING,
  unit: '03004',
  answers: { ...EVERYTHING_ANSWERS, count: 3 },
  attachments: [],
  place: { at: 'review' },
  startedAt: 1,
  savedAt: 2,
};
const told = (rev: number, count: number): SharedDraft => ({
  id: ID,
  rev,
  body: { ...bodyOf(mine), answers: { ...EVERYTHING_ANSWERS, count }, savedAt: 10 + rev },
  over: null,
});
let theirs = told(2, 40);

const ignore = () => ignore;
let changed: () => void = ignore;
const settleDraft = vi.fn((draft: Draft) => Promise.resolve({ ok: true as const, value: draft }));
const store = {
  listDrafts: () => Promise.resolve({ ok: true, value: [mine] }),
  listStandings: () =>
    Promise.resolve({ ok: true, value: [{ id: ID, base: 1, pushedRev: 1, deleted: false, theirs }] }),
  takeArrivals: () => Promise.resolve({ ok: true, value: 0 }),
  watch: (heard: () => void) => {
    changed = heard;
    return ignore;
  },
  settleDraft,
};

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn(store, { clock: { now: () => 100 } });
  await loadCatalogue();
});
afterEach(cleanup);

test('DRAFT-50 what was chosen of one version is not held against the next that comes meanwhile, which is said', async () => {
  const at = paths.twoVersions(ID);
  render(
    <Router hook={memoryLocation({ path: at }).hook}>
      <Switch>
        <Route path={paths.twoVersions(':id')} component={TwoVersionsScreen} />
        <Route path="*">chosen</Route>
      </Switch>
    </Router>,
  );
  const done = () => fireEvent.click(screen.getByRole('button', { name: 'two.done' }));
  fireEvent.click(await screen.findByRole('radio', { name: /^40/ }));
  expect(screen.queryByText('two.cameMeanwhile')).toBeNull();

  theirs = told(3, 50);
  act(() => changed());
  const other = await screen.findByRole('radio', { name: /^50/ });
  expect(other).toHaveProperty('checked', false);
  expect(screen.getByRole('status').textContent).toBe('two.cameMeanwhile');
  done();
  expect(settleDraft).not.toHaveBeenCalled();

  fireEvent.click(other);
  expect(screen.queryByText('two.cameMeanwhile')).toBeNull();
  done();
  await screen.findByText('chosen');
  expect(settleDraft).toHaveBeenCalledWith({ ...mine, answers: { ...EVERYTHING_ANSWERS, count: 50 } }, theirs);
});
