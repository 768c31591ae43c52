import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import { repinned, type Draft } from '#core/dossier/draft.ts';
import { replacementOf, type LostPaper } from '#core/dossier/replacement.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import { supplementOf } from '#core/dossier/supplement.ts';
import type { AccountStore, OutboxEntry, Stored } from '#core/ports.ts';
import type { PhotoBudget, SendingChoice } from '#core/sync/state.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import type { Field } from '#core/form/form.ts';
import type { Answers } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Me } from '#protocol/http.ts';
import { loadCatalogue } from './catalogue.ts';
import { catchUp, platform, store, useApp } from './app.ts';

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

/** Takes a page out of a paper again. */
export function removePage(draft: Draft, document: string, hash: Sha256): Promise<Stored<Draft>> {
  const attachments = draft.attachments
    .map((paper) =>
      paper.document === document ? { ...paper, files: paper.files.filter((file) => file.hash !== hash) } : paper,
    )
    .filter((paper) => paper.files.length > 0);
  return store().saveDraft({ ...draft, attachments });
}

/** Puts what is asked for of a finished draft into the outbox. From here on it is sealed; the engine sends it when it can. */
export function submitDraft(draft: Draft): Promise<Stored<OutboxEntry>> {
  return enqueue(submissionOf(draft), draft);
}

export function withdraw(dossier: Uuid, reason: string): Promise<Stored<OutboxEntry>> {
  return enqueue({ type: 'withdraw', dossier, reason });
}

/** Tells the office that a fee has been paid, for it to look for the money. Only the bank's word makes it paid. */
export function reportPayment(dossier: Uuid, fee: Uuid): Promise<Stored<OutboxEntry>> {
  return enqueue({ type: 'reportPayment', dossier, fee });
}

/** Says how the person was served, from 1 to 5. */
export function rate(dossier: Uuid, rating: number, words: string): Promise<Stored<OutboxEntry>> {
  return enqueue({ type: 'rate', dossier, rating, words });
}

/** The person has chosen between this phone's version of a draft and another's, `seen` as it stood on screen. */
export function settleDraft(draft: Draft, seen: SharedDraft): Promise<Stored<Draft>> {
  return store().settleDraft(draft, seen);
}

/** Keeps a draft that was submitted from another phone as one of its own, with its pages, and lets the old one go. */
export async function keepAsNewDraft(draft: Draft): Promise<Stored<Draft>> {
  const { clock, ids } = platform();
  const now = clock.now();
  const copy = await store().saveDraft({ ...draft, id: ids.uuid(), rev: 0, startedAt: now, savedAt: now });
  if (copy.ok) await store().dropDraft(draft.id);
  return copy;
}

/** Puts what is to be added to a dossier into the outbox, and ends its draft in the same transaction. */
export function sendSupplement(draft: Draft): Promise<Stored<OutboxEntry>> {
  return enqueue(supplementOf(draft), draft);
}

/**
 * Puts papers photographed again into the outbox, in place of those of `lost` they stand for, and ends their draft.
 * Where nothing is lost any more, the draft stays for the person to see.
 */
export async function sendReplacement(draft: Draft, lost: readonly LostPaper[]): Promise<Stored<OutboxEntry>> {
  const intent = replacementOf(draft, lost);
  return intent ? enqueue(intent, draft) : { ok: false, failure: { code: 'stale', rev: draft.rev } };
}

/**
 * Makes a refused submission a draft again, with every answer and picture in it. Answers the draft's id, or null where
 * this app has no version of the procedure to go on by: then everything stays as it is.
 */
export async function revive(entry: OutboxEntry): Promise<Stored<Uuid | null>> {
  const catalogue = await loadCatalogue();
  return store().reviveRefused(entry.command.id, (code, version) => {
    // Its own version, or after that was closed the one that counts now.
    if (entry.refusal?.code !== 'versionClosed') return catalogue.findVersion(code, version);
    const newest = catalogue.find(code);
    return newest?.form && newest.version >= entry.refusal.version ? newest : null;
  });
}

/** Goes on with a draft by another version of its procedure, with every answer and picture in it. */
export function repinDraft(draft: Draft, procedure: Procedure): Promise<Stored<Draft>> {
  return store().saveDraft(repinned(draft, procedure));
}

/** Lets the papers of one dossier go before the others' from now on; null: in their turn again. */
export function sendFirst(first: Uuid | null): Promise<Stored> {
  return choose({ first }, { type: 'preferred', first });
}

/** Says which networks may carry photos. */
export function setPhotoBudget(photos: PhotoBudget): Promise<Stored> {
  return choose({ photos }, { type: 'budgeted', photos });
}

/** Lets photos go over this network, until it changes; that is not kept. */
export function sendPhotosOnce(): void {
  platform().sync.choose({ type: 'allowedOnce' });
}

/** Keeps a choice about sending, and then tells whichever tab sends. */
async function choose(kept: Parameters<AccountStore['setSending']>[0], choice: SendingChoice): Promise<Stored> {
  const stored = await store().setSending(kept);
  if (stored.ok) platform().sync.choose(choice);
  return stored;
}

/**
 * Puts an intent into the outbox, with the end of the draft it was made from. Done once the screens know of it: what
 * was just sealed is never missing from the list the person is led to.
 */
async function enqueue(intent: CitizenIntent, draft?: Draft): Promise<Stored<OutboxEntry>> {
  const { clock, ids, sync } = platform();
  const from = { commandId: ids.uuid(), madeAt: clock.now(), ...(draft && { draft }) };
  const entry = await store().enqueue(intent, from);
  if (!entry.ok) return entry;
  sync.queued(entry.value.command.seq, entry.value.bytes);
  await catchUp();
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
