import type { Dossier, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { AccountStore, FileProgress, PutAside, Untold } from '#core/ports.ts';
import { INITIAL, type SyncState } from '#core/sync/state.ts';
import { mineOf, type Mine } from '#app/features/home/mine.ts';
import { outboxView, type OutboxView } from '#app/features/send/outbox.ts';
import { standingOf, type Standing } from '#app/features/send/standing.ts';
import { myDossiers, type MyDossiers } from '#app/features/track/mine.ts';
import { asksForPapers, lostHereOf } from '#app/state/lost-here.ts';
import { signalOf, type Signal } from '#app/state/signal.ts';
import type { SessionState } from '#app/state/platform.ts';
import type { Glance } from './shown.ts';

/** What the app reads of a store before it shows anything (`readStore` of `src/app/state/app.ts`). */
export type Readings = Glance & {
  readonly dossiers: readonly Dossier[];
  readonly progress: readonly FileProgress[];
  readonly missing: readonly Sha256[] | null;
  readonly aside: readonly PutAside[];
  readonly untold: readonly Untold[];
};

/** What the app has to go by besides. */
export type Surroundings = {
  /** What the browser says of the network. */
  readonly online: boolean;
  readonly server: SessionState['server'];
  /** Null before an engine has begun. */
  readonly sync: SyncState | null;
  /** Dossiers whose papers went with an earlier store of the phone. */
  readonly evicted: ReadonlySet<Uuid>;
};

/** What the screens say: the chip of every header, the outbox, why something waits, and the lists of a person's own. */
export type Screens = {
  readonly chip: Signal;
  readonly outbox: OutboxView;
  readonly standing: Standing;
  readonly home: readonly Mine[];
  readonly lists: MyDossiers;
  /** The server has lost dossiers that stand here. */
  readonly strays: boolean;
};

/** Reads the rest of what a glance has begun to read; null where the store could not be read. */
export async function readAll(store: AccountStore, glance: Glance): Promise<Readings | null> {
  const [dossiers, progress, missing, aside, untold] = [
    await store.listDossiers(),
    await store.listProgress(),
    await store.listMissing(),
    await store.listAside(),
    await store.listUntold(),
  ];
  if (!dossiers.ok || !progress.ok || !missing.ok || !aside.ok || !untold.ok) return null;
  return {
    ...glance,
    dossiers: dossiers.value,
    progress: progress.value,
    missing: missing.value,
    aside: aside.value,
    untold: untold.value,
  };
}

/** The views of the screens, put together as their hooks do. */
export function screensOf(readings: Readings, around: Surroundings): Screens {
  const { outbox, dossiers, progress, missing, untold } = readings;
  const lostHere = lostHereOf(around.evicted, readings.aside);
  const sync = around.sync ?? INITIAL;
  const drafts = readings.drafts.filter((draft) => !isSupplement(draft));
  const mine = { drafts, outbox, dossiers, asksForPapers: asksIn(readings, around) };
  const view = outboxView({ outbox, dossiers, untold, progress, missing, sync, lostHere });
  return {
    ...signsOf(readings, around, view),
    outbox: view,
    home: mineOf(mine),
    lists: myDossiers(mine),
    strays: hasStrays(readings),
  };
}

/** What is said of sending besides the list: the chip of every header, and why something waits. */
export function signsOf(
  readings: Readings,
  around: Surroundings,
  { count }: OutboxView,
): Pick<Screens, 'chip' | 'standing'> {
  const { outbox, dossiers, progress, missing } = readings;
  const { online, server } = around;
  const sync = around.sync ?? INITIAL;
  const asks = dossiers.some(asksIn(readings, around));
  const strays = hasStrays(readings);
  return {
    chip: signalOf({ known: true, failed: false, asks, strays, server, sync, outbox, progress, missing, online }),
    standing: standingOf({ online, server, sync, count }),
  };
}

/** Which dossiers wait for pages that the person has to photograph again. */
function asksIn({ outbox, progress, missing, aside }: Readings, { evicted }: Surroundings) {
  const lostHere = lostHereOf(evicted, aside);
  return (dossier: Dossier): boolean => asksForPapers(dossier, { missing, progress, outbox, lostHere });
}

function hasStrays({ untold }: Readings): boolean {
  return untold.some(({ isLost }) => isLost);
}
