import { sameBody } from '#core/sync/drafts.ts';
import type { DraftBody, DraftPush, SharedDraft, SyncResponse } from '#core/sync/messages.ts';
import { COPY, COPY_ANSWERS, UNIT } from '#tests/support/prepare.ts';
import type { Random } from '#tests/support/random.ts';
import type { Findings } from './findings.ts';

/** A push of a phone, of which the server has said in an epoch that it is kept as revision `rev`. */
type KeptDraft = DraftPush & { readonly rev: number; readonly epoch: string; readonly device: string };

export type DraftsOptions = {
  readonly device: string;
  readonly random: Random;
  readonly findings: Findings;
  /** What was kept of this person's drafts, by whichever phone. */
  readonly kept: KeptDraft[];
};

/** Drafts of one person at most; more are begun as these end. */
const AT_ONCE = 3;
const IN_A_REQUEST = 3;

/** The drafts of a person as one of their phones has them, and what the server has said about them in this epoch. */
export class PhoneDrafts {
  cursor = 0;
  #epoch: string | null = null;
  /** The last version of each that the server has told. */
  readonly told = new Map<string, SharedDraft>();
  /** Pushes ever kept. */
  acknowledged = 0;
  /** Written here, and not yet known to be kept; null: deleted. */
  readonly #written = new Map<string, DraftBody | null>();
  readonly #options: DraftsOptions;

  constructor(options: DraftsOptions) {
    this.#options = options;
  }

  get settled(): boolean {
    return this.#written.size === 0;
  }

  /** Drafts that could be submitted. */
  get live(): string[] {
    return [...this.told.values()].filter(({ body }) => body !== null).map(({ id }) => id);
  }

  /** Begins one, goes on with one, or throws one away. */
  write(): void {
    const { random } = this.#options;
    const { live } = this;
    if (live.length < AT_ONCE && random.chance(0.3)) this.#written.set(random.uuid(), bodyOf(random));
    else if (live.length > 0) this.#written.set(random.pick(live), random.chance(0.15) ? null : bodyOf(random));
  }

  /** What goes with the next request: what is new, now and then with a copy of what was kept long ago. */
  pushes(): DraftPush[] {
    const fresh = [...this.#written].slice(0, IN_A_REQUEST).map(([id, body]) => ({ id, base: this.#revOf(id), body }));
    const { random, device, kept } = this.#options;
    const own = kept.filter((one) => one.device === device && one.epoch === this.#epoch);
    const copy = own.length > 0 && random.chance(0.1) ? random.pick(own) : null;
    return copy && !this.#written.has(copy.id) ? [...fresh, { id: copy.id, base: copy.base, body: copy.body }] : fresh;
  }

  /** Takes an answer in. Where two phones wrote at once the person chooses; `yielding`: always the other's. */
  take(response: SyncResponse, pushes: readonly DraftPush[], yielding: boolean): void {
    if (response.epoch !== this.#epoch) this.#enter(response.epoch);
    for (const draft of response.drafts) this.#learn(draft);
    if (response.draftOutcomes.length !== pushes.length)
      this.#options.findings.add('bugs', 'not an outcome for each draft');
    for (const [i, { id, rev, result }] of response.draftOutcomes.entries()) {
      const push = pushes[i];
      if (push?.id !== id) {
        this.#options.findings.add('corrupt', `an outcome for a draft that was not sent, ${id}`);
        continue;
      }
      if (result === 'kept') this.#keep({ ...push, rev, epoch: response.epoch, device: this.#options.device });
      else this.#differ(push, rev, response.more, yielding);
    }
    this.cursor = response.draftCursor;
  }

  /** The server went back: its revisions count something else now, and everything is told again. */
  #enter(epoch: string): void {
    this.#epoch = epoch;
    for (const { id, body } of this.told.values()) {
      if (body !== null && !this.#written.has(id)) this.#written.set(id, body);
    }
    this.told.clear();
    this.cursor = 0;
  }

  #revOf(id: string): number {
    return this.told.get(id)?.rev ?? 0;
  }

  #learn(draft: SharedDraft): void {
    const before = this.told.get(draft.id);
    if (before && draft.rev < before.rev) {
      this.#options.findings.add('lost', `draft ${draft.id} went back from revision ${before.rev} to ${draft.rev}`);
    } else if (before?.rev === draft.rev && !sameBody(before.body, draft.body)) {
      this.#options.findings.add('corrupt', `revision ${draft.rev} of draft ${draft.id} is another than it was`);
    }
    this.told.set(draft.id, draft);
    // What was submitted is no draft any more.
    if (draft.over === 'submitted') this.#written.delete(draft.id);
  }

  #keep(push: KeptDraft): void {
    const { id, rev, body } = push;
    const { kept, findings } = this.#options;
    this.acknowledged += 1;
    const others = kept.filter((one) => one.id === id && one.epoch === push.epoch && one.device !== push.device);
    if (others.some((one) => wroteOver(one, push) || wroteOver(push, one)))
      findings.add('lost', `a version of draft ${id}, before anybody had seen it`);
    kept.push(push);
    const over = body === null ? (this.told.get(id)?.over ?? 'deleted') : null;
    this.#learn({ id, rev, body, over });
    if (this.#written.get(id) === body) this.#written.delete(id);
  }

  #differ({ id, body }: DraftPush, rev: number, more: boolean, yielding: boolean): void {
    if (!more && this.#revOf(id) !== rev) {
      this.#options.findings.add('lost', `draft ${id} differs from revision ${rev}, which was never told`);
    }
    const mine = this.#written.get(id) === body && this.#written.has(id);
    if (mine && (yielding || this.#options.random.chance(0.5))) this.#written.delete(id);
  }
}

/** A deletion takes nothing from whoever goes on writing, and is nobody's version. */
function wroteOver(one: KeptDraft, other: KeptDraft): boolean {
  return one.body !== null && other.body !== null && other.base < one.rev && one.rev < other.rev;
}

/** The name of the paper tells one version from every other. */
function bodyOf(random: Random): DraftBody {
  const now = Date.now();
  return {
    procedure: COPY.code,
    version: COPY.version,
    unit: UNIT,
    answers: { ...COPY_ANSWERS, paperName: random.uuid() },
    attachments: [],
    startedAt: now,
    savedAt: now,
  };
}
