import type { Status } from '#core/dossier/dossier.ts';
import type { Tone } from '#ui/tone.ts';

/** The short state of a line: a status, or what matters more in it. */
export type BadgeWord = Status | 'arriving' | 'paid';

const TONES = {
  registered: 'info',
  arriving: 'waiting',
  received: 'info',
  processing: 'info',
  paid: 'done',
  supplementRequested: 'waiting',
  paymentRequested: 'waiting',
  finished: 'done',
  returned: 'neutral',
  notAccepted: 'neutral',
  withdrawn: 'neutral',
  stopped: 'neutral',
} as const satisfies Record<BadgeWord, Tone>;

/** What a line's badge says: papers on their way before "new", a payment that came before "in progress". */
export function badgeOf(line: { status: Status; filesHere: number; filesAll: number; paid: boolean }): {
  word: BadgeWord;
  tone: Tone;
} {
  const arriving = line.status === 'registered' && line.filesHere < line.filesAll;
  const paid = line.status === 'processing' && line.paid;
  const word = arriving ? 'arriving' : paid ? 'paid' : line.status;
  return { word, tone: TONES[word] };
}

export function toneOf(status: Status): Tone {
  return TONES[status];
}
