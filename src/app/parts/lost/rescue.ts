import { create } from 'zustand';
import type { Draft } from '#core/dossier/draft.ts';
import { filesOf, type Sha256 } from '#core/dossier/dossier.ts';
import type { AccountStore, OutboxEntry, Stored } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { openEditors } from '#app/parts/draft/useEditor.ts';
import { replaceStore, store, useApp } from '#app/state/app.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';

/** What could be kept of what this page still knew. `photos`: pages that have to be photographed again. */
export type Rescued = { readonly drafts: number; readonly photos: number; readonly notKept: number };

/** What came of it, until the person has read it. */
export const useRescued = create<{ rescued: Stored<Rescued> | null }>(() => ({ rescued: null }));

/**
 * The browser took the store away under this page. Opens a new one and writes into it whatever the page still holds:
 * what is on screen, the other drafts, and submissions that waited, as drafts again. Photos were in the store alone.
 */
export async function rescue(): Promise<void> {
  const { me, drafts, supplements, outbox, progress } = useApp.getState();
  const before = store();
  const gone = new Set(progress.filter(({ held }) => held).map(({ file }) => file.hash));
  const find = outbox.length > 0 ? await findProcedure() : () => null;
  const rescued = await replaceStore(async (anew) => {
    const editors = openEditors(me?.account ?? '');
    // Merely closed, and open again: everything is there but what has been typed since.
    const left = anew === before ? (papers: Papers) => papers : (papers: Papers) => papersLeft(papers, gone);
    let so: Rescued = { drafts: 0, photos: 0, notKept: 0 };
    const count = (kept: boolean, photos: number): void => {
      so = { drafts: so.drafts + (kept ? 1 : 0), photos: so.photos + photos, notKept: so.notKept + (kept ? 0 : 1) };
    };
    for (const editor of editors) {
      const result = await editor.writeAnew(left);
      if (result) count(result.written, result.photos);
    }
    if (anew === before) return so;
    const onScreen = new Set(editors.map((editor) => editor.state().draft.id));
    for (const draft of [...drafts, ...supplements].filter(({ id }) => !onScreen.has(id)))
      await writeAnew(anew, draft, left, count);
    for (const entry of outbox) {
      const draft = draftOf(entry, find);
      if (draft) await writeAnew(anew, draft, left, count);
      else count(false, 0);
    }
    return so;
  });
  useRescued.setState({ rescued });
}

/** With the store the browser may have thrown away the app's own files, the catalogue among them. */
async function findProcedure(): Promise<(code: string) => Procedure | null> {
  try {
    return (await loadCatalogue()).find;
  } catch {
    return () => null;
  }
}

type Papers = Draft['attachments'];

/** The pages another phone of the person has, or the server: those this phone held are gone. */
function papersLeft(papers: Papers, gone: ReadonlySet<Sha256>): Papers {
  return papers
    .map(({ document, files }) => ({ document, files: files.filter(({ hash }) => !gone.has(hash)) }))
    .filter(({ files }) => files.length > 0);
}

async function writeAnew(
  anew: AccountStore,
  draft: Draft,
  left: (papers: Papers) => Papers,
  count: (kept: boolean, photos: number) => void,
): Promise<void> {
  const found = await anew.findDraft(draft.id);
  // Healed rather than emptied, or another tab was first.
  if (found.ok && found.value) return;
  const attachments = left(draft.attachments);
  const kept = await anew.saveDraft({ ...draft, rev: 0, attachments });
  count(kept.ok, filesOf(draft.attachments).length - filesOf(attachments).length);
}

/**
 * A submission that waited, as the draft it was. It keeps the dossier's id, so that the server, should it have got it
 * after all, takes it no second time; one that was refused cannot, and takes the id of its command.
 */
function draftOf({ command, refusal }: OutboxEntry, find: (code: string) => Procedure | null): Draft | null {
  const { intent, madeAt } = command;
  const procedure = intent.type === 'submit' ? find(intent.procedure) : null;
  if (intent.type !== 'submit' || !procedure) return null;
  const { unit, answers, attachments } = intent;
  return {
    id: refusal ? command.id : intent.dossier,
    rev: 0,
    procedure,
    unit,
    answers,
    attachments,
    place: { at: 'papers' },
    startedAt: madeAt,
    savedAt: madeAt,
  };
}
