import { expect, test, vi } from 'vitest';
import type { Draft } from '#core/dossier/draft.ts';
import { UNIT } from '#core/sync/drafts.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Stored } from '#core/ports.ts';
import { openEditor, type Editor } from './editor.ts';

const first: Draft = {
  id: '00000000-0000-4000-8000-000000000001',
  rev: 1,
  procedure: {} as Procedure,
  unit: '',
  answers: {},
  attachments: [],
  place: { at: 'page', page: 'child' },
  startedAt: 1,
  savedAt: 1,
};

/** A disk with one draft that compares and sets, and can be made to fail or wait. */
function disk() {
  let kept: Draft | null = first;
  let full = false;
  let hold: Promise<void> | null = null;
  const due: (() => void)[] = [];
  const save = vi.fn(async (draft: Draft): Promise<Stored<Draft>> => {
    await hold;
    if (full) return { ok: false, failure: { code: 'full' } };
    if ((kept?.rev ?? 0) !== draft.rev) return { ok: false, failure: { code: 'stale', rev: kept?.rev ?? 0 } };
    kept = { ...draft, rev: draft.rev + 1, savedAt: draft.savedAt + 1 };
    return { ok: true, value: kept };
  });
  return {
    ports: {
      save,
      find: async (): Promise<Stored<Draft | null>> => ({ ok: true, value: kept }),
      isOurs: () => true,
      after: (_ms: number, run: () => void) => {
        due.push(run);
        return () => void due.splice(due.indexOf(run), 1);
      },
    },
    kept: () => kept,
    setFull: (now: boolean) => (full = now),
    holdUntil: (promise: Promise<void> | null) => (hold = promise),
    otherTab: (change: Partial<Draft>) => (kept = kept && { ...kept, ...change, rev: kept.rev + 1 }),
    drop: () => (kept = null),
    due,
  };
}

const kindOf = (editor: Editor) => editor.state().save.kind;

test('a keystroke is written after a rest, and "saved" is said only once it is on the disk', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  editor.answer('child', 'name', 'A');
  editor.answer('child', 'name', 'AN');
  expect(kindOf(editor)).toBe('saving');
  expect(at.due).toHaveLength(1);
  at.due[0]?.();
  await editor.flush();
  expect(at.ports.save).toHaveBeenCalledTimes(1);
  expect(kindOf(editor)).toBe('saved');
  expect(at.kept()?.answers).toEqual({ name: 'AN' });
  expect(at.kept()?.place).toEqual({ at: 'page', page: 'child', field: 'name' });
});

test('what is typed during a write is written after it', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  let release = (): void => undefined;
  at.holdUntil(new Promise((resolve) => (release = resolve)));
  editor.answer('child', 'name', 'A');
  const written = editor.flush();
  await Promise.resolve();
  editor.answer('child', 'name', 'AN');
  release();
  expect(await written).toBe(true);
  expect(at.kept()?.answers).toEqual({ name: 'AN' });
  expect(editor.state().dirty).toBe(false);
});

test('a full disk is said and the answer stays until there is room', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.setFull(true);
  editor.answer('child', 'name', 'AN');
  expect(await editor.flush()).toBe(false);
  expect(editor.state()).toMatchObject({ dirty: true, save: { kind: 'failed', failure: { code: 'full' } } });
  expect(editor.state().draft.answers).toEqual({ name: 'AN' });
  at.setFull(false);
  expect(await editor.flush()).toBe(true);
  expect(at.kept()?.answers).toEqual({ name: 'AN' });
});

test('a photo that a full disk does not take leaves what is saved saved, and what is typed since not', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.setFull(true);
  const addPhoto = () => editor.commit((draft) => at.ports.save({ ...draft, attachments: [] }));
  expect(await addPhoto()).toEqual({ ok: false, failure: { code: 'full' } });
  expect(editor.state()).toMatchObject({ dirty: false, save: { kind: 'saved', at: first.savedAt } });
  editor.answer('child', 'name', 'AN');
  expect((await addPhoto()).ok).toBe(false);
  expect(editor.state()).toMatchObject({ dirty: true, save: { kind: 'failed', failure: { code: 'full' } } });
  at.setFull(false);
  expect((await addPhoto()).ok).toBe(true);
  expect(at.kept()?.answers).toEqual({ name: 'AN' });
  expect(kindOf(editor)).toBe('saved');
});

test('another tab’s other place is no conflict', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.otherTab({ answers: { name: 'AN' }, place: { at: 'review' } });
  editor.answer('child', 'name', 'AN');
  expect(await editor.flush()).toBe(true);
  expect(kindOf(editor)).toBe('saved');
});

test('another tab’s other answers wait for a decision, and nothing is written before it', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.otherTab({ answers: { name: 'BINH' } });
  editor.answer('child', 'name', 'AN');
  expect(await editor.flush()).toBe(false);
  expect(kindOf(editor)).toBe('stale');
  await editor.flush();
  expect(at.kept()?.answers).toEqual({ name: 'BINH' });
  expect(editor.state().draft.answers).toEqual({ name: 'AN' });

  expect(await editor.keepMine()).toBe(true);
  expect(at.kept()?.answers).toEqual({ name: 'AN' });
});

