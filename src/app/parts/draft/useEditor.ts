import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { StoreFailure } from '#core/ports.ts';
import { isOpenFor } from '#app/parts/ownStore.ts';
import { intakes } from '#app/parts/papers/intakes.ts';
import { platform, store, useApp } from '#app/state/app.ts';
import { openEditor, type Editor, type EditorState } from './editor.ts';

/** `shown`: on how many screens. */
type Held = { readonly editor: Editor; shown: number };

/**
 * Editors with something that is not on the disk yet, photos on their way among it, outlive their screen, so that
 * leaving it with a full phone loses nothing. Keyed by account too: nobody meets another person's answers.
 */
const unwritten = new Map<string, Held>();

export type Opened =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  /** `startOver`: what is there does not open, and it may be begun anew. */
  | { readonly kind: 'failed'; readonly failure: StoreFailure; readonly startOver: (() => void) | null }
  | { readonly kind: 'open'; readonly editor: Editor };

/** The account's drafts that are open on this page or have something unwritten. */
export function openEditors(account: string): readonly Editor[] {
  return [...unwritten].flatMap(([key, { editor }]) => (key.startsWith(`${account}/`) ? [editor] : []));
}

/** Writes what a screen leaves behind, and lets the editor go once nothing is left in it. */
async function leave(key: string, held: Held): Promise<void> {
  const { editor } = held;
  held.shown -= 1;
  await editor.flush();
  if (!editor.isClosed()) await intakes.get(editor)?.settled();
  if (held.shown === 0 && unwritten.get(key) === held && isDone(editor)) unwritten.delete(key);
}

/** True when leaving an editor loses nothing: all is written, and the person has read of what did not become a page. */
function isDone(editor: Editor): boolean {
  const { dirty, save } = editor.state();
  if (editor.isClosed()) return true;
  const unread = intakes.get(editor)?.state().troubles.size ?? 0;
  return !dirty && (save.kind === 'gone' || unread === 0);
}

/**
 * Opens a draft for editing, and closes it when the screen goes: written first, kept in memory otherwise. Where
 * there is none yet and one may begin here, `fresh` is opened: the same object each time.
 */
export function useEditor(id: Uuid, fresh: Draft | null = null): Opened {
  const { account } = store();
  const key = `${account}/${id}`;
  const [opened, setOpened] = useState<Opened>(() => {
    const held = unwritten.get(key);
    return held ? { kind: 'open', editor: held.editor } : { kind: 'loading' };
  });

  useEffect(() => {
    let gone = false;
    let held = unwritten.get(key) ?? null;
    const open = (draft: Draft) => {
      const editor = openEditor(draft, {
        save: (changed) => store().saveDraft(changed),
        find: (wanted) => store().findDraft(wanted),
        after: platform().timers.after,
        isOurs: () => isOpenFor(account),
      });
      held = { editor, shown: 1 };
      unwritten.set(key, held);
      setOpened({ kind: 'open', editor });
    };
    const refuse = (failure: StoreFailure) => {
      const anew = failure.code === 'corrupt' ? fresh : null;
      setOpened({ kind: 'failed', failure, startOver: anew && (() => void startOver(anew)) });
    };
    const startOver = async (anew: Draft) => {
      const dropped = await store().dropDraft(id);
      if (gone || held) return;
      if (dropped.ok) open(anew);
      else refuse(dropped.failure);
    };
    if (held) {
      held.shown += 1;
      // It may have been sent or deleted while nobody looked.
      held.editor.noticeStored(null);
    } else {
      void store()
        .findDraft(id)
        .then((found) => {
          if (gone) return;
          const draft = found.ok ? (found.value ?? fresh) : null;
          if (!found.ok) refuse(found.failure);
          else if (draft) open(draft);
          else setOpened({ kind: 'missing' });
        });
    }
    return () => {
      gone = true;
      if (held) void leave(key, held);
    };
  }, [id, key, account, fresh]);

  return opened;
}

/** What an editor shows, following it; and the moments at which everything is written at once. */
export function useEditorState(editor: Editor): EditorState {
  const state = useSyncExternalStore(editor.watch, editor.state);
  useOtherTabs(editor, state.draft.id);
  useEffect(() => {
    const flush = () => void editor.flush();
    const flushWhenHidden = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', flushWhenHidden);
    window.addEventListener('pagehide', flush);
    return () => {
      document.removeEventListener('visibilitychange', flushWhenHidden);
      window.removeEventListener('pagehide', flush);
    };
  }, [editor]);
  useEffect(() => {
    if (!state.dirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [state.dirty]);
  return state;
}

function useOtherTabs(editor: Editor, id: Uuid): void {
  const latest = useApp(
    ({ drafts, supplements }) =>
      drafts.find((draft) => draft.id === id) ?? supplements.find((draft) => draft.id === id) ?? null,
  );
  const listed = useRef(false);
  useEffect(() => {
    if (latest) listed.current = true;
    if (listed.current) editor.noticeStored(latest);
  }, [editor, latest]);
}
