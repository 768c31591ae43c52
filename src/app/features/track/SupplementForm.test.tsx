// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { beginSupplement } from '#core/dossier/supplement.ts';
import type { AccountStore } from '#core/ports.ts';
import { useEditor } from '#app/parts/draft/useEditor.ts';
import { paths } from '#app/paths.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { heldPhotos, photos } from '#tests/support/held-photos.ts';
import { memoryDisk } from '#tests/support/memory-store.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { SupplementForm } from './SupplementForm.tsx';

const asked = { items: [{ document: 'idCard', what: 'Mặt sau' }], reason: 'Mờ', dueDay: '2026-12-01' };
const clock = { now: () => 100 };
let made = 0;
const ids = { uuid: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}` };
const enqueue = vi.fn<AccountStore['enqueue']>();
let held: ReturnType<typeof heldPhotos>;
let dossier: Dossier;
let fresh: Draft;

beforeAll(async () => {
  await keysAsWords();
  const opened = await memoryDisk({ clock, ids }).open('may');
  if (!opened.ok) throw new Error(opened.failure.code);
  enqueue.mockImplementation(opened.value.enqueue);
  await startSignedIn(
    { ...opened.value, enqueue, findFile: () => Promise.resolve({ ok: true, value: null }) },
    {
      clock,
      ids,
      images: { prepare: (photo: File) => held.images.prepare(photo) },
      timers: { after: () => () => undefined },
      sync: { state: () => null, watch: () => () => undefined, queued: () => undefined },
    },
  );
});
beforeEach(() => {
  enqueue.mockClear();
  held = heldPhotos();
  dossier = { id: ids.uuid(), unit: '03004', answers: EVERYTHING_ANSWERS } as unknown as Dossier;
  history.replaceState(null, '', paths.supplement(dossier.id));
  fresh = beginSupplement(dossier, EVERYTHING, 100);
});
afterEach(cleanup);

function Screen() {
  const opened = useEditor(dossier.id, fresh);
  return opened.kind === 'open' ? <SupplementForm dossier={dossier} asked={asked} editor={opened.editor} /> : null;
}

const pick = async (names: string) =>
  fireEvent.change((await screen.findAllByLabelText('photo.pick', { selector: 'input' }))[0]!, {
    target: { files: photos(names) },
  });
const pages = (count: number) =>
  vi.waitFor(() => expect(screen.queryAllByRole('button', { name: /papers\.pageOf/ })).toHaveLength(count));
const sending = () => screen.getByRole('button', { name: /supplement\.send/ });
/** The line under the button. */
const note = () => document.getElementById(sending().getAttribute('aria-describedby') ?? '')?.textContent;
const send = () => fireEvent.click(sending());
const ready = () => vi.waitFor(() => expect(sending().getAttribute('aria-disabled')).toBeNull());
/** Whatever waits for nothing but promises has run. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** The pages that were sealed, by the photos they were made of. */
const sealed = () =>
  enqueue.mock.calls.map(([intent]) =>
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
  await held.shrink('a');
  await pages(1);
  send();
  await settle();
  expect(enqueue).not.toHaveBeenCalled();
  expect(note()).toBe('photo.underWay');
  await held.shrink('b');
  await ready();
  send();
  await vi.waitFor(() => expect(sealed()).toEqual(['ab']));
});

test('nor after leaving the screen and coming back, where what did not become a page is still said', async () => {
  const { unmount } = render(<Screen />);
  await pick('abc');
  await held.shrink('a');
  await pages(1);
  unmount();
  render(<Screen />);
  await pages(1);
  screen.getAllByText('photo.underWay');
  send();
  await settle();
  expect(enqueue).not.toHaveBeenCalled();
  cleanup();
  await held.spoil('b');
  await held.shrink('c');
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
  await held.spoil('a');
  await held.shrink('b');
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
  expect(enqueue).not.toHaveBeenCalled();
});