test('answers of both tabs can be put together, one by one', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.otherTab({ answers: { name: 'BINH', sex: 'male' }, unit: '02647' });
  editor.answer('child', 'name', 'AN');
  await editor.flush();
  const { epoch } = editor.state();
  expect(await editor.mix(new Set(['sex', UNIT]))).toBe(true);
  expect(at.kept()).toMatchObject({ answers: { name: 'AN', sex: 'male' }, unit: '02647' });
  expect(editor.state().epoch).toBe(epoch + 1);
});

test('the other tab’s answers can be taken', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.otherTab({ answers: { name: 'BINH' } });
  editor.answer('child', 'name', 'AN');
  await editor.flush();
  editor.takeTheirs();
  expect(editor.state()).toMatchObject({ dirty: false, epoch: 1, draft: { answers: { name: 'BINH' } } });
});

test('a draft that was sent elsewhere is gone, and what is typed stays on screen', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.drop();
  editor.answer('child', 'name', 'AN');
  expect(await editor.flush()).toBe(false);
  expect(kindOf(editor)).toBe('gone');
  expect(editor.state().draft.answers).toEqual({ name: 'AN' });
});

test('a photo joins in turn with saves and takes the answers along', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  editor.answer('child', 'name', 'AN');
  const [saved, committed] = await Promise.all([editor.flush(), editor.commit(at.ports.save)]);
  expect(saved).toBe(true);
  expect(committed.ok).toBe(true);
  expect(at.kept()).toMatchObject({ rev: 3, answers: { name: 'AN' } });
});

test('a photo is added on top of what another tab did meanwhile', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  at.otherTab({ answers: { name: 'BINH' } });
  expect((await editor.commit(at.ports.save)).ok).toBe(true);
  expect(at.kept()?.answers).toEqual({ name: 'BINH' });
});

test('a finished draft is never written again', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  editor.answer('child', 'name', 'AN');
  const sealed = await editor.finish(async (draft) => ({ ok: true, value: draft.rev }));
  expect(sealed).toEqual({ ok: true, value: 2 });
  editor.answer('child', 'name', 'LATE');
  await editor.flush();
  expect(at.kept()?.answers).toEqual({ name: 'AN' });
});

test('one that is not on the disk yet gets there with the first write, an answer or a photo', async () => {
  const fresh: Draft = { ...first, rev: 0, place: { at: 'supplement' } };
  const at = disk();
  at.drop();
  const editor = openEditor(fresh, at.ports);
  editor.answer(null, 'note', 'Dạ đây');
  expect(await editor.flush()).toBe(true);
  expect(at.kept()).toMatchObject({ rev: 1, answers: { note: 'Dạ đây' }, place: { at: 'supplement' } });

  at.drop();
  const other = openEditor(fresh, at.ports);
  expect((await other.commit(at.ports.save)).ok).toBe(true);
  expect(other.state()).toMatchObject({ dirty: false, draft: { rev: 1 } });
});

test('two windows that begin at once write one after the other', async () => {
  const at = disk();
  at.drop();
  const fresh: Draft = { ...first, rev: 0 };
  const [one, two] = [openEditor(fresh, at.ports), openEditor(fresh, at.ports)];
  expect((await one.commit(at.ports.save)).ok).toBe(true);
  expect((await two.commit(at.ports.save)).ok).toBe(true);
  expect(at.kept()?.rev).toBe(2);
});

test('a quiet editor follows another tab; a typing one does not', () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  editor.noticeStored({ ...first, rev: 2, answers: { name: 'BINH' } });
  expect(editor.state().draft.answers).toEqual({ name: 'BINH' });
  editor.answer('child', 'name', 'AN');
  editor.noticeStored({ ...first, rev: 3, answers: { name: 'CHI' } });
  expect(editor.state().draft.answers).toEqual({ name: 'AN' });
});

test('a draft that leaves the list because it is being sealed here is not taken for gone', async () => {
  const at = disk();
  const editor = openEditor(first, at.ports);
  await editor.finish(async () => {
    at.drop();
    editor.noticeStored(null);
    return { ok: true, value: undefined };
  });
  await editor.flush();
  expect(kindOf(editor)).toBe('saved');
});

test('into a store that was emptied what is on screen is written anew, without the photos that were only there', async () => {
  const at = disk();
  const attachments = [{ document: 'idCard', files: [{ hash: 'a'.repeat(64), size: 9, type: 'image/webp' as const }] }];
  at.otherTab({ attachments });
  const editor = openEditor(at.kept() ?? first, at.ports);
  at.drop();
  editor.answer('child', 'name', 'A');
  await editor.flush();
  expect(kindOf(editor)).toBe('gone');
  expect(await editor.writeAnew(() => [])).toEqual({ written: true, photos: 1 });
  expect(at.kept()).toMatchObject({ rev: 1, answers: { name: 'A' }, attachments: [] });
  expect(kindOf(editor)).toBe('saved');

  // Into one that was merely closed, as the next version of what is there.
  editor.answer('child', 'name', 'AN');
  expect(await editor.writeAnew(() => [])).toEqual({ written: true, photos: 0 });
  expect(at.kept()).toMatchObject({ rev: 2, answers: { name: 'AN' } });

  at.setFull(true);
  expect(await editor.writeAnew(() => [])).toEqual({ written: false, photos: 0 });
  expect(kindOf(editor)).toBe('failed');
  const untouched = openEditor({ ...first, rev: 0 }, at.ports);
  expect(await untouched.writeAnew(() => [])).toBeNull();
});
