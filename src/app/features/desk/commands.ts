import { dayOf } from '#core/calendar/day.ts';
import type { Uuid } from '#core/dossier/dossier.ts';
import { DeskOutcome } from '#protocol/desk.ts';
import { platform } from '#app/state/app.ts';
import { noteContact } from './load.ts';
import { openedDossier, serverNow, takeDossier, updateDraft, updateWork, useDesk, workOn } from './store.ts';
import { uploadResult } from './upload.ts';
import {
  attemptFor,
  intentOf,
  type Attempt,
  type Draft,
  type FormAction,
  type OfficerAction,
  type ResultDraft,
  withoutSent,
} from './work.ts';

/** The next action's button stands where the last one was: a double click must not press both. */
const REST_MS = 700;

/** What was done is said until the dossier is opened anew. */
export function forgetDone(id: Uuid): void {
  updateWork(id, () => ({ done: null }));
}

/** Opens a form over what the officer sees now. What was written in it before is still there. */
export function openForm(id: Uuid, action: FormAction, start: (draft: Draft) => Partial<Draft>): void {
  updateWork(id, ({ draft }) => ({
    open: action,
    seen: openedDossier(id).events.length,
    draft: { ...draft, ...start(draft) },
    trouble: null,
    problems: [],
    done: null,
  }));
}

/** Puts the form aside; its words stay until the action has been done. */
export function closeForm(id: Uuid): void {
  updateWork(id, () => ({ open: null, trouble: null, problems: [] }));
}

/** The officer has looked at what changed while they were writing. */
export function acceptChanges(id: Uuid): void {
  updateWork(id, () => ({ seen: openedDossier(id).events.length, trouble: null }));
}

/** Sends what the form says, or shows what is wrong with it. Does nothing while a command is under way. */
export async function act(id: Uuid, action: OfficerAction): Promise<void> {
  const state = useDesk.getState();
  const work = workOn(state, id);
  if (work.busy) return;
  const given = { today: dayOf(serverNow()), fixedFee: state.opened[id]?.fixedFee ?? null };
  const said = intentOf(action, work.draft, given);
  if ('problems' in said) {
    updateWork(id, ({ tries }) => ({ problems: said.problems, tries: tries + 1, trouble: null }));
    return;
  }
  const seen = work.open === action ? work.seen : openedDossier(id).events.length;
  await send(
    id,
    attemptFor(work, seen, said.intent, () => platform().ids.uuid()),
  );
}

/** Sends the very same command again, after a failure that left its fate open. */
export async function retry(id: Uuid): Promise<void> {
  const { attempt, busy } = workOn(useDesk.getState(), id);
  if (attempt && !busy) await send(id, attempt);
}

async function send(id: Uuid, attempt: Attempt): Promise<void> {
  updateWork(id, () => ({ attempt, busy: true, trouble: null, problems: [], done: null }));
  const answer = await platform().api.post(`/api/desk/dossiers/${id}/commands`, attempt, DeskOutcome);
  noteContact(answer.ok ? null : answer.failure);
  if (!answer.ok) {
    updateWork(id, ({ tries }) => ({
      busy: false,
      trouble: { kind: 'transport', failure: answer.failure },
      tries: tries + 1,
    }));
    return;
  }
  const { dossier, refusal } = answer.value;
  takeDossier(dossier);
  if (refusal) {
    updateWork(id, ({ tries }) => ({
      busy: false,
      attempt: null,
      trouble: { kind: 'refused', refusal },
      tries: tries + 1,
    }));
    return;
  }
  updateWork(id, () => ({ attempt: null, open: null, done: attempt.intent.type }));
  platform().timers.after(REST_MS, () => updateWork(id, () => ({ busy: false })));
  updateDraft(id, (draft) => withoutSent(draft, attempt.intent.type));
}

/** Takes result files and sends each to the server at once, so that finishing needs no waiting. */
export function addResults(id: Uuid, chosen: readonly File[]): void {
  const added = chosen.map((source): ResultDraft => ({
    key: platform().ids.uuid(),
    name: source.name.replace(/\.[^.]+$/, ''),
    source,
    sent: 0,
    file: null,
    problem: null,
  }));
  updateDraft(id, ({ results }) => ({ results: [...results, ...added] }));
  for (const result of added) void sendResult(id, result);
}

/** Sends a result file, again after a failure. */
export async function sendResult(id: Uuid, { key, source }: ResultDraft): Promise<void> {
  changeResult(id, key, { problem: null });
  const uploaded = await uploadResult(source, (sent) => changeResult(id, key, { sent }));
  changeResult(id, key, uploaded.ok ? { file: uploaded.file, sent: 1 } : { problem: uploaded.problem });
}

export function changeResult(id: Uuid, key: string, change: Partial<ResultDraft>): void {
  updateDraft(id, ({ results }) => ({
    results: results.map((result) => (result.key === key ? { ...result, ...change } : result)),
  }));
}

export function removeResult(id: Uuid, key: string): void {
  updateDraft(id, ({ results }) => ({ results: results.filter((result) => result.key !== key) }));
}
