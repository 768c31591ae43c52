import type { CitizenIntent } from '#core/dossier/command.ts';
import { filesOf, type Attachment, type Dossier, type FileRef, type Sha256 } from '#core/dossier/dossier.ts';
import { findTransition, type Action } from '#core/dossier/lifecycle.ts';
import { COPY, COPY_ANSWERS, UNIT } from '#tests/support/prepare.ts';
import type { Random } from '#tests/support/random.ts';

/** What somebody with a phone knows when they decide what to do next. */
type Known = {
  readonly random: Random;
  readonly dossiers: readonly Dossier[];
  /** Drafts that could be submitted. */
  readonly drafts: readonly string[];
  /** What the server lacked by its last answer. */
  readonly missing: ReadonlySet<Sha256>;
  readonly photograph: () => FileRef;
};

/** Notes and reasons carry the command's id, so that its effect is known wherever it turns up. */
export function makeIntent(id: string, known: Known): CitizenIntent {
  const { random, dossiers } = known;
  const may = (action: Action) => dossiers.filter(({ status }) => findTransition(status, action, 'citizen'));
  const asked = may('supplement');
  if (asked.length > 0 && random.chance(0.3)) {
    return { type: 'supplement', dossier: random.pick(asked).id, note: id, attachments: papers(known) };
  }
  const owing = may('reportPayment');
  if (owing.length > 0 && random.chance(0.15)) {
    const { id: dossier, fee } = random.pick(owing);
    if (fee) return { type: 'reportPayment', dossier, fee: fee.id };
  }
  const over = may('rate');
  if (over.length > 0 && random.chance(0.1)) {
    return { type: 'rate', dossier: random.pick(over).id, rating: 1 + random.int(5), words: id };
  }
  const waiting = may('replacePapers').filter((dossier) => lostOf(dossier, known).length > 0);
  if (waiting.length > 0 && random.chance(0.15)) {
    const dossier = random.pick(waiting);
    const attachments = [{ document: 'other', files: [known.photograph()] }];
    return { type: 'replacePapers', dossier: dossier.id, lost: lostOf(dossier, known), attachments };
  }
  const open = may('withdraw');
  if (open.length > 0 && random.chance(0.12)) {
    return { type: 'withdraw', dossier: random.pick(open).id, reason: id };
  }
  // A refusal is an outcome too, and as much to be kept.
  if (random.chance(0.05)) return { type: 'withdraw', dossier: random.uuid(), reason: id };
  return {
    type: 'submit',
    dossier: known.drafts.length > 0 && random.chance(0.4) ? random.pick(known.drafts) : random.uuid(),
    procedure: COPY.code,
    version: COPY.version,
    unit: UNIT,
    answers: { ...COPY_ANSWERS, paperName: id },
    attachments: papers(known),
  };
}

/** Of a dossier's pages those that no phone will ever send, as somebody believes who has lost theirs. */
function lostOf(dossier: Dossier, { missing }: Known): Sha256[] {
  if (dossier.papersComplete) return [];
  return filesOf(dossier.attachments)
    .map(({ hash }) => hash)
    .filter((hash) => missing.has(hash));
}

function papers({ random, photograph }: Known): Attachment[] {
  const files = Array.from({ length: random.int(3) }, photograph);
  return files.length > 0 ? [{ document: 'other', files }] : [];
}
