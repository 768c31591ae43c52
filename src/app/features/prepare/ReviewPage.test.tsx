// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Link, Route } from 'wouter';
import type { FileRef } from '#core/dossier/dossier.ts';
import { INITIAL } from '#core/sync/state.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { heldPhotos } from '#tests/support/held-photos.ts';
import { pages, pick, settle, signedInWithPhotos } from '#tests/support/papers-screen.ts';
import { LinkProvider } from '#ui/Link.tsx';
import { keysAsWords } from '#ui/test-words.ts';
import DraftScreen from './DraftScreen.tsx';
import { reviewEditHref } from './reviewHref.ts';

const clock = { now: () => Date.parse('2026-11-25T02:00:00Z') };
const page = (name: string): FileRef => ({ hash: name.repeat(64), size: 1000, type: 'image/webp' });
let phone: Awaited<ReturnType<typeof signedInWithPhotos>>;
let id: string;

beforeAll(async () => {
  // jsdom has no layout to scroll.
  Element.prototype.scrollIntoView = () => undefined;
  await keysAsWords();
  await loadCatalogue();
  phone = await signedInWithPhotos(clock);
});
beforeEach(() => {
  phone.enqueue.mockClear();
  phone.held = heldPhotos();
  useApp.setState({ server: 'in', sync: null });
});
afterEach(cleanup);

/** A draft with nothing missing but, where none are given, its photos; on the page it is to be seen on. */
async function show(files: readonly FileRef[], at: (draft: string) => string): Promise<void> {
  id = phone.ids.uuid();
  await phone.store.saveDraft({
    id,
    rev: 0,
    procedure: EVERYTHING,
    unit: '03004',
    answers: EVERYTHING_ANSWERS,
    attachments: files.length > 0 ? [{ document: 'idCard', files: [...files] }] : [],
    place: { at: 'papers' },
    startedAt: 1,
    savedAt: 1,
  });
  history.replaceState(null, '', at(id));
  render(
    <LinkProvider link={(props) => <Link {...props} />}>
      <Route path="/ban-nhap/:id/:page" component={DraftScreen} />
    </LinkProvider>,
  );
}

const goOn = () => fireEvent.click(screen.getByRole('button', { name: /^next/ }));
const sending = () => screen.findByRole('button', { name: /review\.submit/ });
const send = async () => fireEvent.click(await sending());
const sealed = () =>
  phone.enqueue.mock.calls.map(([intent]) => (intent.type === 'submit' ? intent.attachments : intent.type));

test('nothing is sealed while photos of the papers page are being shrunk, which is said, and then all of them go', async () => {
  await show([], paths.draftPapers);
  await pick('ab');
  await phone.held.shrink('a');
  await pages(1);
  goOn();
  await send();
  await settle();
  expect(phone.enqueue).not.toHaveBeenCalled();
  screen.getAllByText('photo.underWay');
  await phone.held.shrink('b');
  await vi.waitFor(async () => expect((await sending()).getAttribute('aria-disabled')).toBeNull());
  expect(screen.queryByText('photo.underWay')).toBeNull();
  await send();
  await vi.waitFor(() => expect(sealed()).toEqual([[{ document: 'idCard', files: [page('a'), page('b')] }]]));
});

test('a photo that did not become a page is said there, with the way to the papers, until it has been read', async () => {
  await show([], paths.draftPapers);
  await pick('ab');
  await phone.held.shrink('a');
  await pages(1);
  goOn();
  await sending();
  await phone.held.spoil('b');
  await screen.findByText('review.notAdded');
  screen.getByText('photo.named');
  const back = screen.getByRole('link', { name: 'review.toPapers' });
  expect(back.getAttribute('href')).toBe(reviewEditHref(paths.draftPapers(id)));
  fireEvent.click(back);
  fireEvent.click(await screen.findByText('photo.seen'));
  fireEvent.click(screen.getByRole('button', { name: /^backToReview/ }));
  await sending();
  expect(screen.queryByText('review.notAdded')).toBeNull();
});

test('a paper with more pages than it takes is in the way, and leads to where they are taken out', async () => {
  await show([page('a'), page('b'), page('c')], paths.draftReview);
  await send();
  await settle();
  expect(phone.enqueue).not.toHaveBeenCalled();
  const line = await screen.findByRole('link', { name: 'review.tooManyPages' });
  expect(screen.getByText('review.tooMany')).toBeTruthy();
  fireEvent.click(line);
  await screen.findByText('papers.tooMany');
});

test('how it gets to the server is said as it stands: after signing in, or later for the photos', async () => {
  await show([page('a'), page('b')], paths.draftReview);
  const note = async () => document.getElementById((await sending()).getAttribute('aria-describedby') ?? '');
  expect((await note())?.textContent).toBe('review.cost goes.byItself');
  act(() => useApp.setState({ sync: { ...INITIAL, photos: 'wifi', metered: true } }));
  expect((await note())?.textContent).toBe('review.cost goes.byItself goes.photosHeld');
  act(() => useApp.setState({ server: 'out' }));
  expect((await note())?.textContent).toBe('review.cost goes.afterSignIn');
});
