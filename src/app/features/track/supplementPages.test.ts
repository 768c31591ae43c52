import { expect, test } from 'vitest';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { addPicked, paperOf } from './supplementPages.ts';

const file = (name: string): FileRef => ({ hash: name, size: 1, type: 'image/webp' });
const prepare = async ({ name }: File) =>
  name === 'broken'
    ? { ok: false as const, why: { code: 'unreadable' as const } }
    : { ok: true as const, bytes: new Uint8Array(1), file: file(name), preview: null };
const pick = (...names: string[]) => names.map((name) => new File([name], name));

test('pages go under the paper that was asked for', async () => {
  const { pages, problems } = await addPicked(
    pick('a', 'broken', 'a', 'b'),
    { item: 1, document: 'land', max: 12, have: [] },
    prepare,
  );
  expect(pages.map(({ item, document, file: { hash } }) => [item, document, hash])).toEqual([
    [1, 'land', 'a'],
    [1, 'land', 'b'],
  ]);
  expect(problems.map(({ kind }) => kind)).toEqual(['file', 'known']);
});

test('pages that are there already count towards the most there may be', async () => {
  const { pages, problems } = await addPicked(
    pick('b', 'c', 'd'),
    { item: 0, document: 'land', max: 2, have: [file('a')] },
    prepare,
  );
  expect(pages).toHaveLength(1);
  expect(problems).toEqual([{ kind: 'tooMany', names: ['c', 'd'], max: 2 }]);
});

test('what the procedure does not know is something else', () => {
  const procedure = { documents: [{ id: 'land', maxPages: 3 }] } as unknown as Procedure;
  expect(paperOf({ document: 'land', what: '' }, procedure)).toEqual({ id: 'land', max: 3 });
  expect(paperOf({ what: '' }, procedure)).toEqual({ id: 'other', max: 12 });
});
