import { filesOf, type Uuid } from '#core/dossier/dossier.ts';
import type { Draft, DraftPlace } from '#core/dossier/draft.ts';
import type { Answer } from '#core/form/form.ts';
import type { StoreFailure, Stored } from '#core/ports.ts';
import { differences, merged } from '#core/sync/drafts.ts';

/** Whether what is on screen is on the disk. `saved` only ever after the store has answered so. */
export type SaveStatus =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly failure: StoreFailure }
  /** Another tab wrote something else meanwhile; nothing is written until the person has chosen. */
  | { readonly kind: 'stale'; readonly theirs: Draft }
  /** Another tab sent or deleted the draft; what is typed here is on this screen alone. */
  | { readonly kind: 'gone' };

export type EditorState = {
  /** The draft as it is on screen. */
  readonly draft: Draft;
  readonly save: SaveStatus;
  /** True while something on screen is not on the disk. */
  readonly dirty: boolean;
  /** Rises when answers came from outside, so that inputs take the new text. */
  readonly epoch: number;
};

export type EditorPorts = {
  readonly save: (draft: Draft) => Promise<Stored<Draft>>;
  readonly find: (id: Uuid) => Promise<Stored<Draft | null>>;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Whether the store open now is the one of the person whose draft this is. */
  readonly isOurs: () => boolean;
};

/** A person types faster than a disk flushes: keystrokes are written together after this rest. */
const SAVE_AFTER_MS = 300;

export type Editor = ReturnType<typeof openEditor>;

/**
 * One draft under somebody's finger. What is typed counts at once on screen and is written soon after, one
 * write at a time, each on the revision the last one made; a failed write is tried again with the next.
 */
