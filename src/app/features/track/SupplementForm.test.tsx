// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { beginSupplement } from '#core/dossier/supplement.ts';
import { useEditor } from '#app/parts/draft/useEditor.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { heldPhotos } from '#tests/support/held-photos.ts';
import { pages, pick, settle, signedInWithPhotos } from '#tests/support/papers-screen.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { SupplementForm } from './SupplementForm.tsx';

const asked = { items: [{ document: 'idCard', what: 'Mặt sau' }], reason: 'Mờ', dueDay: '2026-12-01' };
const clock = { now: () => 100 };
let phone: Awaited<ReturnType<typeof signedInWithPhotos>>;
let dossier: Dossier;
let fresh: Draft;

beforeAll(async () => {
  await keysAsWords();
  phone = await signedInWithPhotos(clock);
});
beforeEach(() => {
  phone.enqueue.mockClear();
  phone.held = heldPhotos();
  useApp.setState({ server: 'in' });
  dossier = { id: phone.ids.uuid(), unit: '03004', answers: EVERYTHING_ANSWERS } as unknown as Dossier;
  history.replaceState(null, '', paths.supplement(dossier.id));
  fresh = beginSupplement(dossier, EVERYTHING, 100);
});
afterEach(cleanup);

function Screen() {
  const opened = useEditor(dossier.id, fresh);
  return opened.kind === 'open' ? <SupplementForm dossier={dossier} asked={asked} editor={opened.editor} /> : null;
}

const sending = () => screen.getByRole('button', { name: /supplement\.send/ });
/** The line under the button. */
const note = () => document.getElementById(sending().getAttribute('aria-describedby') ?? '')?.textContent;
const send = () => fireEvent.click(sending());
const ready = () => vi.waitFor(() => expect(sending().getAttribute('aria-disabled')).toBeNull());

/** The pages that were sealed, by the photos they were made of. */
const sealed = () =>
  phone.enqueue.mock.calls.map(([intent]) =>
    intent.type === 'supplement'
      ? intent.attachments.flatMap(({ files }) => files.map(({ hash }) => hash.slice(0, 1))).join('')
      : intent.type,
  );

test('nothing is sealed while photos are being shrunk, the button says why, and then all of them go', async () => {
  render(<Screen />);
  await pick('ab');
  send();
  await settle();
  expect(screen.queryByText('supplement.lacking')).toBeNull();
  await phone.held.shrink('a');
  await pages(1);
  send();
  await settle();
  expect(phone.enqueue).not.toHaveBeenCalled();
  expect(note()).toBe('photo.underWay');
  await phone.held.shrink('b');
  await ready();
  send();
  await vi.waitFor(() => expect(sealed()).toEqual(['ab']));
});

test('nor after leaving the screen and coming back, where what did not become a page is still said', async () => {
  const { unmount } = render(<Screen />);
  await pick('abc');
  await phone.held.shrink('a');
  await pages(1);
  unmount();
  render(<Screen />);
  await pages(1);
  screen.getAllByText('photo.underWay');
  send();
  await settle();
  expect(phone.enqueue).not.toHaveBeenCalled();
  cleanup();
  await phone.held.spoil('b');
  await phone.held.shrink('c');
  await settle();
  render(<Screen />);
  await pages(2);
  screen.getByText('photo.named');
  await ready();
  send();
  await vi.waitFor(() => expect(sealed()).toEqual(['ac']));
});

test('a second choice of photos takes nothing away of what is said of the first', async () => {
  render(<Screen />);
  await pick('a');
  await pick('b');
  await phone.held.spoil('a');
  await phone.held.shrink('b');
  await pages(1);
  screen.getByText('photo.named');
});

test('more pages than the paper takes are not sealed before some are taken out', async () => {
  const files = ['a', 'b', 'c'].map((name) => ({ hash: name.repeat(64), size: 10, type: 'image/webp' as const }));
  fresh = { ...fresh, attachments: [{ document: 'idCard', files }] };
  render(<Screen />);
  await pages(3);
  screen.getByText('papers.tooMany');
  expect(note()).toBe('supplement.tooManyPages');
  send();
  await settle();
  expect(phone.enqueue).not.toHaveBeenCalled();
});

test('what it weighs stands with how it gets to the server, which may want the person first', async () => {
  render(<Screen />);
  await pick('a');
  await phone.held.shrink('a');
  await pages(1);
  await vi.waitFor(() => expect(note()).toBe('supplement.cost goes.byItself'));
  act(() => useApp.setState({ server: 'out' }));
  expect(note()).toBe('supplement.cost goes.afterSignIn');
});
