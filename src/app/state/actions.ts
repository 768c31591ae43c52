import type { CitizenIntent } from '#core/dossier/command.ts';
import type { FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft, DraftPlace } from '#core/dossier/draft.ts';
import type { OutboxEntry, StoreFailure, Stored } from '#core/ports.ts';
import type { Field } from '#core/form/form.ts';
import type { Answers } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Me } from '#protocol/http.ts';
import { loadCatalogue } from './catalogue.ts';
import { platform, store, useApp } from './app.ts';
import type { FileProblem } from './platform.ts';

/** Begins a draft with what the account already says of the person. */
export async function beginDraft(procedure: Procedure): Promise<Stored<Draft>> {
  const { clock, ids } = platform();
  const me = useApp.getState().me;
  const now = clock.now();
  const saved = await store().saveDraft({
    id: ids.uuid(),
    rev: 0,
    procedure,
    unit: me?.person.unit ?? '',
    answers: me ? prefilled(procedure, me) : {},
    attachments: [],
    place: { at: 'page', page: procedure.form?.pages[0]?.id ?? '' },
    startedAt: now,
    savedAt: now,
  });
  return saved;
}

/** Saves a draft as it is now. The answer says whether it is on the disk; only then may a screen say so. */
export function saveDraft(
  draft: Draft,
  change: { answers?: Answers; unit?: string; place?: DraftPlace },
): Promise<Stored<Draft>> {
  return store().saveDraft({ ...draft, ...change, savedAt: platform().clock.now() });
}

export type PageAdded =
  | { readonly ok: true; readonly draft: Draft }
  | {
      readonly ok: false;
      readonly why:
        | { readonly kind: 'photo'; readonly problem: FileProblem }
        | { readonly kind: 'store'; readonly failure: StoreFailure };
    };

/** Shrinks a picked picture and keeps it as the next page of a paper, in one transaction with the draft. */
export async function addPage(draft: Draft, document: string, picked: Blob): Promise<PageAdded> {
  const photo = await platform().images.prepare(picked);
  if (!photo.ok) return { ok: false, why: { kind: 'photo', problem: photo.why } };
  const kept = await store().addFile(draft, document, photo.file, photo.bytes);
  return kept.ok ? { ok: true, draft: kept.value } : { ok: false, why: { kind: 'store', failure: kept.failure } };
}

/** Takes a page out of a paper again. */
export function removePage(draft: Draft, document: string, hash: Sha256): Promise<Stored<Draft>> {
  const attachments = draft.attachments
    .map((paper) =>
      paper.document === document ? { ...paper, files: paper.files.filter((file) => file.hash !== hash) } : paper,
    )
    .filter((paper) => paper.files.length > 0);
  return store().saveDraft({ ...draft, attachments, savedAt: platform().clock.now() });
}

/** Puts the finished draft into the outbox. From here on it is sealed; the engine sends it when it can. */
export function submitDraft(draft: Draft): Promise<Stored<OutboxEntry>> {
  return enqueue(
    {
      type: 'submit',
      dossier: draft.id,
      procedure: draft.procedure.code,
      version: draft.procedure.version,
      unit: draft.unit,
      answers: draft.answers,
      attachments: [...draft.attachments],
    },
    { draft },
  );
}

export function withdraw(dossier: Uuid, reason: string): Promise<Stored<OutboxEntry>> {
  return enqueue({ type: 'withdraw', dossier, reason }, {});
}

/** One added page of a supplement, prepared but not yet kept. */
export type SupplementPage = { readonly document: string; readonly file: FileRef; readonly bytes: Uint8Array };

/** Answers a supplement request: the note, the pages and the command are kept in one transaction. */
export function supplement(
  dossier: Uuid,
  note: string,
  pages: readonly SupplementPage[],
): Promise<Stored<OutboxEntry>> {
  const documents = [...new Set(pages.map((page) => page.document))];
  const attachments = documents.map((document) => ({
    document,
    files: pages.filter((page) => page.document === document).map((page) => page.file),
  }));
  const files = new Map(pages.map((page) => [page.file.hash, page.bytes]));
  return enqueue({ type: 'supplement', dossier, note, attachments }, { files });
}

/** Makes a refused submission a draft again, with every answer and picture in it. Answers the draft's id. */
export async function revive(entry: OutboxEntry): Promise<Stored<Uuid | null>> {
  const catalogue = await loadCatalogue();
  return store().reviveRefused(entry.command.id, catalogue.find);
}

async function enqueue(
  intent: CitizenIntent,
  from: { readonly draft?: Draft; readonly files?: ReadonlyMap<Sha256, Uint8Array> },
): Promise<Stored<OutboxEntry>> {
  const { clock, ids, sync } = platform();
  const entry = await store().enqueue(intent, { commandId: ids.uuid(), madeAt: clock.now(), ...from });
  if (entry.ok) sync.queued(entry.value.command.seq, entry.value.bytes);
  return entry;
}

function prefilled(procedure: Procedure, me: Me): Answers {
  const known: Partial<Record<NonNullable<Field['prefill']>, string | undefined>> = {
    'person.name': me.person.name,
    'person.idNumber': me.person.idNumber,
    'person.birthDate': me.person.birthDate,
    'person.sex': me.person.sex,
    'person.phone': me.person.phone,
  };
  const answers: Answers = {};
  for (const field of procedure.form?.pages.flatMap((page) => page.fields) ?? []) {
    const value = field.prefill && known[field.prefill];
    if (value) answers[field.id] = value;
  }
  return answers;
}
