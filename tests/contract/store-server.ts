import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, DossierEvent, Happening, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { apply } from '#core/dossier/fold.ts';
import { decideDraft, sameBody, type StoredDraft } from '#core/sync/drafts.ts';
import type { Change, DraftOutcome, DraftPush, Outcome, SentCommand, SyncResponse } from '#core/sync/messages.ts';
import { hashesOf, takeChanges } from '#platform/store/plan.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';

/** Whose draft or event it is: this phone's, or another of the same person. */
type Device = 'here' | 'elsewhere';

type State = {
  readonly lastSeq: number;
  readonly outcomes: ReadonlyMap<number, Outcome>;
  readonly changes: readonly Change[];
  readonly arrived: ReadonlySet<Sha256>;
  /** With the number of the last write, which a phone's cursor for drafts counts in. */
  readonly drafts: ReadonlyMap<Uuid, { readonly n: number; readonly draft: StoredDraft }>;
  readonly draftWrites: number;
};

type Asked = {
  readonly epoch: Uuid | null;
  readonly cursor: number;
  readonly draftCursor: number;
  readonly commands: readonly SentCommand[];
  readonly drafts: readonly DraftPush[];
};

type Manner = {
  /** What is done now is refused instead. */
  readonly refuses: boolean;
  /** Receipts are empty. */
  readonly unsigned: boolean;
  /** So many changes, and so many drafts, at most. */
  readonly most: readonly [changes: number, drafts: number];
};

const EMPTY: State = {
  lastSeq: 0,
  outcomes: new Map(),
  changes: [],
  arrived: new Set(),
  drafts: new Map(),
  draftWrites: 0,
};

/**
 * A server as a phone's store hears of it: it gives every number its outcome once, counts changes without gaps, takes
 * drafts by compare-and-set, is backed up and goes back. It checks no answers and knows no roles.
 */
export class StoreServer {
  #state = EMPTY;
  #epoch = 1;
  #time = 1_000_000;
  #backup: { readonly state: State; readonly at: number } | null = null;

