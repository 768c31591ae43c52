import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PAGES, type Attachment, type FileRef } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import {
  decideDraft,
  differences,
  merged,
  NEW_STANDING,
  packDrafts,
  pushOf,
  sameBody,
  UNIT,
  type StoredDraft,
} from './drafts.ts';
import { DraftPush, MAX_BODY_BYTES, type DraftBody } from './messages.ts';

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

describe('which drafts go with a request', () => {
  const KB = 1024;
  const weighing = (bytes: number) => ({ push: { id: ID, base: 0, body: { ...body(1, 1), unit: 'u'.repeat(bytes) } } });
  const packed = (bytes: readonly number[], commands = 0) =>
    packDrafts(
      bytes.map((each) => weighing(each * KB)),
      commands * KB,
    ).map(({ push }) => push.body.unit.length / KB);

  test('DRAFT-40 light ones first, five at most, and together no more than a request holds', () => {
    expect(packed([9, 1, 8, 2, 7, 3])).toEqual([1, 2, 3, 7, 8]);
    expect(packed([190, 100, 100])).toEqual([100, 100]);
    const most = [60, 60, 60, 60, 60];
    expect(packed(most).reduce((a, b) => a + b) * KB).toBeLessThan(MAX_BODY_BYTES - 8 * KB);
  });

  test('DRAFT-41 one too heavy to be submitted stays, and a heavy one goes alone', () => {
    expect(packed([250])).toEqual([]);
    expect(packed([201, 1])).toEqual([1]);
    expect(packed([190])).toEqual([190]);
  });

  test('DRAFT-42 beside commands only what is light', () => {
    expect(packed([40, 20, 5], 10)).toEqual([5, 20]);
    expect(packed([10, 1], 234)).toEqual([1]);
    expect(packed([1], 250)).toEqual([]);
  });
});

