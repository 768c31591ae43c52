import { dossierOf, type CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import type { OutboxEntry, Untold } from '#core/ports.ts';
import { answerTo } from '#app/parts/answer.ts';
import { isStray } from '#app/parts/stray.ts';

export type Submission = { readonly entry: OutboxEntry; readonly intent: Extract<CitizenIntent, { type: 'submit' }> };

/** A person's dossiers by what they ask for now. */
export type MyDossiers = {
  readonly asking: readonly Dossier[];
  readonly drafts: readonly Draft[];
  readonly waiting: readonly Submission[];
  readonly underWay: readonly Dossier[];
  readonly ended: readonly Dossier[];
};

type Sources = {
  readonly drafts: readonly Draft[];
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
  readonly untold?: readonly Untold[];
  /** True where papers are lost for certain and have to be photographed again. */
  readonly asksForPapers: (dossier: Dossier) => boolean;
};

export function myDossiers({ drafts, outbox, dossiers, untold = [], asksForPapers }: Sources): MyDossiers {
  const asks = (dossier: Dossier) => {
    if (isStray(dossier.id, untold)) return !hasEnded(dossier.status);
    const answer = answerTo(dossier, outbox);
    if (answer === 'withdraw') return false;
    return (isAsking(dossier.status) && answer === null) || asksForPapers(dossier);
  };
  return {
    asking: dossiers.filter(asks),
    drafts,
    waiting: outbox.flatMap((entry) => submissionOf(entry) ?? []),
    underWay: dossiers.filter((dossier) => !asks(dossier) && !hasEnded(dossier.status)),
    ended: dossiers.filter(({ status }) => hasEnded(status)),
  };
}

/** The submission an entry carries, if it does. */
export function submissionOf(entry: OutboxEntry): Submission | null {
  const { intent } = entry.command;
  return intent.type === 'submit' ? { entry, intent } : null;
}

/** True where a citizen is asked for something. */
function isAsking(status: Status): boolean {
  return status === 'supplementRequested' || status === 'paymentRequested';
}

/** What waits here for one dossier besides its submission. */
export function pendingFor(id: string, outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return outbox.filter(({ command }) => command.intent.type !== 'submit' && dossierOf(command) === id);
}
