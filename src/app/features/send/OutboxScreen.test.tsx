// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { OutboxEntry } from '#core/ports.ts';
import { beginReplacement } from '#core/dossier/replacement.ts';
import { beginSupplement } from '#core/dossier/supplement.ts';
import { INITIAL } from '#core/sync/state.ts';
import { paths } from '#app/paths.ts';
import { useApp, type AppState } from '#app/state/app.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { openDialogs, startSignedIn } from '#tests/support/signed-in.ts';
import { received, toldDossier } from '#tests/support/told.ts';
import { keysAsWords } from '#ui/test-words.ts';
import OutboxScreen from './OutboxScreen.tsx';

const NOW = 1_795_600_000_000;
const ignore = () => ignore;
const wake = vi.fn();
const choose = vi.fn();
const setSending = vi.fn(() => nothing());
const nothing = (value: unknown = []) => Promise.resolve({ ok: true, value });
const store = {
  readLog: nothing,
  setSending,
};

const NO_POCKET = { state: null, busy: false, failure: null };
const host = { backgroundSync: true };
const platform = {
  host,
  sync: { state: () => INITIAL, watch: ignore, wake, choose },
  storageReport: () => Promise.resolve({ usage: 7_400_000, quota: null, persisted: true }),
  clock: { now: () => NOW },
  pocket: { view: () => NO_POCKET, look: () => Promise.resolve(NO_POCKET), watch: ignore },
};

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn(store, platform);
  openDialogs();
});
beforeEach(() => {
  vi.clearAllMocks();
  host.backgroundSync = true;
  show({});
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(state: Partial<AppState>): void {
  useApp.setState({
    store: 'open',
    storeFailure: null,
    outbox: [],
    dossiers: [],
    drafts: [],
    supplements: [],
    aside: [],
    progress: [],
    untold: [],
    server: 'in',
    sync: INITIAL,
    ...state,
  });
}

const photo = (n: number): FileRef => ({ hash: n.toString(16).padStart(64, '0'), size: 1000, type: 'image/webp' });

function entry(seq: number, files: readonly FileRef[] = [], rest: Partial<OutboxEntry> = {}): OutboxEntry {
  const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
  const attachments = files.length > 0 ? [{ document: 'idCard', files: [...files] }] : [];
  return {
    command: {
      id,
      seq,
      madeAt: NOW,
      intent: {
        type: 'submit',
        dossier: id,
        procedure: 'unknown',
        version: 1,
        unit: '03037',
        answers: {},
        attachments,
      },
    },
    bytes: 3000,
    files,
    refusal: null,
    ...rest,
  };
}

function open() {
  return render(<OutboxScreen />);
}
const cards = () => screen.queryAllByRole('button', { name: /what\.submit/ });

test('with nothing left there is nothing to press, and it says so', () => {
  open();
  screen.getByText('empty.title');
  expect(screen.queryByText('sendNow')).toBeNull();
});

test('what was begun and never sealed is told by its count, and leads there', () => {
  const dossier = { ...toldDossier(received), id: entry(1).command.id };
  const attachments = [{ document: 'idCard', files: [photo(1)] }];
  const kept = { ...beginSupplement(dossier, EVERYTHING, 1), rev: 1, attachments };
  const empty = { ...kept, attachments: [] };
  const again = { ...beginReplacement(dossier, EVERYTHING, 1), rev: 1, attachments };
  const leads = () => screen.getByRole('link', { name: 'unfinished.see' }).getAttribute('href');
  show({ supplements: [kept, { ...empty, id: entry(2).command.id }] });
  open();
  screen.getByText('empty.text');
  screen.getByText('unfinished.title');
  expect(leads()).toBe(paths.supplement(dossier.id));
  cleanup();
  show({ supplements: [again] });
  open();
  expect(leads()).toBe(paths.replacement(dossier.id));
  cleanup();
  show({ drafts: [{ ...kept, place: { at: 'papers' } }], outbox: [entry(1)] });
  open();
  expect(leads()).toBe(paths.draft(dossier.id));
  cleanup();
  show({ supplements: [kept, again] });
  open();
  expect(leads()).toBe(paths.dossiers);
  cleanup();
  show({ supplements: [empty] });
  open();
  expect(screen.queryByText('unfinished.title')).toBeNull();
});

test('while nobody knows whether a command that does not open had arrived, nothing claims that all has', async () => {
  const command = { what: 'command', id: 'x', dossier: null, savedAt: 1, foundAt: 2, seen: true } as const;
  show({ aside: [{ ...command, fate: 'asking' }] });
  open();
  await screen.findByText(/^fate\.asking/);
  expect(screen.queryByText('empty.title')).toBeNull();
  cleanup();
  show({ aside: [{ ...command, fate: 'asking', seen: false }] });
  open();
  await screen.findByText(/^fate\.asking/);
  cleanup();
  show({ aside: [{ ...command, fate: 'sent' }] });
  open();
  screen.getByText('empty.title');
});

test('where a restored server has lost a dossier nothing claims that all has arrived', () => {
  show({ untold: [{ dossier: entry(1).command.id, isLost: true }] });
  open();
  screen.getByText('stray.title');
  expect(screen.queryByText('empty.title')).toBeNull();
});

test('without signal it leads to no sign-in page, and says why', () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  show({ server: 'out', outbox: [entry(1)] });
  open();
  screen.getByText(/signIn\.offline/);
  expect(screen.queryByText('signIn')).toBeNull();
});

test('without Background Sync it says that Bản Số has to be open where there is signal', () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  show({ outbox: [entry(1)] });
  open();
  screen.getByText(/goes\.byItself/);
  cleanup();
  host.backgroundSync = false;
  open();
  screen.getByText(/goes\.whileOpen/);
});

