import { expect, test } from 'vitest';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { takeIn } from './intake.ts';

const file = (name: string) => new File([name], name);
const ref = (name: string): FileRef => ({ hash: name, size: 1, type: 'image/webp' });

function paper(room = 100) {
  const pages: FileRef[] = [];
  const began: string[] = [];
  return {
    pages,
    began,
    ports: {
      prepare: async ({ name }: File) =>
        name === 'song.mp3'
          ? { ok: false as const, why: { code: 'notSupported' as const, type: 'audio/mpeg' } }
          : { ok: true as const, bytes: new Uint8Array(1), file: ref(name), preview: null },
      keep: async (page: FileRef) => {
        if (pages.length >= room) return { ok: false as const, failure: { code: 'full' as const } };
        pages.push(page);
        return { ok: true as const, value: {} as Draft };
      },
      pages: () => pages,
      began: (number: number, name: string) => void began.push(`${number} ${name}`),
    },
  };
}

test('every file becomes a page, in order', async () => {
  const at = paper();
  expect(await takeIn([file('a'), file('b')], 12, at.ports)).toEqual([]);
  expect(at.pages.map(({ hash }) => hash)).toEqual(['a', 'b']);
  expect(at.began).toEqual(['1 a', '2 b']);
});

test('one that is no picture is named and the others are kept', async () => {
  const at = paper();
  const troubles = await takeIn([file('a'), file('song.mp3'), file('b')], 12, at.ports);
  expect(troubles).toEqual([{ kind: 'file', name: 'song.mp3', problem: { code: 'notSupported', type: 'audio/mpeg' } }]);
  expect(at.pages).toHaveLength(2);
});

test('one whose shrinking fails in a way nobody foresaw is named too, and the others are kept', async () => {
  const at = paper();
  const { prepare } = at.ports;
  at.ports.prepare = (picked) => (picked.name === 'b' ? Promise.reject(new Error('no canvas')) : prepare(picked));
  const troubles = await takeIn([file('a'), file('b'), file('c')], 12, at.ports);
  expect(troubles).toEqual([{ kind: 'file', name: 'b', problem: { code: 'unreadable' } }]);
  expect(at.pages.map(({ hash }) => hash)).toEqual(['a', 'c']);
});

test('the same picture twice is one page', async () => {
  const at = paper();
  expect(await takeIn([file('a'), file('a')], 12, at.ports)).toEqual([{ kind: 'known', name: 'a' }]);
});

test('what is beyond the last page is named', async () => {
  const at = paper();
  const troubles = await takeIn([file('a'), file('b'), file('c')], 1, at.ports);
  expect(troubles).toEqual([{ kind: 'tooMany', names: ['b', 'c'], max: 1 }]);
});

test('a full phone stops it and names what is not kept', async () => {
  const at = paper(1);
  const troubles = await takeIn([file('a'), file('b'), file('c')], 12, at.ports);
  expect(troubles).toEqual([{ kind: 'store', names: ['b', 'c'], failure: { code: 'full' } }]);
  expect(at.pages).toHaveLength(1);
});
