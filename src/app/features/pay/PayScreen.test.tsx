// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Route, Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import type { FeeRequest } from '#core/dossier/dossier.ts';
import { FEE_REQUEST_TYPE, feeClaims } from '#protocol/fee.ts';
import { paths } from '#app/paths.ts';
import { useApp, type AppState } from '#app/state/app.ts';
import { pinProvince } from '#app/state/keys.ts';
import type { Verified } from '#app/state/platform.ts';
import { openDialogs, startSignedIn } from '#tests/support/signed-in.ts';
import { DOSSIER, fee, feeAsked, received, toldDossier, withdrawal, withdrawn } from '#tests/support/told.ts';
import { keysAsWords } from '#ui/test-words.ts';
import PayScreen from './PayScreen.tsx';

const nothing = () => Promise.resolve({ ok: true, value: [] });
const untold = [{ dossier: DOSSIER, isLost: true }];
const owing = toldDossier(received, feeAsked);
const genuine = (of: FeeRequest) => ({
  ok: true as const,
  kid: 'k',
  type: FEE_REQUEST_TYPE,
  payload: feeClaims(DOSSIER, of),
});
let verified: Verified;

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn(
    { listReceipts: nothing },
    {
      jws: { verify: () => Promise.resolve(verified) },
      api: { get: () => Promise.resolve({ ok: true, value: { keys: [], sandbox: false } }) },
      timers: { after: () => () => undefined },
    },
  );
  openDialogs();
  await pinProvince();
});
afterEach(cleanup);

function open(state: Partial<AppState>, signature: Verified = genuine(fee)): void {
  cleanup();
  verified = signature;
  useApp.setState({ outbox: [], dossiers: [owing], untold: [], ...state });
  render(
    <Router hook={memoryLocation({ path: paths.pay(DOSSIER) }).hook}>
      <Route path={paths.pay(':id')} component={PayScreen} />
    </Router>,
  );
}
/** Long enough for a signature to have been checked. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const code = () => screen.queryByRole('figure', { name: 'qrLabel' });

test('a fee that is asked for and signed by the province has its code', async () => {
  open({});
  await screen.findByRole('figure', { name: 'qrLabel' });
});

const expired = { ...fee, expiresAt: Date.parse('2026-11-24T02:00:00Z') };
const owingLate = toldDossier(received, { type: 'feeRequested', fee: expired });

test('a code that has expired is not shown, and who has paid in time can still say so', async () => {
  open({ dossiers: [owingLate] }, genuine(expired));
  await settled();
  screen.getByText('expired.text');
  expect(code()).toBeNull();
  screen.getByRole('button', { name: /report\.button/ });

  const intent = { type: 'reportPayment', dossier: DOSSIER, fee: fee.id } as const;
  open({ dossiers: [owingLate], outbox: [{ ...withdrawal, command: { ...withdrawal.command, intent } }] });
  screen.getByText('report.waiting');
});

test('of a fee that the province did not sign nothing is said but that, expired or not', async () => {
  open({ dossiers: [owingLate] }, { ok: false, why: 'badSignature' });
  await screen.findByText('fault.badSignature');
  expect(screen.queryByText('expired.text')).toBeNull();
  expect(screen.queryByRole('button', { name: /report\.button/ })).toBeNull();
});

test('no money is asked for a dossier that the server has lost', async () => {
  open({ untold });
  screen.getByText('nothing.stray.title');
  screen.getByText('nothing.stray.text');
  await settled();
  expect(code()).toBeNull();
  open({ untold, dossiers: [toldDossier(received)] });
  screen.getByText('nothing.stray.title');
});

test('no money is asked for a dossier whose withdrawal waits', async () => {
  open({ outbox: [withdrawal] });
  screen.getByText('nothing.withdrawing.title');
  await settled();
  expect(code()).toBeNull();
});

test('a withdrawal that was refused or has been taken is not waited for', async () => {
  open({ outbox: [{ ...withdrawal, refusal: { code: 'notAllowedNow', status: 'processing' } }] });
  await screen.findByRole('figure', { name: 'qrLabel' });
  open({ dossiers: [toldDossier(received, feeAsked, withdrawn)], outbox: [withdrawal] });
  screen.getByText('nothing.over.title');
});

test('what was paid keeps its receipt, whatever became of the dossier', () => {
  const paid = { type: 'paymentRecorded', fee: fee.id, amount: fee.amount, receiptNo: 'BL-1', paidAt: 1 } as const;
  open({ dossiers: [toldDossier(received, feeAsked, { ...paid, promisedDay: '2026-12-01' })], untold });
  screen.getByText('BL-1');
});
