import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import { PROTOCOL, type SyncRequest, type SyncResponse } from '#core/sync/messages.ts';
import { SyncRequestV1, SyncResponseV1 } from '#protocol/v1.ts';
import { SyncResponseV2 } from '#protocol/v2.ts';
import type { Rows } from '#tests/support/memory-rows.ts';
import { Random } from '#tests/support/random.ts';
import type { Said } from './server-side.ts';
import { DAY, START, type World } from './world.ts';

/** One month in so many has a phone with an older app. */
const ONE_IN = 6;
/** No seed that was kept as a regression before there were older phones has one: its month is what found something. */
const SALT = 39;

/** The phone whose app is older in a seed's month, which protocol it speaks and until when; null where none is. */
export function olderIn(
  seed: number,
): { readonly phone: number; readonly protocol: 1 | 2; readonly until: number } | null {
  // A stream of its own: the draws of the month are what they would be without.
  const random = new Random(Math.imul(seed ^ SALT, 0x9e3779b1));
  if (random.int(ONE_IN) !== 0) return null;
  return { phone: random.int(4), protocol: random.pick([1, 2]), until: START + 2 * DAY + random.int(28 * DAY) };
}

const OF_1: ReadonlySet<string> = new Set<CitizenIntent['type']>(['submit', 'supplement', 'withdraw']);

/**
 * An app of an older release: today's engine and store speaking yesterday's words. Its requests go out in them, the
 * server's real way of reading and answering them runs, and the engine hears no more than they can say. What it is not
 * is yesterday's engine: its rests, its lanes and its ways with a lost tab are today's, and so is its store, out of
 * which the update takes what a store of that time did not have.
 */
export class OlderApp {
  readonly protocol: 1 | 2;
  readonly until: number;
  private readonly world: World;
  /** It was told that only an update helps. */
  private isTurnedAway = false;
  /** Commands it let go of at their outcome, and papers when they had arrived, as protocol 1 did. */
  private readonly acknowledged = new Set<Uuid>();
  private readonly arrived = new Map<Sha256, string>();

  constructor(protocol: 1 | 2, until: number, world: World) {
    this.protocol = protocol;
    this.until = until;
    this.world = world;
  }

  get wantsUpdate(): boolean {
    return this.isTurnedAway || this.world.time.now() >= this.until;
  }

  /** Whether the app of that time had a screen for it. */
  knows(type: CitizenIntent['type']): boolean {
    return this.protocol === 1 ? OF_1.has(type) : type !== 'replacePapers';
  }

  /** The request as that app made it. */
  words(request: SyncRequest): string {
    const { proof: _, ...said } = request;
    if (this.protocol === 2) return JSON.stringify({ ...said, protocol: 2 });
    const { account, device, commands, cursor } = request;
    return JSON.stringify(SyncRequestV1.parse({ protocol: 1, account, device, commands, cursor }));
  }

  /** What the app of that time understood of an answer, as today's engine takes it. */
  heard(text: string, { draftCursor }: SyncRequest): Said {
    const said = JSON.parse(text) as Said;
    if ('refusal' in said && said.refusal.code === 'protocolUnsupported') {
      this.isTurnedAway = true;
      // To it every version it does not speak was newer.
      return { refusal: { ...said.refusal, supported: [PROTOCOL + 1] } };
    }
    if (!('response' in said)) return said;
    if (this.protocol === 2)
      return { response: { ...SyncResponseV2.parse(said.response), protocol: PROTOCOL } as SyncResponse };
    const response = SyncResponseV1.parse(said.response);
    if (this.world.restoredAt === null) this.letsGo(response);
    return { response: inWordsOf1(response, draftCursor) };
  }

  private letsGo({ outcomes, changes }: SyncResponseV1): void {
    for (const { id, result } of outcomes) if (result === 'done') this.acknowledged.add(id);
    const { commands } = this.world.shown;
    const complete = new Set(
      changes.flatMap(({ dossier, event }) => (event.what.type === 'papersComplete' ? [dossier] : [])),
    );
    for (const { account, intent } of commands.values()) {
      if (!complete.has(intent.dossier) || !('attachments' in intent)) continue;
      for (const { hash } of filesOf(intent.attachments)) this.arrived.set(hash, account);
    }
  }

  /** The server forgets, and this app, or the one that took its place, has nothing left to tell it again: nobody can. */
  serverWentBack(place: string): void {
    if (this.protocol !== 1) return;
    const { commands, papers } = this.world.shown;
    for (const command of commands.values()) {
      if (command.place.startsWith(place) && this.acknowledged.has(command.id)) command.unrepeatable = true;
    }
    for (const [hash, account] of this.arrived) papers.destroy(account, hash);
  }

  /** The store as that release had it, in the hands of today's. */
  asItWas(rows: Rows): Rows {
    if (this.protocol === 2) return { ...rows, told: null, answeredAt: null };
    return {
      ...rows,
      told: null,
      acked: null,
      epoch: null,
      draftCursor: 0,
      answeredAt: null,
      replayed: true,
      missing: null,
      kept: new Map(),
      receipts: new Map(),
      standings: new Map(),
      toldIn: new Map(),
    };
  }
}

/** Protocol 1 knew no epochs, so there is none; and of a last number it made nothing. */
function inWordsOf1(response: SyncResponseV1, draftCursor: number): SyncResponse {
  const outcomes = response.outcomes.map((outcome) =>
    outcome.result === 'done' ? { ...outcome, receipt: '' } : outcome,
  );
  return {
    ...response,
    protocol: PROTOCOL,
    epoch: null as unknown as Uuid,
    lastSeq: Number.MAX_SAFE_INTEGER,
    outcomes: outcomes as SyncResponse['outcomes'],
    changes: response.changes as SyncResponse['changes'],
    draftOutcomes: [],
    drafts: [],
    draftCursor,
    backedUpTo: null,
  };
}
