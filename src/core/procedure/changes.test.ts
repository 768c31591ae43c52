import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';
import { changesBetween, type Change } from './changes.ts';
import type { Procedure } from './procedure.ts';

/** A change as what it is about: "paperAdded stable". */
const named = (change: Change): string => {
  if ('field' in change) return `${change.kind} ${change.field.id}`;
  return 'document' in change ? `${change.kind} ${change.document.id}` : change.kind;
};
const changes = (before: Procedure, after: Procedure) => changesBetween(before, after).map(named);

describe('the visible difference of two versions', () => {
  test('CHANGES-1 names fee, deadline, papers and questions, each once', () => {
    expect(changes(EVERYTHING, EVERYTHING_2)).toEqual([
      'fee',
      'deadline',
      'paperAdded stable',
      'paperChanged picture',
      'questionAdded breed',
      'questionGone nickname',
    ]);
  });

  test('CHANGES-2 a question that is asked of others now, or takes other answers, is changed', () => {
    const changed = structuredClone(EVERYTHING);
    const [person, buffalo] = changed.form?.pages ?? [];
    if (buffalo) buffalo.showWhen = { field: 'sex', is: 'female' };
    if (person?.fields[4]) delete person.fields[4].optional;
    expect(changes(EVERYTHING, changed)).toEqual([
      'questionChanged phone',
      'questionChanged count',
      'questionChanged flies',
      'questionChanged colours',
      'questionChanged nickname',
    ]);
  });

  test('CHANGES-3 icons, hints, prefill, the order of keys and the words around the form are none', () => {
    const same = structuredClone(EVERYTHING);
    for (const paper of same.documents) delete paper.icon;
    for (const paper of same.documents) paper.kind = 'identityCard';
    for (const field of same.form?.pages.flatMap(({ fields }) => fields) ?? []) {
      delete field.prefill;
      field.hint = { vi: 'Như trên thẻ', en: 'As on the card' };
    }
    same.summary = { vi: 'Khác', en: 'Other' };
    same.documents = same.documents.map((paper) => Object.fromEntries(Object.entries(paper).toReversed())) as never;
    expect(changes(EVERYTHING, same)).toEqual([]);
  });

  test('CHANGES-4 whatever goes or comes is named, and the way back names the same things', () => {
    const [papers, fields] = [EVERYTHING.documents, EVERYTHING.form?.pages[0]?.fields ?? []];
    const parts = fc.record({ papers: fc.subarray(papers), fields: fc.subarray(fields, { minLength: 1 }) });
    const version = ({ papers: documents, fields: asked }: { papers: typeof papers; fields: typeof fields }) => ({
      ...EVERYTHING,
      documents,
      form: { pages: [{ id: 'person', question: EVERYTHING.name, fields: asked }] },
    });
    const mirrored = (line: string) => line.replace(/Added|Gone/, (word) => (word === 'Added' ? 'Gone' : 'Added'));
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const there = changes(version(one), version(other));
        expect(changes(version(other), version(one)).map(mirrored).toSorted()).toEqual(there.toSorted());
        const ids = (of: typeof one) => [...of.papers, ...of.fields].map(({ id }) => id);
        const [before, after] = [new Set(ids(one)), new Set(ids(other))];
        expect(there.length).toBe(
          [...before].filter((id) => !after.has(id)).length + [...after].filter((id) => !before.has(id)).length,
        );
        expect(there.length === 0).toBe(before.size === after.size && [...before].every((id) => after.has(id)));
      }),
    );
  });
});
