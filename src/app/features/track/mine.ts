import { dossierOf, type CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import type { OutboxEntry } from '#core/ports.ts';

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
  /** True where papers are lost for certain and have to be photographed again. */
  readonly asksForPapers: (dossier: Dossier) => boolean;
};

export function myDossiers({ drafts, outbox, dossiers, asksForPapers }: Sources): MyDossiers {
  const answered = new Set(outbox.filter(isAnswer).map(({ command }) => dossierOf(command)));
  const asks = (dossier: Dossier) => (isAsking(dossier.status) && !answered.has(dossier.id)) || asksForPapers(dossier);
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

/** A supplement or withdrawal that is kept here and has not been refused. */
export function isAnswer({ command, refusal }: OutboxEntry): boolean {
  return refusal === null && ['supplement', 'withdraw'].includes(command.intent.type);
}

/** What waits here for one dossier besides its submission. */
export function pendingFor(id: string, outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return outbox.filter(({ command }) => command.intent.type !== 'submit' && dossierOf(command) === id);
}
