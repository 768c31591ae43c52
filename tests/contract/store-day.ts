import type { CitizenIntent } from '#core/dossier/command.ts';
import type { FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, OutgoingDraft, Recorded, Stored } from '#core/ports.ts';
import type { SharedDraft, SyncResponse } from '#core/sync/messages.ts';
import { hashesOf } from '#platform/store/plan.ts';
import { StoreServer } from './store-server.ts';

/** Two stores that are asked the same. */
export type Pair = {
  /**
   * Calls both, compares what they answer and gives it back; null where both refuse. `free` leaves out of the
   * comparison what the port does not promise.
   */
  readonly both: <T>(
    call: (store: AccountStore) => Promise<Stored<T>>,
    free?: (value: T) => unknown,
  ) => Promise<T | null>;
  /** The program ends, and begins again. */
  readonly reopen: () => Promise<void>;
  /** One of them, to see what there is. */
  readonly look: () => AccountStore;
  /** Milliseconds, by the clock of both. */
  readonly now: () => number;
};

type Answer = { readonly response: SyncResponse; readonly pushed: readonly OutgoingDraft[] };

/** What has come of the steps so far, apart from what the stores keep. */
export class Day {
  readonly pair: Pair;
  readonly server = new StoreServer();
  readonly answers: Answer[] = [];
  /** Other phones' versions that somebody may have on screen. */
  readonly seen: SharedDraft[] = [];
  /** The number of the last command. */
  lastGiven = 0;
  /** What the last answer asks for. */
  wanted: readonly FileRef[] = [];
  /** Every dossier that names or named a file. */
  readonly #namers = new Map<Sha256, Set<Uuid>>();
  #commands = 0;

  constructor(pair: Pair) {
    this.pair = pair;
  }

  commandId(): Uuid {
    this.#commands += 1;
    return `00000000-0000-4000-8000-6${String(this.#commands).padStart(11, '0')}`;
  }

  async enqueue(intent: CitizenIntent, commandId: Uuid, from?: Draft): Promise<void> {
    if ('attachments' in intent) this.#name(intent.dossier, hashesOf(intent.attachments));
    const given = { commandId, madeAt: this.pair.now(), ...(from && { draft: from }) };
    const entry = await this.pair.both((store) => store.enqueue(intent, given));
    this.lastGiven = Math.max(this.lastGiven, entry?.command.seq ?? 0);
  }

  /** Commands of these numbers and drafts at rest, as they go into a request. */
  outgoing(seqs: readonly number[], draftsSavedBefore: number) {
    return this.pair.both(
      (store) => store.sync.outgoing(seqs, draftsSavedBefore),
      ({ drafts, ...rest }) => ({ ...rest, drafts: inAnyOrder(drafts) }),
    );
  }

  async record(answer: Answer): Promise<void> {
    const { response, pushed } = answer;
    this.answers.push(answer);
    this.seen.push(...response.drafts);
    for (const { dossier, event } of response.changes) {
      if ('attachments' in event.what) this.#name(dossier, hashesOf(event.what.attachments));
    }
    const at = this.pair.now();
    const recorded = await this.pair.both(
      (store) => store.sync.record(response, pushed, at),
      (value) => this.#ofAnyDossier(value),
    );
    this.wanted = recorded?.toUpload ?? [];
  }

  #name(dossier: Uuid, hashes: readonly Sha256[]): void {
    for (const hash of hashes) this.#namers.set(hash, (this.#namers.get(hash) ?? new Set()).add(dossier));
  }

  /** Files are wanted in no promised order, and each for any one of the dossiers that wait for it. */
  #ofAnyDossier({ toUpload, ...rest }: Recorded): unknown {
    const wanted = toUpload.map(({ hash, dossier, ...file }) => {
      const hasSeveral = (this.#namers.get(hash)?.size ?? 0) > 1;
      return { ...file, hash, dossier: dossier !== null && hasSeveral ? 'one of several' : dossier };
    });
    return { ...rest, toUpload: wanted.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)) };
  }
}

/** As many as a request takes at most. */
const FULL = 5;

/** Of drafts that weigh the same any may go first; where not all fit in, it is left open which of them go. */
function inAnyOrder(drafts: readonly OutgoingDraft[]): unknown {
  if (drafts.length >= FULL) return drafts.map(({ push }) => JSON.stringify(push).length);
  return drafts.toSorted((a, b) => (a.push.id < b.push.id ? -1 : 1));
}