describe('one draft of two phones’ versions', () => {
  const page = (letter: string): FileRef => ({ hash: letter.repeat(64), size: 9, type: 'image/webp' });
  const paper = (document: string, letters: string): Attachment => ({ document, files: [...letters].map(page) });
  const version = (more: Partial<Draft> = {}): Draft => ({
    id: ID,
    rev: 4,
    procedure: EVERYTHING,
    unit: '03004',
    answers: {},
    attachments: [],
    place: { at: 'papers' },
    startedAt: 1,
    savedAt: 20,
    ...more,
  });
  /** The papers of both, each with the letters of its pages. */
  const both = (mine: readonly Attachment[], theirs: readonly Attachment[], takeTheirs: readonly string[] = []) =>
    merged(version({ attachments: mine }), version({ attachments: theirs }), new Set(takeTheirs)).attachments.map(
      ({ document, files }) => `${document}: ${files.map(({ hash }) => hash.slice(0, 1)).join('')}`,
    );

  test('DRAFT-50 pages that each has of one paper are all kept, this phone’s first', () => {
    expect(both([paper('card', 'ab')], [paper('card', 'cd')])).toEqual(['card: abcd']);
    expect(both([paper('card', 'd')], [paper('card', 'ac')])).toEqual(['card: dac']);
  });

  test('DRAFT-51 a paper that only one of them has is kept, whichever it is', () => {
    expect(both([paper('card', 'a')], [])).toEqual(['card: a']);
    expect(both([], [paper('card', 'a')])).toEqual(['card: a']);
    expect(both([paper('card', 'a')], [paper('land', 'b')])).toEqual(['card: a', 'land: b']);
  });

  test('DRAFT-52 a page that both have is there once in its paper, and in each paper it belongs to', () => {
    expect(both([paper('card', 'ab')], [paper('card', 'bc')])).toEqual(['card: abc']);
    expect(both([paper('card', 'a')], [paper('land', 'a')])).toEqual(['card: a', 'land: a']);
  });

  test('DRAFT-53 pages are not chosen between, whose ever the answers are', () => {
    const mine = version({ answers: { count: 1 }, attachments: [paper('card', 'a')] });
    const theirs = version({ answers: { count: 2 }, unit: '02905', attachments: [paper('card', 'b')] });
    for (const taken of [[], ['count'], ['count', UNIT]]) {
      expect(merged(mine, theirs, new Set(taken)).attachments).toEqual([paper('card', 'ab')]);
    }
  });

  test('DRAFT-54 an answer is theirs where that was chosen, also one that they have not given, and else this phone’s', () => {
    const mine = version({ answers: { count: 1, story: 'a', breed: 'swamp' } });
    const theirs = version({ unit: '02905', answers: { count: 2, story: 'b', horns: true } });
    const chosen = (...fields: string[]) => {
      const { unit, answers } = merged(mine, theirs, new Set(fields));
      return { unit, answers };
    };
    expect(differences(mine, theirs)).toEqual(['count', 'story', 'breed', 'horns', UNIT]);
    expect(chosen()).toEqual({ unit: '03004', answers: mine.answers });
    expect(chosen('count', 'breed')).toEqual({ unit: '03004', answers: { count: 2, story: 'a' } });
    expect(chosen('horns', UNIT)).toEqual({ unit: '02905', answers: { ...mine.answers, horns: true } });
    expect(chosen(...differences(mine, theirs))).toEqual({ unit: theirs.unit, answers: theirs.answers });
  });

  test('DRAFT-57 a draft with more pages of a paper than a server reads is told once they are fewer', () => {
    const letters = 'abcdef0123456789';
    const of = (pages: number) =>
      version({ attachments: [paper('card', letters.slice(0, pages)), paper('land', letters.slice(0, MAX_PAGES))] });
    expect(pushOf(of(MAX_PAGES + 1), NEW_STANDING(ID))).toBe(null);
    const told = pushOf(of(MAX_PAGES), NEW_STANDING(ID));
    expect(DraftPush.parse(told)).toEqual(told);
    const { attachments } = of(MAX_PAGES + 1);
    expect(DraftPush.safeParse({ ...told, body: { ...told?.body, attachments } }).success).toBe(false);
  });

  const Papers = fc
    .uniqueArray(fc.constantFrom('card', 'land', 'birth', 'photo'), { maxLength: 4 })
    .chain((documents) =>
      fc.tuple(
        ...documents.map((document) =>
          fc
            .uniqueArray(fc.constantFrom(...'abcdef'), { minLength: 1, maxLength: 6 })
            .map((letters) => paper(document, letters.join(''))),
        ),
      ),
    );
  const FIELDS = ['count', 'story', 'breed', 'horns'];
  const Version = fc
    .record({
      unit: fc.constantFrom('', '03004', '02905'),
      answers: fc.dictionary(fc.constantFrom(...FIELDS), fc.constantFrom(1, 2, 'a', true)),
      attachments: Papers,
    })
    .map(version);
  const pagesOf = ({ attachments }: Draft) =>
    attachments.flatMap(({ document, files }) => files.map(({ hash }) => `${document}/${hash}`));

  test('DRAFT-55 whatever is chosen, every page of either is there once and no other, in the order it had', () => {
    fc.assert(
      fc.property(Version, Version, fc.subarray([...FIELDS, UNIT]), (mine, theirs, taken) => {
        const before = structuredClone([mine, theirs]);
        const after = merged(mine, theirs, new Set(taken));
        const pages = pagesOf(after);
        expect(pages.toSorted()).toEqual([...new Set([...pagesOf(mine), ...pagesOf(theirs)])].toSorted());
        // One entry a paper: a second of the same name would not be seen.
        expect(new Set(after.attachments.map(({ document }) => document)).size).toBe(after.attachments.length);
        const [own, others] = [pagesOf(mine), pagesOf(theirs).filter((each) => !pagesOf(mine).includes(each))];
        expect(pages.filter((each) => own.includes(each))).toEqual(own);
        for (const { document } of after.attachments) {
          const of = (all: readonly string[]) => all.filter((each) => each.startsWith(`${document}/`));
          expect(of(pages)).toEqual([...of(own), ...of(others)]);
        }
        expect([mine, theirs]).toEqual(before);
      }),
    );
  });

  test('DRAFT-56 every answer is one of the two, by the choice; the draft stays this phone’s in all else', () => {
    fc.assert(
      fc.property(Version, Version, fc.subarray([...FIELDS, UNIT]), (mine, theirs, taken) => {
        const after = merged(mine, theirs, new Set(taken));
        for (const field of FIELDS) {
          const from = taken.includes(field) ? theirs : mine;
          expect([field in after.answers, after.answers[field]]).toEqual([field in from.answers, from.answers[field]]);
        }
        const { answers, attachments, ...rest } = after;
        const { answers: _, attachments: __, ...same } = mine;
        expect(Object.keys(answers).every((field) => FIELDS.includes(field))).toBe(true);
        expect(attachments.length).toBeGreaterThanOrEqual(mine.attachments.length);
        expect(rest).toEqual({ ...same, unit: taken.includes(UNIT) ? theirs.unit : mine.unit });
      }),
    );
  });
});
