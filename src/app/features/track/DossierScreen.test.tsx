// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Route, Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { must } from '#core/assert.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import { filesOf, type Happening } from '#core/dossier/dossier.ts';
import { beginSupplement } from '#core/dossier/supplement.ts';
import type { KeptReceipt } from '#core/ports.ts';
import { INITIAL } from '#core/sync/state.ts';
import { paths } from '#app/paths.ts';
import { useApp, type AppState } from '#app/state/app.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { openDialogs, startSignedIn } from '#tests/support/signed-in.ts';
import {
  asked,
  DOSSIER,
  fee,
  feeAsked,
  received,
  supplement,
  toldDossier,
  withdrawal,
  withdrawn,
} from '#tests/support/told.ts';
import { keysAsWords } from '#ui/test-words.ts';
import DossierScreen from './DossierScreen.tsx';
import ReplacementScreen from './ReplacementScreen.tsx';
import SupplementScreen from './SupplementScreen.tsx';

let receipts: Pick<KeptReceipt, 'type' | 'at'>[] = [];
const stray = [{ dossier: DOSSIER, isLost: true }];
const submitted = {
  type: 'submit' as const,
  dossier: DOSSIER,
  procedure: '1.115661',
  version: 1,
  unit: '02647',
  answers: {},
  attachments: [],
} satisfies CitizenIntent;
const begun = {
  ...beginSupplement(toldDossier(received, asked('2026-11-27')), EVERYTHING, 1),
  rev: 1,
  attachments: [{ document: 'idCard', files: [{ hash: 'a'.repeat(64), size: 100, type: 'image/webp' as const }] }],
};

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn({ listReceipts: () => Promise.resolve({ ok: true, value: receipts }) });
  openDialogs();
  await loadCatalogue();
});
beforeEach(() => show({}));
afterEach(cleanup);

function show(state: Partial<AppState>): void {
  useApp.setState({
    server: 'in',
    sync: null,
    outbox: [],
    dossiers: [],
    supplements: [],
    untold: [],
    missing: null,
    ...state,
  });
}

function open(at = paths.dossier(DOSSIER)): void {
  render(
    <Router hook={memoryLocation({ path: at }).hook}>
      <Route path={paths.dossier(':id')} component={DossierScreen} />
      <Route path={paths.supplement(':id')} component={SupplementScreen} />
      <Route path={paths.replacement(':id')} component={ReplacementScreen} />
    </Router>,
  );
}
const link = (path: string) => document.querySelector(`a[href="${path}"]`);

test('what is asked is said with the one button for it', () => {
  show({ dossiers: [toldDossier(received, asked('2026-11-27'))] });
  open();
  screen.getByText('Ảnh rõ hơn');
  screen.getByText(/act\.supplement\.due /);
  expect(link(paths.supplement(DOSSIER))).not.toBeNull();
  screen.getByText('withdraw.open');
});

test('a supplement that waits is said, and nothing is asked', () => {
  show({ dossiers: [toldDossier(received, asked('2026-11-27'))], outbox: [supplement] });
  open();
  screen.getByText('act.answered.title');
  screen.getByText('pending.supplement.waiting');
  expect(screen.getAllByText(/goes\.byItself/)).toHaveLength(1);
  screen.getByText('short.waiting');
  expect(link(paths.supplement(DOSSIER))).toBeNull();
});

test('a withdrawal that waits is no supplement, and nothing more is asked', () => {
  show({ dossiers: [toldDossier(received, asked('2026-11-27'))], outbox: [withdrawal] });
  open();
  screen.getByText('act.withdrawing.title');
  screen.getByText('short.waiting');
  expect(screen.queryByText('act.answered.title')).toBeNull();
  expect(link(paths.supplement(DOSSIER))).toBeNull();
});

test('of a supplement and a withdrawal that wait, the withdrawal counts', () => {
  show({ dossiers: [toldDossier(received, asked('2026-11-27'))], outbox: [supplement, withdrawal] });
  open();
  screen.getByText('act.withdrawing.title');
  expect(screen.queryByText('act.answered.title')).toBeNull();
});

test('what waits is never said to go by itself where the person has to act first', () => {
  const submission = { ...supplement, command: { ...supplement.command, intent: submitted } };
  for (const state of [
    { dossiers: [], outbox: [submission] },
    { dossiers: [toldDossier(received, asked('2026-11-27'))], outbox: [supplement] },
    { dossiers: [toldDossier(received)], outbox: [withdrawal] },
    { dossiers: [{ ...toldDossier(), papersComplete: false }] },
  ]) {
    show(state);
    open();
    expect(screen.getAllByText(/goes\.byItself/)).not.toHaveLength(0);
    cleanup();
    show({ ...state, server: 'out' });
    open();
    expect(screen.getAllByText(/goes\.afterSignIn/)).not.toHaveLength(0);
    expect(screen.queryByText(/goes\.byItself/)).toBeNull();
    cleanup();
  }
});

