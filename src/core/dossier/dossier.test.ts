import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierEvent, Happening, Role, Status } from './dossier.ts';
import { STATUSES } from './dossier.ts';
import { apply, fold } from './fold.ts';
import { ACTIONS, allowedActions, findTransition, isClosed, LIFECYCLE } from './lifecycle.ts';

const ID = '0198f2f5-7c1a-7e55-9c60-111111111111';
const DAY_1 = Date.parse('2026-11-09T02:00:00Z');

const SUBMITTED: Happening = {
  type: 'submitted',
  code: 'H38.16-261109-0042',
  procedure: '1.001193',
  version: 1,
  unit: '03004',
  applicant: 'LÝ THỊ MẨY',
  answers: {},
  attachments: [],
  claimedAt: DAY_1 - 1000,
};

const FEE = {
  id: '0198f2f5-7c1a-7e55-9c60-222222222222',
  amount: 16_000,
  reason: '2 bản',
  reference: 'H38162611090042ABCD',
  payee: { bin: '970415', account: '113800004512', name: 'KBNN', bank: 'VietinBank' },
  expiresAt: DAY_1 + 1e9,
  signed: 'x',
};

function story(...steps: [Role, Happening][]): DossierEvent[] {
  return steps.map(([role, what], index) => ({
    n: index + 1,
    at: DAY_1 + index * 86_400_000,
    by: { role, name: '' },
    what,
  }));
}

describe('the lifecycle table', () => {
  test('LIFE-1 leads only to statuses that exist, and out of every status that is not closed', () => {
    for (const status of STATUSES) {
      const row = Object.values(LIFECYCLE[status]);
      for (const { next } of row) expect([...STATUSES, 'resume', 'same']).toContain(next);
      const leaves = row.some(({ next }) => next !== 'same');
      expect(leaves).toBe(!isClosed(status));
    }
  });

  test('LIFE-2 lets a citizen withdraw until the dossier is finished, and never afterwards', () => {
    const may = STATUSES.filter((status) => findTransition(status, 'withdraw', 'citizen'));
    expect(may).toEqual(['registered', 'received', 'processing', 'supplementRequested', 'paymentRequested']);
  });

  const CITIZENS = new Set(['supplement', 'withdraw', 'reportPayment', 'rate', 'replacePapers']);

  test('LIFE-3 gives nobody an action of another role', () => {
    for (const status of STATUSES) {
      expect(allowedActions(status, 'citizen').every((action) => CITIZENS.has(action))).toBe(true);
      expect(allowedActions(status, 'officer')).not.toContain('recordPayment');
    }
  });

  test('LIFE-6 lets papers be photographed again in every status that is not closed', () => {
    const may = STATUSES.filter((status) => findTransition(status, 'replacePapers', 'citizen'));
    expect(may).toEqual(STATUSES.filter((status) => !isClosed(status)));
  });

  test('LIFE-4 records money in every status but before reception', () => {
    const without = STATUSES.filter((status) => !findTransition(status, 'recordPayment', 'system'));
    expect(without).toEqual(['registered', 'received']);
  });
});