  /** The answer to a request, or null where a command is missing before those sent, as nothing happens then. */
  answer(asked: Asked, { refuses, unsigned, most }: Manner): SyncResponse | null {
    const first = asked.commands.find(({ seq }) => !this.#state.outcomes.has(seq));
    if (first && first.seq !== this.#state.lastSeq + 1) return null;
    this.#time += 1_000;
    const outcomes = asked.commands.map((command) => this.#outcome(command, refuses, unsigned));
    const draftOutcomes = asked.drafts.map((push) => this.#push(push, 'here'));
    const { lastSeq, changes, drafts } = this.#state;
    const isOf = asked.epoch === this.epoch;
    const [from, draftsFrom] = isOf ? [asked.cursor, asked.draftCursor] : [0, 0];
    const told = changes.slice(from, from + most[0]);
    const written = [...drafts.values()]
      .filter(({ n, draft }) => n > draftsFrom && (draftsFrom === 0 || draft.device !== uuidOf('here')))
      .toSorted((a, b) => a.n - b.n);
    const some = written.slice(0, most[1]);
    const more = told.length < changes.length - from || some.length < written.length;
    return {
      ...QUIET_ANSWER,
      epoch: this.epoch,
      lastSeq,
      outcomes,
      missingFiles: this.missing(),
      changes: told,
      cursor: told.at(-1)?.n ?? Math.min(from, changes.length),
      draftOutcomes,
      drafts: some.map(({ draft: { id, rev, body, over } }) => ({ id, rev, body, over })),
      draftCursor: some.length < written.length ? (some.at(-1)?.n ?? draftsFrom) : this.#state.draftWrites,
      more,
      backedUpTo: this.#backup?.at ?? null,
      serverTime: this.#time,
    };
  }

  get epoch(): Uuid {
    return `00000000-0000-4000-8000-7${String(this.#epoch).padStart(11, '0')}`;
  }

  get time(): number {
    return this.#time;
  }

  get drafts(): readonly StoredDraft[] {
    return [...this.#state.drafts.values()].map(({ draft }) => draft);
  }

  get dossiers(): readonly Dossier[] {
    return [...takeChanges(new Map(), this.#state.changes).dossiers.values()].filter((dossier) => dossier !== null);
  }

  missing(): Sha256[] {
    const named = this.dossiers
      .filter(({ papersComplete }) => !papersComplete)
      .flatMap(({ attachments }) => hashesOf(attachments));
    return [...new Set(named)].filter((hash) => !this.#state.arrived.has(hash));
  }

  /** Something happens to a dossier; false where it cannot. */
  happen(dossier: Uuid, what: Happening, role: DossierEvent['by']['role']): boolean {
    const before = this.dossiers.find(({ id }) => id === dossier) ?? null;
    const event = { n: (before?.events.length ?? 0) + 1, at: this.#time, by: { role, name: '' }, what };
    if (!apply(dossier, before, event)) return false;
    const { changes } = this.#state;
    this.#put({ changes: [...changes, { n: changes.length + 1, dossier, event }] });
    return true;
  }

  /** A file is all there, and whatever waited for it alone is complete. */
  arrive(hash: Sha256): void {
    this.#time += 1_000;
    this.#put({ arrived: new Set(this.#state.arrived).add(hash) });
    for (const { id, papersComplete, attachments } of this.dossiers) {
      if (papersComplete || hashesOf(attachments).some((each) => !this.#state.arrived.has(each))) continue;
      this.happen(id, { type: 'papersComplete' }, 'system');
    }
  }

  /** Another phone of the person's tells of a draft. */
  pushElsewhere(push: DraftPush): void {
    this.#time += 1_000;
    this.#push(push, 'elsewhere');
  }

  /** Another phone submits a draft it has. */
  submitElsewhere(id: Uuid): void {
    const { body = null } = this.#state.drafts.get(id)?.draft ?? {};
    this.#time += 1_000;
    if (body) this.#submit({ type: 'submit', dossier: id, ...body }, body.startedAt, 'elsewhere');
  }

  pass(ms: number): void {
    this.#time += ms;
  }

  backUp(): void {
    this.#time += 1_000;
    this.#backup = { state: this.#state, at: this.#time };
  }

  /** It comes back as the last backup has it; as an empty one where none was made. */
  goBack(): void {
    this.#epoch += 1;
    this.#time += 1_000;
    this.#state = this.#backup?.state ?? EMPTY;
  }

  #put(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
  }

  #outcome({ id, seq, madeAt, intent }: SentCommand, refuses: boolean, unsigned: boolean): Outcome {
    const before = this.#state.outcomes.get(seq);
    if (before) return before;
    const done = !refuses && this.#do(intent as CitizenIntent | { readonly type: 'void' }, madeAt);
    const said = { seq, id, at: this.#time };
    const isVoid = (intent as CitizenIntent | { readonly type: 'void' }).type === 'void';
    const outcome: Outcome = done
      ? { ...said, result: 'done', receipt: unsigned || isVoid ? '' : `receipt of ${seq}` }
      : { ...said, result: 'refused', refusal: { code: 'unknownUnit' } };
    this.#put({ lastSeq: seq, outcomes: new Map(this.#state.outcomes).set(seq, outcome) });
    return outcome;
  }

  #do(intent: CitizenIntent | { readonly type: 'void' }, claimedAt: number): boolean {
    switch (intent.type) {
      case 'submit':
        return this.#submit(intent, claimedAt, 'here');
      case 'supplement': {
        const { note, attachments } = intent;
        const what = { type: 'supplemented', note, attachments, claimedAt, promisedDay: null } as const;
        return this.happen(intent.dossier, what, 'citizen');
      }
      case 'replacePapers': {
        const { lost, attachments } = intent;
        return this.happen(intent.dossier, { type: 'papersReplaced', lost, attachments, claimedAt }, 'citizen');
      }
      case 'withdraw':
        return this.happen(intent.dossier, { type: 'withdrawn', reason: intent.reason }, 'citizen');
      case 'rate':
      case 'reportPayment':
      case 'void':
        return true;
    }
  }

  #submit(
    { dossier, procedure, version, unit, answers, attachments }: Extract<CitizenIntent, { type: 'submit' }>,
    claimedAt: number,
    device: Device,
  ): boolean {
    const what = { code: `H-${dossier.slice(-4)}`, procedure, version, unit, answers, attachments, claimedAt };
    if (!this.happen(dossier, { type: 'submitted', applicant: 'LÝ THỊ MẨY', ...what }, 'citizen')) return false;
    const draft = this.#state.drafts.get(dossier)?.draft;
    if (draft) this.#write({ ...draft, rev: draft.rev + 1, body: null, over: 'submitted', device: uuidOf(device) });
    return true;
  }

  #push(push: DraftPush, device: Device): DraftOutcome {
    const stored = this.#state.drafts.get(push.id)?.draft ?? null;
    const decided = decideDraft(stored, push, uuidOf(device), sameBody);
    if (decided.result === 'write') this.#write(decided.next);
    if (decided.result === 'differs') return { id: push.id, rev: decided.rev, result: 'differs' };
    return { id: push.id, rev: decided.result === 'write' ? decided.next.rev : decided.rev, result: 'kept' };
  }

  #write(draft: StoredDraft): void {
    const n = this.#state.draftWrites + 1;
    this.#put({ draftWrites: n, drafts: new Map(this.#state.drafts).set(draft.id, { n, draft }) });
  }
}

/** What the desk may do, in the order it is tried. */
export const AT_THE_DESK: readonly Happening[] = [
  {
    type: 'supplementRequested',
    items: [{ document: 'idCard', what: 'Chụp lại' }],
    reason: 'Ảnh mờ',
    dueDay: '2026-11-27',
  },
  { type: 'received', promisedDay: null },
  { type: 'processingStarted' },
  { type: 'stopped', reason: 'Sai' },
  { type: 'notAccepted', reason: 'Sai' },
];

/** Says which of two is meant where a draft's device is asked for. */
function uuidOf(device: Device): Uuid {
  return device === 'here' ? '00000000-0000-4000-8000-80000000000a' : '00000000-0000-4000-8000-80000000000b';
}
