// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { useIntake, type Intake } from '#app/parts/papers/useIntake.ts';
import { store, useApp } from '#app/state/app.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { heldPhotos, photos } from '#tests/support/held-photos.ts';
import { sharedPhone } from '#tests/support/two-people.ts';
import type { Editor } from './editor.ts';
import { useEditor, useEditorState } from './useEditor.ts';

let phone: Awaited<ReturnType<typeof sharedPhone>>;
let held: ReturnType<typeof heldPhotos>;
let fresh: Draft;
let shown: { readonly editor: Editor; readonly intake: Intake } | null;

beforeAll(async () => {
  phone = await sharedPhone({ images: { prepare: (photo: File) => held.images.prepare(photo) } });
});
beforeEach(async () => {
  await phone.signIn('may');
  held = heldPhotos();
  shown = null;
  fresh = {
    id: phone.ids.uuid(),
    rev: 0,
    procedure: EVERYTHING,
    unit: '',
    answers: {},
    attachments: [],
    place: { at: 'supplement' },
    startedAt: 1,
    savedAt: 1,
  };
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Like every screen that writes it is there for the person whose store is open. */
function Screen() {
  const whose = useApp((state) => (state.store === 'open' ? state.me?.account : undefined));
  return whose === undefined ? null : <Opening key={whose} />;
}

function Opening() {
  const opened = useEditor(fresh.id, fresh);
  if (opened.kind === 'open') return <Open editor={opened.editor} />;
  if (opened.kind !== 'failed') return null;
  return opened.startOver ? <button onClick={opened.startOver}>anew</button> : <p>{opened.failure.code}</p>;
}

function Open({ editor }: { editor: Editor }) {
  useEditorState(editor);
  const intake = useIntake(editor);
  useEffect(() => {
    shown = { editor, intake };
  }, [editor, intake]);
  return null;
}

const open = () => vi.waitFor(() => must(shown, 'open'));
const draftsOf = (whose: string) => phone.in(whose, (theirs) => theirs.listDrafts());
const thisDraft = async () => (await draftsOf('may')).filter(({ id }) => id === fresh.id);
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve)));

test.each([
  ['hidden', document, 'visibilitychange'],
  ['put away', window, 'pagehide'],
])('what was just typed is written at once when the page is %s', async (_, whom, what) => {
  render(<Screen />);
  (await open()).editor.answer(null, 'note', 'Chào cán bộ');
  // No timer ever ends on this phone.
  await settle();
  expect(await thisDraft()).toEqual([]);
  if (whom === document) vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  fireEvent(whom, new Event(what));
  await settle();
  expect(await thisDraft()).toMatchObject([{ answers: { note: 'Chào cán bộ' } }]);
});

test('a photo still being shrunk when another person signs in comes into no store of theirs, and its owner is told', async () => {
  render(<Screen />);
  (await open()).intake.add('idCard', photos('a'), 2);
  await phone.signIn('dua');
  await held.shrink('a');
  await settle();
  expect(await draftsOf('dua')).toEqual([]);

  shown = null;
  await act(() => phone.signIn('may'));
  expect([...(await open()).intake.troubles.values()].flat()).toEqual([
    { kind: 'store', names: ['a'], failure: { code: 'lost' } },
  ]);
});

test('words that were not written when another person signed in are there for their owner, who can write them', async () => {
  render(<Screen />);
  (await open()).editor.answer(null, 'note', 'Chào cán bộ');
  await act(() => phone.signIn('dua'));
  await settle();
  expect(await draftsOf('dua')).toEqual([]);

  shown = null;
  await act(() => phone.signIn('may'));
  const { editor } = await open();
  expect(editor.state()).toMatchObject({ dirty: true, save: { kind: 'failed', failure: { code: 'lost' } } });
  expect(await editor.flush()).toBe(true);
  expect(await draftsOf('may')).toContainEqual(expect.objectContaining({ answers: { note: 'Chào cán bộ' } }));
});

test('an editor with nothing left to write is not met again', async () => {
  const { unmount } = render(<Screen />);
  const first = (await open()).editor;
  first.answer(null, 'note', 'A');
  unmount();
  await settle();
  shown = null;
  render(<Screen />);
  expect((await open()).editor).not.toBe(first);
});

test('a draft deleted while an editor of it waited to be met again is not shown as if it were there', async () => {
  const { unmount } = render(<Screen />);
  const { editor, intake } = await open();
  editor.answer(null, 'note', 'A');
  intake.add('idCard', photos('a'), 2);
  unmount();
  await held.spoil('a');
  await settle();
  await store().dropDraft(fresh.id);
  await settle();
  shown = null;
  render(<Screen />);
  expect((await open()).editor).toBe(editor);
  await vi.waitFor(() => expect(editor.state().save.kind).toBe('gone'));
});

test('what was sealed is not met again, whatever was still to be said of it', async () => {
  const { unmount } = render(<Screen />);
  const { editor, intake } = await open();
  intake.add('idCard', photos('a'), 2);
  await held.spoil('a');
  await settle();
  expect(shown?.intake.troubles.size).toBe(1);
  await editor.finish(() => Promise.resolve({ ok: true, value: null }));
  unmount();
  await settle();
  shown = null;
  render(<Screen />);
  expect((await open()).editor).not.toBe(editor);
});

test('what was begun and does not open any more is begun anew when its person says so', async () => {
  const { unmount } = render(<Screen />);
  const first = (await open()).editor;
  first.answer(null, 'note', 'A');
  unmount();
  await settle();
  phone.corrupt('may', fresh.id);
  shown = null;
  render(<Screen />);
  await vi.waitFor(() => fireEvent.click(screen.getByText('anew')));
  const { editor } = await open();
  expect(editor.state().draft).toMatchObject({ rev: 0, answers: {} });
  editor.answer(null, 'note', 'B');
  await editor.flush();
  expect(await thisDraft()).toMatchObject([{ answers: { note: 'B' } }]);
  await settle();
});
