import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { StoreFailure } from '#core/ports.ts';
import { platform, store, useApp } from '#app/state/app.ts';
import { openEditor, type Editor, type EditorState } from './editor.ts';

/**
 * Editors with something that is not on the disk yet outlive their screen, so that leaving it with a full
 * phone loses nothing. Keyed by account too: nobody meets another person's answers.
 */
const unwritten = new Map<string, Editor>();

export type Opened =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: StoreFailure }
  | { readonly kind: 'open'; readonly editor: Editor };

/** The account's drafts that are open on this page or have something unwritten. */
export function openEditors(account: string): readonly Editor[] {
  return [...unwritten].flatMap(([key, editor]) => (key.startsWith(`${account}/`) ? [editor] : []));
}

/**
 * Opens a draft for editing, and closes it when the screen goes: written first, kept in memory otherwise. Where
 * there is none yet and one may begin here, `fresh` is opened: the same object each time.
 */
export function useEditor(id: Uuid, fresh: Draft | null = null): Opened {
  const key = `${store().account}/${id}`;
  const [opened, setOpened] = useState<Opened>(() => {
    const editor = unwritten.get(key);
    return editor ? { kind: 'open', editor } : { kind: 'loading' };
  });

  useEffect(() => {
    let gone = false;
    let editor = unwritten.get(key) ?? null;
    if (!editor) {
      void store()
        .findDraft(id)
        .then((found) => {
          if (gone) return;
          if (!found.ok) return setOpened({ kind: 'failed', failure: found.failure });
          const draft = found.value ?? fresh;
          if (!draft) return setOpened({ kind: 'missing' });
          editor = openEditor(draft, {
            save: (changed) => store().saveDraft(changed),
            find: (wanted) => store().findDraft(wanted),
            after: platform().timers.after,
          });
          unwritten.set(key, editor);
          return setOpened({ kind: 'open', editor });
        });
    }
    return () => {
      gone = true;
      const leaving = editor;
      if (leaving) void leaving.flush().then(() => leaving.state().dirty || unwritten.delete(key));
    };
  }, [id, key, fresh]);

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
