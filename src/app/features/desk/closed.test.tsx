// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Happening } from '#core/dossier/dossier.ts';
import type { DeskRow } from '#protocol/desk.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { asked, DOSSIER, received, toldDossier, withdrawn } from '#tests/support/told.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { DossierPane } from './DossierPane.tsx';
import { QueueRow } from './QueueRow.tsx';
import { EMPTY, useDesk } from './store.ts';
import type { Ground } from './useGround.ts';

const page = (letter: string) => ({ hash: letter.repeat(64), size: 1000, type: 'image/webp' as const });
const supplemented: Happening = {
  type: 'supplemented',
  note: '',
  attachments: [{ document: 'idCard', files: [page('a'), page('b')] }],
  claimedAt: 1,
  promisedDay: '2026-12-01',
};
const ground = {
  catalogue: { madeBy: () => null, find: () => null },
  calendar: { holidays: new Set(), workingSaturdays: new Set() },
  unit: null,
  now: Date.parse('2026-11-25T02:00:00Z'),
  today: '2026-11-25',
} as unknown as Ground;

beforeAll(async () => {
  HTMLElement.prototype.scrollIntoView = () => undefined;
  HTMLElement.prototype.scrollTo = () => undefined;
  await keysAsWords();
  await startSignedIn();
});
afterEach(cleanup);

/** What the desk says of a dossier with two pages, of which the first is not here. */
function pane(at: number | null, ...since: Happening[]): string {
  const dossier = toldDossier(received, asked('2026-11-27'), supplemented, ...since);
  const opened = { dossier, missing: [page('a').hash], fixedFee: null, paymentReportedAt: null, rating: null };
  useDesk.setState({ ...EMPTY, opened: { [DOSSIER]: opened } });
  return textOf(<DossierPane id={DOSSIER} place="closed" page={at} ground={ground} />);
}

function row(line: Pick<DeskRow, 'status' | 'filesHere'>): string {
  const { code, procedure, version, applicant, submittedAt, claimedAt } = toldDossier();
  const told = { code, procedure, version, applicant, submittedAt, claimedAt, promisedDay: null, paid: false };
  const whole = { id: DOSSIER, ...told, filesAll: 2, bytes: 2000, ...line };
  return textOf(<QueueRow row={whole} place="closed" current={false} ground={ground} />);
}

function textOf(shown: React.ReactNode): string {
  return render(<Router hook={memoryLocation({ path: '/' }).hook}>{shown}</Router>).container.textContent ?? '';
}

const PROMISES = /papers\.arriving|papers\.onItsWay|viewer\.notHere|fact\.arriving|row\.arriving/;

test('pages that are not here are on their way while the dossier is open', () => {
  const papers = pane(null);
  for (const key of ['fact.arriving', 'papers.arriving', 'papers.onItsWay']) expect(papers).toContain(key);
  expect(pane(1)).toContain('viewer.notHereWhy');
  expect(row({ status: 'finished', filesHere: 1 })).toContain('row.arriving');
});

test('of a closed dossier they did not arrive, and nobody is told to wait for them', () => {
  const papers = pane(null, withdrawn);
  for (const key of ['papers.cameOf', 'papers.restNever', 'papers.neverCame']) expect(papers).toContain(key);
  expect(papers).not.toMatch(PROMISES);
  const viewer = pane(1, withdrawn);
  expect(viewer).toContain('viewer.neverCame');
  expect(viewer).not.toMatch(PROMISES);
  for (const status of ['withdrawn', 'stopped', 'notAccepted', 'returned'] as const) {
    const line = row({ status, filesHere: 1 });
    expect(line).toContain('papers.cameOf');
    expect(line).not.toMatch(PROMISES);
  }
});

test('a closed dossier whose pages are all here says so', () => {
  expect(row({ status: 'returned', filesHere: 2 })).toContain('row.files');
});

test('what is not here, or is no picture, is not to be magnified or turned', () => {
  pane(1);
  expect(document.querySelector('[data-idle]')).not.toBeNull();
  cleanup();
  pane(2);
  expect(document.querySelector('[data-idle]')).toBeNull();
  screen.getByLabelText('viewer.larger');
});
