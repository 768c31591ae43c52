// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Route, Router, Switch } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from '#core/dossier/draft.ts';
import { standingOf, type Versions } from '#core/procedure/versions.ts';
import { openEditor, type Editor } from '#app/parts/draft/editor.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { CHANGE_DAY, EVERYTHING_2 } from '#tests/support/versions.ts';
import { openDialogs, startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { NewerVersion } from './NewerVersion.tsx';

const ID = '00000000-0000-4000-8000-000000000001';
const DAY = 24 * 60 * 60_000;
let now = 0;
let stored: Draft;

const saveDraft = vi.fn((draft: Draft) => {
  stored = { ...draft, rev: draft.rev + 1 };
  return Promise.resolve({ ok: true as const, value: stored });
});
const store = { saveDraft };

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn(store, { clock: { now: () => now } });
  openDialogs();
});
beforeEach(() => {
  vi.clearAllMocks();
  now = Date.parse(`${CHANGE_DAY}T02:00:00Z`);
  stored = {
    id: ID,
    rev: 3,
    procedure: EVERYTHING,
    unit: '03004',
    answers: { ...EVERYTHING_ANSWERS, nickname: 'Mực', flies: false, story: 'của câu hỏi đã đóng' },
    attachments: [{ document: 'picture', files: [{ hash: 'a'.repeat(64), size: 10, type: 'image/webp' }] }],
    place: { at: 'page', page: 'buffalo' },
    startedAt: 1,
    savedAt: 2,
  };
});
afterEach(cleanup);

function show(known: Versions): Editor {
  const editor = openEditor(stored, {
    save: saveDraft,
    find: () => Promise.resolve({ ok: true, value: stored }),
    after: () => () => undefined,
    isOurs: () => true,
  });
  const catalogue = { standing: (_: string, version: number) => standingOf(known, version) } as unknown as Catalogue;
  const notice = <NewerVersion editor={editor} procedure={stored.procedure} catalogue={catalogue} />;
  render(
    <Router hook={memoryLocation().hook}>
      <Switch>
        <Route path="/">{notice}</Route>
        <Route path="*">elsewhere</Route>
      </Switch>
    </Router>,
  );
  return editor;
}

test('by the newest version a draft shows nothing of the kind', () => {
  show([EVERYTHING]);
  expect(screen.queryByText('version.newer')).toBeNull();
});

test('by an older one it says until when it is taken, and what differs; looking changes nothing', () => {
  show([EVERYTHING, EVERYTHING_2]);
  screen.getByText('version.until');
  fireEvent.click(screen.getByText('version.see'));
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(lines).toEqual([
    expect.stringContaining('version.fee'),
    expect.stringContaining('version.deadline'),
    'version.paperAdded',
    expect.stringContaining('version.paperChanged'),
    'version.questionAdded',
    'version.questionGone',
  ]);
  fireEvent.click(screen.getByText('version.later'));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(saveDraft).not.toHaveBeenCalled();
});

test('changing over keeps every answer and paper, asked for or not, and goes on at the review', async () => {
  const before = stored;
  const editor = show([EVERYTHING, EVERYTHING_2]);
  editor.answer('buffalo', 'nickname', 'Mực to');
  fireEvent.click(screen.getByText('version.see'));
  fireEvent.click(screen.getByText('version.switch'));
  await screen.findByText('elsewhere');
  expect(stored).toMatchObject({ procedure: { version: 2 }, place: { at: 'review' }, attachments: before.attachments });
  expect(stored.answers).toEqual({ ...before.answers, nickname: 'Mực to' });
  expect(editor.state().draft.procedure.version).toBe(2);
});

test('after its time it asks for the change; where the new one is not done here it offers none', () => {
  now += 91 * DAY;
  show([EVERYTHING, EVERYTHING_2]);
  screen.getByText('version.over');
  cleanup();
  const { form: _, ...paperOnly } = EVERYTHING_2;
  show([EVERYTHING, paperOnly]);
  screen.getByText('version.notHere');
  expect(screen.queryByText('version.see')).toBeNull();
});
