import { filesOf, lastAt, type Dossier, type Status } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import type { OutboxEntry } from '#core/ports.ts';
import { answerTo, type Answer } from '#app/parts/answer.ts';
import { isStray } from '#app/parts/stray.ts';
import type { AppState } from '#app/state/app.ts';

/**
 * One thing of the person's own: a draft, a submission still on this phone, or a dossier at the office. No two have one
 * `id`: a draft and the dossier that another phone has made of it stand side by side.
 */
export type Mine =
  | { readonly kind: 'draft'; readonly id: string; readonly at: number; readonly draft: Draft }
  | { readonly kind: 'waiting' | 'refused'; readonly id: string; readonly at: number; readonly sent: Submission }
  | {
      readonly kind: 'dossier';
      readonly id: string;
      readonly at: number;
      readonly dossier: Dossier;
      /** Something the person did to it still waits on this phone. */
      readonly pending: boolean;
      /** What of that answers what it asks. */
      readonly answer: Answer | null;
      /** Its person has to photograph pages of it again. */
      readonly lost: boolean;
      /** The server has lost it. */
      readonly stray: boolean;
    };

/** A submission in the outbox. `bytes` counts the command and its papers. */
export type Submission = {
  readonly procedure: string;
  readonly version: number;
  readonly answers: Draft['answers'];
  readonly papers: number;
  readonly bytes: number;
};

const ASKS: ReadonlySet<Status> = new Set(['supplementRequested', 'paymentRequested']);

type Sources = Pick<AppState, 'drafts' | 'outbox' | 'dossiers'> & {
  readonly untold?: AppState['untold'];
  /** Dossiers with pages that have to be photographed again. */
  readonly asksForPapers: (dossier: Dossier) => boolean;
};

/** Everything of the person's own: first what asks for them, last what is closed, the newest first in between. */
export function mineOf({ drafts, outbox, dossiers, untold = [], asksForPapers }: Sources): Mine[] {
  const pending = new Set(outbox.filter((entry) => !entry.refusal).map((entry) => entry.command.intent.dossier));
  const all: Mine[] = [
    ...drafts.map((draft): Mine => ({ kind: 'draft', id: `draft ${draft.id}`, at: draft.savedAt, draft })),
    ...outbox.flatMap(submissionOf),
    ...dossiers.map((dossier): Mine => {
      const answer = answerTo(dossier, outbox);
      return {
        kind: 'dossier',
        id: dossier.id,
        at: lastAt(dossier),
        dossier,
        pending: pending.has(dossier.id),
        answer,
        lost: answer !== 'withdraw' && asksForPapers(dossier),
        stray: isStray(dossier.id, untold),
      };
    }),
  ];
  return all.toSorted((a, b) => turn(a) - turn(b) || b.at - a.at);
}

function submissionOf({ command, bytes, refusal }: OutboxEntry): Mine[] {
  const { intent, madeAt } = command;
  if (intent.type !== 'submit') return [];
  const papers = filesOf(intent.attachments);
  const sent = {
    procedure: intent.procedure,
    version: intent.version,
    answers: intent.answers,
    papers: papers.length,
    bytes: papers.reduce((sum, file) => sum + file.size, bytes),
  };
  return [{ kind: refusal ? 'refused' : 'waiting', id: command.id, at: madeAt, sent }];
}

function turn(mine: Mine): number {
  if (mine.kind === 'refused') return 0;
  if (mine.kind !== 'dossier') return 1;
  if (isClosed(mine.dossier.status)) return 2;
  if (mine.lost || mine.stray) return 0;
  return ASKS.has(mine.dossier.status) && !mine.pending ? 0 : 1;
}

/** How far a dossier is on its way of four stations (sent, received, handled, result); null when it ended early. */
export const STATION = {
  registered: 1,
  received: 2,
  processing: 3,
  supplementRequested: 3,
  paymentRequested: 3,
  finished: 4,
  returned: 4,
  notAccepted: null,
  withdrawn: null,
  stopped: null,
} as const satisfies Record<Status, number | null>;
