import type { ReactNode } from 'react';
import type { AnswerWords } from '#app/parts/answers.ts';
import type { Editor, EditorState } from '#app/parts/draft/editor.ts';
import type { Intake } from '#app/parts/papers/useIntake.ts';
import type { PhoneScreenProps } from '#app/parts/PhoneScreen.tsx';
import type { Catalogue } from '#app/state/catalogue.ts';

/** What every step of preparing a dossier is given. */
export type Step = {
  readonly editor: Editor;
  readonly state: EditorState;
  readonly catalogue: Catalogue;
  readonly words: AnswerWords;
  readonly intake: Intake;
  /** From 1. */
  readonly number: number;
  readonly total: number;
  /** Opened from the review, to mend one thing and come back. */
  readonly fromReview: boolean;
  readonly frame: Pick<PhoneScreenProps, 'title' | 'progress' | 'backHref'>;
  readonly nextHref: string;
  /** What must be decided before anything more is written; above the question. */
  readonly urgent: ReactNode;
  /** Whether what is on screen is on the phone. */
  readonly saveNotice: ReactNode;
};