test('of what has just been sealed without signal, how it goes is said once', () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  show({ outbox: [entry(1)] });
  history.replaceState({ state: { kept: entry(1).command.id } }, '');
  open();
  screen.getByText('justKept');
  expect(screen.getAllByText(/goes\.byItself/)).toHaveLength(1);
  history.replaceState(null, '');
});

test('with nobody signed in it asks for that, and claims nothing of what waits', () => {
  show({ store: 'closed' });
  open();
  screen.getByText('signIn.needed');
  expect(screen.queryByText('empty.title')).toBeNull();
});

test('of hundreds, twenty are shown at once and the others on demand', () => {
  show({ outbox: Array.from({ length: 300 }, (_, n) => entry(n + 1)) });
  open();
  expect(cards()).toHaveLength(20);
  screen.getByText('headline');
  fireEvent.click(screen.getByText('more'));
  expect(cards()).toHaveLength(40);
});

test('a tap shows every part of one, a second tap opens no second sheet, and closing leaves all as it was', () => {
  show({ outbox: [entry(1, [photo(1), photo(2)])] });
  open();
  const [card] = cards();
  fireEvent.click(card!);
  fireEvent.click(card!);
  expect(screen.getAllByRole('dialog')).toHaveLength(1);
  const parts = within(screen.getByRole('dialog')).getAllByRole('listitem');
  expect(parts.map((part) => part.textContent)).toEqual([
    expect.stringContaining('part.form'),
    expect.stringContaining('part.page'),
    expect.stringContaining('part.page'),
  ]);
  fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(cards()).toHaveLength(1);
});

test('while one part goes the others wait for their turn, and not for signal', () => {
  show({ outbox: [entry(1, [photo(1)])], sync: { ...INITIAL, exchange: 'asking', carried: [1] } });
  open();
  fireEvent.click(cards()[0]!);
  screen.getByText('part.state.next');
  expect(screen.queryByText('part.state.waiting')).toBeNull();
});

test('while the form goes, photos kept for Wi-Fi do not have their turn next', () => {
  const sync = { ...INITIAL, exchange: 'asking', carried: [1], photos: 'wifi', metered: true } as const;
  show({ outbox: [entry(1, [photo(1)])], sync });
  open();
  fireEvent.click(cards()[0]!);
  screen.getByText('badge.wifi');
  expect(screen.queryByText('part.state.next')).toBeNull();
});

