import { describe, expect, test } from 'vitest';
import { decideDraft, sameBody, type StoredDraft } from './drafts.ts';
import type { DraftBody } from './messages.ts';

const ID = '0198f2f5-7c1a-7e55-9c60-000000000001';
const [HERE, THERE] = ['0198f2f5-7c1a-7e55-9c60-00000000000a', '0198f2f5-7c1a-7e55-9c60-00000000000b'];

const body = (count: number, savedAt: number): DraftBody => ({
  procedure: '9.000001',
  version: 1,
  unit: '03004',
  answers: { count },
  attachments: [],
  startedAt: 1,
  savedAt,
});
const stored = (more: Partial<StoredDraft>): StoredDraft => ({
  id: ID,
  rev: 1,
  body: body(2, 20),
  over: null,
  device: HERE,
  base: 0,
  ...more,
});
const decide = (draft: StoredDraft | null, base: number, pushed: DraftBody | null, device = HERE) =>
  decideDraft(draft, { id: ID, base, body: pushed }, device, sameBody).result;

describe('a push that is a copy of an old request', () => {
  test('DRAFT-30 does not undo what the same phone wrote afterwards', () => {
    expect(decide(stored({}), 0, body(1, 10))).toBe('differs');
    expect(decide(stored({}), 0, body(3, 30))).toBe('write');
  });

  test('DRAFT-31 does not bring back what was thrown away, unless somebody went on writing', () => {
    const gone = stored({ rev: 2, body: null, over: 'deleted', base: 1 });
    expect(decide(gone, 0, body(1, 10))).toBe('differs');
    expect(decide(gone, 1, body(3, 30))).toBe('differs');
    expect(decide(gone, 0, body(1, 10), THERE)).toBe('differs');
    expect(decide(gone, 1, body(3, 30), THERE)).toBe('write');
  });
});

test('DRAFT-32 a server that went back before a draft was told takes it, whatever revision it had', () => {
  expect(decide(null, 3, body(1, 10))).toBe('write');
  expect(decide(null, 3, null)).toBe('same');
});

test('DRAFT-33 what was submitted is a draft no more, whichever revision a phone has seen', () => {
  const submitted = stored({ rev: 2, body: null, over: 'submitted', base: 1 });
  for (const base of [0, 1, 2]) {
    for (const device of [HERE, THERE]) expect(decide(submitted, base, body(3, 30), device)).toBe('differs');
  }
  expect(decide(submitted, 2, null)).toBe('same');
});
