import { expect, test } from 'vitest';
import { datePartsFromIso } from '#ui/dateParts.ts';
import {
  amountOf,
  attemptFor,
  emptyDraft,
  idle,
  intentOf,
  isBlank,
  stillWrong,
  withoutSent,
  type Draft,
  type ResultDraft,
} from './work.ts';

const given = { today: '2026-11-20', fixedFee: null };
const draft = (part: Partial<Draft>): Draft => ({ ...emptyDraft, ...part });
const codes = (said: ReturnType<typeof intentOf>) =>
  'problems' in said ? said.problems.map(({ code }) => code) : said;
const file = { hash: 'a'.repeat(64), size: 10, type: 'application/pdf' } as const;
const result = (part: Partial<ResultDraft>): ResultDraft => ({
  key: 'k',
  name: 'Trích lục',
  source: new File(['x'], 'x.pdf'),
  sent: 1,
  file,
  problem: null,
  ...part,
});

test('a reason is needed, in words and not too many', () => {
  expect(codes(intentOf('notAccept', draft({ reasons: { notAccept: '  ' } }), given))).toEqual(['reason']);
  expect(codes(intentOf('stop', draft({ reasons: { stop: 'a'.repeat(1001) } }), given))).toEqual(['tooLong']);
  expect(intentOf('stop', draft({ reasons: { stop: ' đủ lý do ' } }), given)).toEqual({
    intent: { type: 'stop', reason: 'đủ lý do' },
  });
});

test('a supplement request says what, why and until when', () => {
  expect(codes(intentOf('requestSupplement', emptyDraft, given))).toEqual(['items', 'reason', 'due']);
  const asked = draft({
    items: { birthNotice: 'Chụp lại', other: '' },
    reasons: { requestSupplement: 'Ảnh mờ' },
    due: datePartsFromIso('2026-11-20'),
  });
  expect(codes(intentOf('requestSupplement', asked, given))).toEqual(['what', 'dueEarly']);
  const right = { ...asked, items: { birthNotice: 'Chụp lại', other: 'Gọi lại' }, due: datePartsFromIso('2026-11-27') };
  expect(intentOf('requestSupplement', right, given)).toEqual({
    intent: {
      type: 'requestSupplement',
      items: [{ document: 'birthNotice', what: 'Chụp lại' }, { what: 'Gọi lại' }],
      reason: 'Ảnh mờ',
      dueDay: '2026-11-27',
    },
  });
});

test('an amount is read as people type it, and the fixed one wins', () => {
  expect([amountOf('16.000'), amountOf('16 000 đ'), amountOf('16,000₫'), amountOf('0'), amountOf('x')]).toEqual([
    16_000,
    16_000,
    16_000,
    null,
    null,
  ]);
  const fee = draft({ amount: '5', reasons: { requestFee: 'Lệ phí' } });
  expect(intentOf('requestFee', fee, { ...given, fixedFee: 8000 })).toMatchObject({ intent: { amount: 8000 } });
  expect(codes(intentOf('requestFee', draft({ reasons: { requestFee: 'a' } }), given))).toEqual(['amount']);
});

test('finishing waits for every file, and each has a name', () => {
  expect(codes(intentOf('finish', emptyDraft, given))).toEqual(['results']);
  expect(codes(intentOf('finish', draft({ results: [result({ file: null }), result({ name: ' ' })] }), given))).toEqual(
    ['sending', 'resultName'],
  );
  expect(intentOf('finish', draft({ results: [result({})], note: ' ' }), given)).toEqual({
    intent: { type: 'finish', note: '', results: [{ ...file, name: 'Trích lục' }] },
  });
  expect(codes(intentOf('return', emptyDraft, given))).toEqual(['how']);
});

test('a problem goes with its cause, and no new one comes before the next try', () => {
  const sending = draft({ results: [result({ file: null })], note: '' });
  const said = intentOf('finish', sending, given);
  const work = { ...idle, draft: sending, problems: 'problems' in said ? said.problems : [] };
  expect(stillWrong(work, 'finish', given).map(({ code }) => code)).toEqual(['sending']);
  const failed = draft({ results: [result({ file: null, problem: 'unreachable' })] });
  expect(stillWrong({ ...work, draft: failed }, 'finish', given)).toHaveLength(1);
  expect(stillWrong({ ...work, draft: draft({ results: [result({})] }) }, 'finish', given)).toEqual([]);
  expect(stillWrong({ ...work, draft: emptyDraft }, 'finish', given)).toEqual([]);
});

test('the same command keeps its id until it is answered; another one gets its own', () => {
  let made = 0;
  const id = () => `id-${(made += 1)}`;
  const first = attemptFor(idle, 3, { type: 'receive' }, id);
  const work = { ...idle, attempt: first };
  expect(attemptFor(work, 3, { type: 'receive' }, id)).toBe(first);
  expect(attemptFor(work, 4, { type: 'receive' }, id).id).toBe('id-2');
  expect(attemptFor(work, 3, { type: 'stop', reason: 'a' }, id).id).toBe('id-3');
});

test('what was written for another action outlives the one that was done', () => {
  const both = draft({ reasons: { stop: 'dừng', requestSupplement: 'mờ' }, items: { other: 'a' }, note: 'ghi' });
  expect(withoutSent(both, 'requestSupplement')).toMatchObject({ reasons: { stop: 'dừng' }, items: {}, note: 'ghi' });
  expect(withoutSent(both, 'receive')).toBe(both);
  expect([isBlank(emptyDraft), isBlank(both), isBlank(draft({ amount: '8000' }))]).toEqual([true, false, true]);
});