describe('the fold', () => {
  test('FOLD-1 tells the whole story of a paid dossier', () => {
    const events = story(
      ['citizen', SUBMITTED],
      ['officer', { type: 'received', promisedDay: '2026-11-12' }],
      ['officer', { type: 'feeRequested', fee: FEE }],
      [
        'system',
        {
          type: 'paymentRecorded',
          fee: FEE.id,
          amount: 16_000,
          receiptNo: 'BL-1',
          paidAt: DAY_1,
          promisedDay: '2026-11-13',
        },
      ],
      [
        'officer',
        {
          type: 'finished',
          note: '',
          results: [{ hash: 'a'.repeat(64), size: 10, type: 'application/pdf', name: 'Trích lục' }],
        },
      ],
      ['officer', { type: 'returned', how: 'online' }],
    );
    const dossier = fold(ID, events);
    expect(dossier).toMatchObject({
      status: 'returned',
      papersComplete: true,
      promisedDay: '2026-11-13',
      pausedSince: null,
      fee: FEE,
      payments: [{ amount: 16_000 }],
      results: [{ name: 'Trích lục' }],
    });
    expect(dossier?.events).toHaveLength(6);
  });

  test('FOLD-1a money that comes again is noted beside what came before', () => {
    const paid = (receiptNo: string): Happening => {
      return { type: 'paymentRecorded', fee: FEE.id, amount: 16_000, receiptNo, paidAt: DAY_1, promisedDay: null };
    };
    const events = story(
      ['citizen', SUBMITTED],
      ['officer', { type: 'received', promisedDay: null }],
      ['officer', { type: 'feeRequested', fee: FEE }],
      ['system', paid('BL-1')],
      ['system', paid('BL-2')],
    );
    expect(fold(ID, events)?.payments.map(({ receiptNo }) => receiptNo)).toEqual(['BL-1', 'BL-2']);
  });

  test('FOLD-2 a supplement before reception leads back to the queue, after it to processing', () => {
    const asked: Happening = {
      type: 'supplementRequested',
      items: [{ what: 'Trang 3' }],
      reason: 'mờ',
      dueDay: '2026-11-27',
    };
    const given: Happening = { type: 'supplemented', note: '', attachments: [], claimedAt: DAY_1, promisedDay: null };
    const before = fold(ID, story(['citizen', SUBMITTED], ['officer', asked], ['citizen', given]));
    expect(before?.status).toBe('registered');
    const after = fold(
      ID,
      story(
        ['citizen', SUBMITTED],
        ['officer', { type: 'received', promisedDay: null }],
        ['officer', asked],
        ['citizen', given],
      ),
    );
    expect(after?.status).toBe('processing');
    expect(after?.pausedSince).toBeNull();
  });

  test('FOLD-3 counts the pause from the day the request was made', () => {
    const dossier = fold(
      ID,
      story(
        ['citizen', SUBMITTED],
        ['officer', { type: 'received', promisedDay: '2026-11-12' }],
        ['officer', { type: 'feeRequested', fee: FEE }],
      ),
    );
    expect(dossier?.pausedSince).toBe('2026-11-11');
  });

  test('FOLD-4 answers null to a gap, a repeat, and an event the table does not allow', () => {
    const [first] = story(['citizen', SUBMITTED]);
    const state = apply(ID, null, first!);
    expect(apply(ID, state, { ...first!, n: 2 })).toBeNull();
    expect(
      apply(ID, state, { n: 3, at: DAY_1, by: { role: 'officer', name: '' }, what: { type: 'processingStarted' } }),
    ).toBeNull();
    expect(
      apply(ID, state, { n: 2, at: DAY_1, by: { role: 'officer', name: '' }, what: { type: 'processingStarted' } }),
    ).toBeNull();
    expect(
      apply(ID, state, {
        n: 2,
        at: DAY_1,
        by: { role: 'citizen', name: '' },
        what: { type: 'received', promisedDay: null },
      }),
    ).toBeNull();
  });

  test('FOLD-5 whatever happens, a closed dossier stays closed', () => {
    const happening: fc.Arbitrary<[Role, Happening]> = fc.constantFrom<[Role, Happening][]>(
      ['officer', { type: 'received', promisedDay: null }],
      ['officer', { type: 'processingStarted' }],
      ['officer', { type: 'stopped', reason: 'x' }],
      ['officer', { type: 'notAccepted', reason: 'x' }],
      ['citizen', { type: 'withdrawn', reason: '' }],
      ['officer', { type: 'feeRequested', fee: FEE }],
      [
        'system',
        { type: 'paymentRecorded', fee: FEE.id, amount: 16_000, receiptNo: 'BL-1', paidAt: DAY_1, promisedDay: null },
      ],
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 12 }), (steps) => {
        let state = apply(ID, null, story(['citizen', SUBMITTED])[0]!);
        let closed: Status | null = null;
        for (const [role, what] of steps) {
          const event = { n: state!.events.length + 1, at: DAY_1, by: { role, name: '' }, what };
          state = apply(ID, state, event) ?? state;
          if (closed) expect(state!.status).toBe(closed);
          if (isClosed(state!.status)) closed = state!.status;
        }
      }),
    );
  });
});

const STATUSES_FILE = 'src/content/dossier/statuses.json';

test('LIFE-5 the statuses are the ten national ones, by number', async () => {
  const { STATUS_CODES } = await import('./dossier.ts');
  const content = JSON.parse(readFileSync(STATUSES_FILE, 'utf8')) as { statuses: { code: number }[] };
  expect(Object.values(STATUS_CODES)).toEqual(content.statuses.map((status) => status.code));
  expect(ACTIONS.length).toBe(new Set(ACTIONS).size);
});