test('what was refused comes first, with its reason and all it carried', () => {
  show({ outbox: [entry(1), entry(2, [photo(1)], { refusal: { code: 'unknownUnit' } })] });
  open();
  const headings = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
  expect(headings[0]).toBe('what.submit');
  screen.getByText('refusal.unknownUnit');
  screen.getByText('refusedKept');
  screen.getByText('reopen');
  expect(cards()).toHaveLength(1);
});

test('a version closed meanwhile may be opened again where this app has the one that counts, and else waits for it', async () => {
  const closed = (version: number) => {
    const { command, ...rest } = entry(1, [photo(1)], {
      refusal: { code: 'versionClosed', version, since: '2026-11-24' },
    });
    return { ...rest, command: { ...command, intent: { ...command.intent, procedure: '1.001193' } } } as OutboxEntry;
  };
  await loadCatalogue();
  show({ outbox: [closed(1)] });
  open();
  screen.getByText('refusal.versionClosed');
  screen.getByText('reopen');
  cleanup();
  show({ outbox: [closed(99)] });
  open();
  screen.getByText('refusal.versionAppOld');
  screen.getByText('reload');
  expect(screen.queryByText('reopen')).toBeNull();
});

test('one of several with photos may go first, and the choice is kept before it is told', async () => {
  show({ outbox: [entry(1, [photo(1)]), entry(2, [photo(2)]), entry(3)] });
  open();
  fireEvent.click(cards()[2]!);
  expect(within(screen.getByRole('dialog')).queryByText('first.do')).toBeNull();
  cleanup();
  open();
  fireEvent.click(cards()[1]!);
  fireEvent.click(screen.getByText('first.do'));
  const first = entry(2).command.id;
  await vi.waitFor(() => expect(choose).toHaveBeenCalledExactlyOnceWith({ type: 'preferred', first }));
  expect(setSending).toHaveBeenCalledExactlyOnceWith({ first });
});

test('a phone that cannot keep a choice says so, and nobody acts on it', async () => {
  setSending.mockResolvedValueOnce({ ok: false, failure: { code: 'full' } } as never);
  open();
  fireEvent.click(screen.getByRole('checkbox'));
  await screen.findByText('photos.failed');
  expect(choose).not.toHaveBeenCalled();
});

test('photos held for Wi-Fi may go over mobile data this once', () => {
  const dossier = entry(1).command.id;
  const sync = { ...INITIAL, photos: 'wifi' as const, metered: true, uploads: [{ ...photo(1), dossier }] };
  show({ outbox: [entry(1, [photo(1)])], sync });
  open();
  screen.getByText('standing.wifi.title');
  fireEvent.click(screen.getByText('photos.once'));
  expect(choose).toHaveBeenCalledExactlyOnceWith({ type: 'allowedOnce' });
});

test('a storage that does not answer is said, and until it does nothing is said to be under way', () => {
  const sync = { ...INITIAL, exchange: 'asking' as const, carried: [1], unsent: [{ seq: 1, bytes: 3000 }] };
  show({ outbox: [entry(1)], sync });
  open();
  screen.getByText('badge.going');
  screen.getByText('standing.sending.title');
  cleanup();
  show({ outbox: [entry(1)], sync, storeSilent: true });
  open();
  screen.getByText('silent.title');
  screen.getByText('signal.review');
  screen.getByText('badge.waiting');
  expect(screen.queryByText('badge.going')).toBeNull();
  expect(screen.queryByText('standing.sending.title')).toBeNull();
  cleanup();
  show({ outbox: [entry(1)], sync, storeSilent: false });
  open();
  screen.getByText('badge.going');
});

test('sending goes on by one press, and a press while it does is no second one', () => {
  show({ outbox: [entry(1)] });
  open();
  fireEvent.click(screen.getByText('sendNow'));
  expect(wake).toHaveBeenCalledExactlyOnceWith('button');
  cleanup();
  show({ outbox: [entry(1)], sync: { ...INITIAL, exchange: 'asking' } });
  open();
  fireEvent.click(screen.getByText('sendNow'));
  expect(wake).toHaveBeenCalledTimes(1);
});