export function openEditor(stored: Draft, ports: EditorPorts) {
  let base = stored;
  let mine: Pick<Draft, 'answers' | 'unit' | 'place'> = stored;
  let dirty = false;
  let writing = false;
  let closed = false;
  let save: SaveStatus = { kind: 'saved', at: stored.savedAt };
  let epoch = 0;
  let cancelTimer: (() => void) | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  const watchers = new Set<() => void>();

  const onScreen = (): Draft => ({ ...base, answers: mine.answers, unit: mine.unit, place: mine.place });
  let state: EditorState = { draft: stored, save, dirty, epoch };

  const changed = (status: SaveStatus = save): void => {
    save = status;
    state = { draft: onScreen(), save, dirty, epoch };
    for (const watcher of watchers) watcher();
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work);
    tail = next.catch(() => undefined);
    return next;
  };

  const adopt = (theirs: Draft): void => {
    if (!sameContent(theirs, mine)) epoch += 1;
    base = theirs;
    mine = { answers: theirs.answers, unit: theirs.unit, place: mine.place };
    dirty = false;
    changed({ kind: 'saved', at: theirs.savedAt });
  };

  /** Another person may have signed in since, whom nothing of this may reach. */
  const onStore = async <T>(work: () => Promise<Stored<T>>): Promise<Stored<T>> =>
    ports.isOurs() ? work() : { ok: false, failure: { code: 'lost' } };

  /** Another tab was faster. Answers true when the write may be tried again on what it left. */
  const meetOther = async (): Promise<boolean> => {
    const found = await onStore(() => ports.find(base.id));
    if (!found.ok) changed({ kind: 'failed', failure: found.failure });
    else if (!found.value) changed({ kind: 'gone' });
    else if (!dirty) adopt(found.value);
    else if (sameContent(found.value, mine)) base = found.value;
    else changed({ kind: 'stale', theirs: found.value });
    return found.ok && found.value !== null && save.kind !== 'stale';
  };

  const blocked = (): boolean => closed || save.kind === 'stale' || save.kind === 'gone';

  /** Runs a write on the draft as it is on screen; when another tab was faster and nothing clashes, once more. */
  const write = async (work: (draft: Draft) => Promise<Stored<Draft>>, again = true): Promise<Stored<Draft>> => {
    const before = mine;
    writing = true;
    const result = await onStore(() => work(onScreen()));
    writing = false;
    if (result.ok) {
      base = result.value;
      dirty = mine !== before;
      changed(dirty ? { kind: 'saving' } : { kind: 'saved', at: result.value.savedAt });
      return result;
    }
    if (result.failure.code !== 'stale') {
      // With all that is on screen on the disk, it is something else that was not kept: whoever brought it says so.
      if (dirty) changed({ kind: 'failed', failure: result.failure });
      return result;
    }
    return (await meetOther()) && again ? write(work, false) : result;
  };

  /** Writes until nothing is left that came meanwhile. */
  const writeAll = async (): Promise<boolean> => {
    if (!dirty || blocked()) return !dirty;
    return (await write(ports.save)).ok && writeAll();
  };

  const flush = (): Promise<boolean> => {
    cancelTimer?.();
    cancelTimer = null;
    return inTurn(writeAll);
  };

  const edit = (change: Partial<Pick<Draft, 'answers' | 'unit' | 'place'>>): void => {
    mine = { ...mine, ...change };
    dirty = true;
    changed(save.kind === 'saved' ? { kind: 'saving' } : save);
    cancelTimer?.();
    cancelTimer = ports.after(SAVE_AFTER_MS, () => void flush());
  };

  return {
    state: (): EditorState => state,
    /** True once the draft has been sealed or deleted here: nothing of it is left to write. */
    isClosed: (): boolean => closed,
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    /** Writes what is on screen now; true once all of it is on the disk. */
    flush,
    /** An answer as typed; `undefined` takes it back. The place remembers the field, where it is on a page of the form. */
    answer(page: string | null, field: string, answer: Answer | undefined): void {
      const answers = { ...mine.answers };
      if (answer === undefined) delete answers[field];
      else answers[field] = answer;
      edit({ answers, place: page === null ? mine.place : { at: 'page', page, field } });
    },
    chooseUnit(unit: string): void {
      edit({ unit });
    },
    moveTo(place: DraftPlace): void {
      edit({ place });
      void flush();
    },
    /** Another kind of write of the draft, such as a photo that joins it; in turn with all others. */
    commit(work: (draft: Draft) => Promise<Stored<Draft>>): Promise<Stored<Draft>> {
      return inTurn(async () => {
        if (blocked()) return { ok: false, failure: { code: 'stale', rev: base.rev } };
        return write(work);
      });
    },
    /** The last thing done with a draft: sealed into the outbox, or deleted. */
    async finish<T>(work: (draft: Draft) => Promise<Stored<T>>): Promise<Stored<T>> {
      await flush();
      return inTurn(async () => {
        if (blocked()) return { ok: false, failure: { code: 'stale', rev: base.rev } };
        const result = await onStore(() => work(onScreen()));
        if (result.ok) closed = true;
        else if (result.failure.code === 'stale') await meetOther();
        return result;
      });
    },
    /** The store's list has changed: takes over what another tab wrote while nothing here waits. */
    noticeStored(latest: Draft | null): void {
      // Begun on this screen, and not in any list yet.
      if (closed || dirty || writing || (latest === null && base.rev === 0)) return;
      if (latest === null) void inTurn(async () => blocked() || (await meetOther()));
      else if (latest.rev > base.rev) adopt(latest);
    },
    /**
     * The store was opened anew and may be empty: what is on screen is written there, with what is `left` of its papers.
     * Answers how many pages the draft loses, and null where there was nothing to write.
     */
    writeAnew(
      left: (papers: Draft['attachments']) => Draft['attachments'],
    ): Promise<{ readonly written: boolean; readonly photos: number } | null> {
      return inTurn(async () => {
        // Begun on this screen and left empty.
        if (base.rev === 0 && !dirty) return null;
        const found = await ports.find(base.id);
        if (!found.ok) {
          changed({ kind: 'failed', failure: found.failure });
          return { written: false, photos: 0 };
        }
        const attachments = found.value ? base.attachments : left(base.attachments);
        const photos = filesOf(base.attachments).length - filesOf(attachments).length;
        if (!found.value) base = { ...base, rev: 0, attachments };
        dirty = true;
        changed({ kind: 'saving' });
        return { written: await writeAll(), photos };
      });
    },
    /** Decides for what is on screen: it is written over the other tab's answers. */
    async keepMine(): Promise<boolean> {
      if (save.kind !== 'stale') return false;
      base = save.theirs;
      changed({ kind: 'saving' });
      return flush();
    },
    /** Decides for the other tab's answers. */
    takeTheirs(): void {
      if (save.kind === 'stale') adopt(save.theirs);
    },
    /** Decides field by field: these answers of the other tab's, and otherwise what is on screen. */
    async mix(takeTheirs: ReadonlySet<string>): Promise<boolean> {
      if (save.kind !== 'stale') return false;
      const { answers, unit } = merged(onScreen(), save.theirs, takeTheirs);
      base = save.theirs;
      mine = { ...mine, answers, unit };
      epoch += 1;
      changed({ kind: 'saving' });
      return flush();
    },
  };
}

/** True when two versions say the same, wherever the person was. */
function sameContent(a: Pick<Draft, 'answers' | 'unit'>, b: Pick<Draft, 'answers' | 'unit'>): boolean {
  return differences(a, b).length === 0;
}