test('photos that wait for Wi-Fi are said to, whether or not the server has asked for them', () => {
  const { attachments } = begun;
  const sync = { ...INITIAL, photos: 'wifi', metered: true } as const;
  const files = filesOf(attachments);
  const intent = { ...submitted, attachments };
  show({ outbox: [{ ...supplement, files, command: { ...supplement.command, intent } }], sync });
  open();
  screen.getByText('unsent.text goes.byItself goes.photosHeld');
  cleanup();
  show({ dossiers: [{ ...toldDossier(), papersComplete: false, attachments }], sync });
  open();
  screen.getByText('act.receivingPapers.text goes.photosHeld');
});

test('an expired fee asks for no payment, and leads to where one that was made is reported', async () => {
  const expired = { ...fee, expiresAt: Date.parse('2026-11-24T02:00:00Z') };
  show({ dossiers: [toldDossier(received, { type: 'feeRequested', fee: expired })] });
  open();
  screen.getByText('act.fee.expired');
  await act(() => Promise.resolve());
  expect(link(paths.pay(DOSSIER))?.textContent).toContain('act.fee.report');
  expect(screen.queryByText('act.fee.action')).toBeNull();
});

test('of what waits for a dossier that the server has lost, how it goes is said as well', () => {
  show({ dossiers: [toldDossier(received)], outbox: [withdrawal], untold: stray });
  open();
  screen.getByText('pending.withdraw.waiting');
  expect(screen.getAllByText(/goes\.byItself/)).toHaveLength(1);
});

test('who has told of a payment is not urged to pay, nor to tell of it again', () => {
  const expired = { ...fee, expiresAt: Date.parse('2026-11-24T02:00:00Z') };
  const intent = { type: 'reportPayment', dossier: DOSSIER, fee: fee.id } as const;
  const outbox = [{ ...withdrawal, command: { ...withdrawal.command, intent } }];
  for (const asks of [expired, fee]) {
    show({ dossiers: [toldDossier(received, { type: 'feeRequested', fee: asks })], outbox });
    open();
    screen.getByText('pending.reportPayment.waiting');
    expect(screen.queryByText('act.fee.report')).toBeNull();
    expect(link(paths.pay(DOSSIER)) === null).toBe(asks === expired);
    cleanup();
  }
});

test('that the office has been told of a payment is said, once the receipt for it is here', async () => {
  const told = toldDossier(received, feeAsked);
  const askedAt = must(told.events.at(-1), 'a fee').at;
  for (const [at, said] of [
    [askedAt + 1, true],
    // For another fee, before this one was asked for.
    [askedAt - 1, false],
  ] as const) {
    receipts = [{ type: 'reportPayment', at }];
    show({ dossiers: [told] });
    open();
    await act(() => Promise.resolve());
    expect(screen.queryByText('act.fee.reported') !== null).toBe(said);
    expect(link(paths.pay(DOSSIER))?.className.includes('secondary')).toBe(said);
    cleanup();
  }
  receipts = [];
});

test('nothing that this phone may have done is offered before it knows whether it has', async () => {
  const ended: Happening = { type: 'notAccepted', reason: 'Sai nơi nộp' };
  const expired = { ...fee, expiresAt: Date.parse('2026-11-24T02:00:00Z') };
  for (const [dossier, done, offer] of [
    [toldDossier(ended), 'rate', 'rate.title'],
    [toldDossier(received, { type: 'feeRequested', fee: expired }), 'reportPayment', 'act.fee.report'],
  ] as const) {
    for (const isDone of [true, false]) {
      receipts = isDone ? [{ type: done, at: must(dossier.events.at(-1), 'an event').at + 1 }] : [];
      show({ dossiers: [dossier] });
      open();
      expect(screen.queryByText(offer)).toBeNull();
      await act(() => Promise.resolve());
      expect(screen.queryByText(offer) === null).toBe(isDone);
      cleanup();
    }
  }
  receipts = [];
});

test('no fee is asked for a dossier whose withdrawal waits', () => {
  show({ dossiers: [toldDossier(received, feeAsked)], outbox: [withdrawal] });
  open();
  screen.getByText('act.withdrawing.title');
  screen.getByText('act.fee.doNotPay');
  expect(screen.queryByText('act.fee.title')).toBeNull();
  expect(link(paths.pay(DOSSIER))).toBeNull();
});

test('a withdrawal that was refused, or that the result was faster than, changes nothing', () => {
  const refused = { ...withdrawal, refusal: { code: 'notAllowedNow', status: 'finished' } as const };
  show({ dossiers: [toldDossier(received, feeAsked)], outbox: [refused] });
  open();
  screen.getByText('act.fee.title');
  cleanup();
  show({ dossiers: [toldDossier(received, withdrawn)], outbox: [withdrawal] });
  open();
  screen.getByText('act.withdrawn.title');
});

