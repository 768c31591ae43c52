import { useState, useSyncExternalStore } from 'react';
import type { Editor } from '#app/parts/draft/editor.ts';
import { store } from '#app/state/app.ts';
import { intakes } from './intakes.ts';
import { openIntake, type IntakeState, type IntakeTarget, type OpenIntake } from './openIntake.ts';

export type Intake = IntakeState & {
  readonly add: (document: string, files: readonly File[], max: number) => void;
  readonly dismiss: (document: string) => void;
};

function useOpenIntake(intake: OpenIntake): Intake {
  const state = useSyncExternalStore(intake.watch, intake.state);
  return { ...state, add: intake.add, dismiss: intake.dismiss };
}

/** Takes picked files into what is on this screen. */
export function useIntakeOf(target: IntakeTarget): Intake {
  const [intake] = useState(() => openIntake(target));
  return useOpenIntake(intake);
}

function intakeOf(editor: Editor): OpenIntake {
  const known = intakes.get(editor);
  if (known) return known;
  const intake = openIntake({
    keep: (document, file, bytes) => editor.commit((draft) => store().addFile(draft, document, file, bytes)),
    pages: (document) => editor.state().draft.attachments.find((paper) => paper.document === document)?.files ?? [],
  });
  intakes.set(editor, intake);
  return intake;
}

/** Takes picked files into the papers of a draft; it goes on, and is found again, when its screen is left. */
export function useIntake(editor: Editor): Intake {
  return useOpenIntake(intakeOf(editor));
}
