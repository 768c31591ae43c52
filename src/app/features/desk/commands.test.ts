import { beforeEach, expect, test, vi } from 'vitest';
import type { OfficerCommand, Refusal } from '#core/dossier/command.ts';
import type { DossierEvent, Happening } from '#core/dossier/dossier.ts';
import type { DeskDossier, DeskOutcome } from '#protocol/desk.ts';
import { acceptChanges, act, openForm, retry } from './commands.ts';
import { EMPTY, takeDossier, updateDraft, useDesk, workOn } from './store.ts';

const ID = '7f3c2f5e-8f0b-4a39-9d3e-0c1a5a6b7c8d';
const MONDAY = Date.UTC(2026, 10, 9, 2, 5);

type Answer = { ok: true; value: DeskOutcome } | { ok: false; failure: { code: 'unreachable' } };
const server = vi.hoisted(() => ({ sent: [] as OfficerCommand[], answers: [] as (() => Answer)[], ids: 0 }));

vi.mock('#app/state/app.ts', () => ({
  platform: () => ({
    clock: { now: () => MONDAY },
    timers: { after: (_ms: number, run: () => void) => (run(), () => undefined) },
    ids: { uuid: () => `id-${(server.ids += 1)}` },
    session: { refresh: () => Promise.resolve() },
    api: {
      post: (_path: string, body: OfficerCommand) => {
        server.sent.push(body);
        return Promise.resolve(server.answers.shift()?.());
      },
    },
  }),
}));

const event = (n: number, role: 'citizen' | 'officer' | 'system', what: Happening): DossierEvent => ({
  n,
  at: MONDAY,
  by: { role, name: 'Vàng Thị Dín' },
  what,
});
const submitted = event(1, 'citizen', {
  type: 'submitted',
  code: 'H38.16-261109-0001',
  procedure: '1.001193',
  version: 1,
  unit: '03037',
  applicant: 'LÝ THỊ MẨY',
  answers: {},
  attachments: [],
  claimedAt: MONDAY,
});
const received = event(2, 'officer', { type: 'received', promisedDay: '2026-11-10' });
const dossier = (...events: DossierEvent[]): DeskDossier => ({
  id: ID,
  events,
  missingFiles: [],
  fixedFee: null,
  paymentReportedAt: null,
  rating: null,
  serverTime: MONDAY,
});
const done =
  (...events: DossierEvent[]) =>
  (): Answer => ({
    ok: true,
    value: { dossier: dossier(...events), refusal: null },
  });
const refused =
  (refusal: Refusal, ...events: DossierEvent[]) =>
  (): Answer => ({
    ok: true,
    value: { dossier: dossier(...events), refusal },
  });
const lost = (): Answer => ({ ok: false, failure: { code: 'unreachable' } });
const work = () => workOn(useDesk.getState(), ID);

beforeEach(() => {
  useDesk.setState(EMPTY, true);
  server.sent.length = 0;
  server.answers.length = 0;
  takeDossier(dossier(submitted));
});

test('a second click while the first is under way sends nothing', async () => {
  server.answers.push(done(submitted, received));
  await Promise.all([act(ID, 'receive'), act(ID, 'receive')]);
  expect(server.sent).toHaveLength(1);
  expect(server.sent[0]).toMatchObject({ seen: 1, intent: { type: 'receive' } });
  expect(work()).toMatchObject({ done: 'receive', attempt: null, busy: false });
});

test('a lost answer keeps the words and the command’s id, and trying again sends the very same', async () => {
  openForm(ID, 'notAccept', () => ({}));
  updateDraft(ID, () => ({ reasons: { notAccept: 'Không thuộc thẩm quyền' } }));
  server.answers.push(lost, done(submitted, event(2, 'officer', { type: 'notAccepted', reason: 'a' })));
  await act(ID, 'notAccept');
  expect(work()).toMatchObject({ open: 'notAccept', trouble: { kind: 'transport' } });
  expect(work().draft.reasons.notAccept).toBe('Không thuộc thẩm quyền');

  await retry(ID);
  expect(server.sent[1]).toEqual(server.sent[0]);
  expect(work()).toMatchObject({ open: null, done: 'notAccept', trouble: null });
  expect(work().draft.reasons.notAccept).toBeUndefined();
});

test('a dossier that changed meanwhile is shown as it is now, and nothing written is lost', async () => {
  openForm(ID, 'requestSupplement', () => ({}));
  updateDraft(ID, () => ({
    items: { other: 'Chụp lại' },
    reasons: { requestSupplement: 'Ảnh mờ' },
    due: { day: '16', month: '11', year: '2026' },
  }));
  server.answers.push(refused({ code: 'changedMeanwhile', events: 2 }, submitted, received));
  await act(ID, 'requestSupplement');
  expect(useDesk.getState().opened[ID]?.dossier?.status).toBe('received');
  expect(work()).toMatchObject({ open: 'requestSupplement', seen: 1, attempt: null });

  acceptChanges(ID);
  server.answers.push(done(submitted, received));
  await act(ID, 'requestSupplement');
  expect(server.sent[1]).toMatchObject({ seen: 2, intent: { reason: 'Ảnh mờ' } });
  expect(server.sent[1]?.id).not.toBe(server.sent[0]?.id);
});

test('what is wrong with a form is said before anything is sent', async () => {
  openForm(ID, 'notAccept', () => ({}));
  await act(ID, 'notAccept');
  expect(server.sent).toEqual([]);
  expect(work()).toMatchObject({ problems: [{ code: 'reason' }], tries: 1 });
});

test('an answer that was overtaken does not take events away', () => {
  takeDossier(dossier(submitted, received));
  takeDossier(dossier(submitted));
  expect(useDesk.getState().opened[ID]?.dossier?.status).toBe('received');
});