test('a withdrawal that waits is told where the supplement was to be added, and what was begun stays to be seen', () => {
  show({
    dossiers: [toldDossier(received, asked('2026-11-27'))],
    outbox: [withdrawal],
    supplements: [begun],
  });
  open();
  screen.getByText('left.title');
  cleanup();
  open(paths.supplement(DOSSIER));
  screen.getByText('act.withdrawing.title');
  screen.getByText('left.title');
  expect(screen.queryByText('supplement.send')).toBeNull();
});

test('of a dossier that the server has lost nothing is said but that, and nothing is offered', () => {
  for (const since of [[feeAsked], [asked('2026-11-27')], []]) {
    show({ dossiers: [toldDossier(received, ...since)], untold: stray });
    open();
    screen.getByText('stray.title');
    screen.getByText('short.stray');
    expect(screen.queryByText(/^act\.\w+\.(text|title)/)).toBeNull();
    expect(link(paths.pay(DOSSIER))).toBeNull();
    expect(link(paths.supplement(DOSSIER))).toBeNull();
    expect(screen.queryByText('withdraw.open')).toBeNull();
    expect(screen.queryByText('facts.promised')).toBeNull();
    expect(screen.queryByText(/^step\.result/)).toBeNull();
    cleanup();
  }
  const results = [{ hash: 'b'.repeat(64), size: 100, type: 'application/pdf' as const, name: 'Trích lục' }];
  const finished: Happening = { type: 'finished', note: '', results };
  show({ dossiers: [toldDossier(received, { type: 'processingStarted' }, finished)], untold: stray });
  open();
  screen.getByText('stray.title');
  expect(screen.queryByText('rate.title')).toBeNull();
});

test('what was begun for a dossier that the server has lost stays to be seen, and is not sent', () => {
  show({ dossiers: [toldDossier(received, asked('2026-11-27'))], untold: stray, supplements: [begun] });
  open();
  expect(screen.getByRole('link', { name: 'left.see' }).getAttribute('href')).toBe(paths.supplement(DOSSIER));
  cleanup();
  open(paths.supplement(DOSSIER));
  screen.getByText('stray.title');
  screen.getByText('left.title');
  expect(screen.queryByText('supplement.send')).toBeNull();
});

test('a dossier that a restored server has only not told of yet is what it was', () => {
  show({ dossiers: [toldDossier(received, feeAsked)], untold: [{ dossier: DOSSIER, isLost: false }] });
  open();
  screen.getByText('act.fee.title');
  expect(screen.queryByText('stray.title')).toBeNull();
});

test('pages are photographed again for a dossier that somebody still handles', () => {
  const page = { hash: 'c'.repeat(64), size: 100, type: 'image/webp' as const };
  const attachments = [{ document: 'certificate', files: [page] }];
  const dossiers = [{ ...toldDossier(received), papersComplete: false, attachments }];
  show({ dossiers, missing: [page.hash] });
  open();
  expect(link(paths.replacement(DOSSIER))).not.toBeNull();
  for (const overruling of [{ outbox: [withdrawal] }, { untold: stray }]) {
    cleanup();
    show({ dossiers, missing: [page.hash], ...overruling });
    open();
    expect(link(paths.replacement(DOSSIER))).toBeNull();
    cleanup();
    open(paths.replacement(DOSSIER));
    screen.getByText(/^(act\.withdrawing|stray)\.title/);
    expect(screen.queryByText('replace.send')).toBeNull();
  }
});

test('the day to add something by says when it is over', () => {
  show({ dossiers: [toldDossier(received, asked('2026-11-25'))] });
  open();
  screen.getByText(/act\.supplement\.due /);
  cleanup();
  show({ dossiers: [toldDossier(received, asked('2026-11-24'))] });
  open();
  screen.getByText(/act\.supplement\.duePast/);
  expect(screen.queryByText(/act\.supplement\.due /)).toBeNull();
  expect(link(paths.supplement(DOSSIER))).not.toBeNull();
});

test('the promised day stands while the clock runs, is on hold while it stands, and goes with a dossier that has ended', () => {
  show({ dossiers: [toldDossier(received)] });
  open();
  screen.getByText('28/11/2026');
  screen.getByText('step.resultPromised');
  cleanup();
  show({ dossiers: [toldDossier(received, feeAsked)] });
  open();
  expect(screen.queryByText('28/11/2026')).toBeNull();
  screen.getByText('facts.paused');
  screen.getByText('step.resultPaused');
  cleanup();
  show({ dossiers: [toldDossier(received, withdrawn)] });
  open();
  expect(screen.queryByText('facts.promised')).toBeNull();
});

test('the slip opens beside the app, and without signal leads to no error page of the browser', () => {
  const told = toldDossier(received);
  const slip = `/api/dossiers/${DOSSIER}/slip`;
  show({ dossiers: [told] });
  open();
  expect(link(slip)?.getAttribute('target')).toBe('_blank');
  cleanup();

  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  open();
  expect(link(slip)).toBeNull();
  screen.getByText(/step\.slipOffline/);
  vi.restoreAllMocks();
});
