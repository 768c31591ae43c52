import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, FileProgress, KeptReceipt, Stored, Untold } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { openAccountStore } from '#platform/store/account-store.ts';
import { unsentIn } from '#platform/store/unsent.ts';
import { memoryDisk } from '#tests/support/memory-disk.ts';
import { Day, type Pair } from './store-day.ts';
import { DRAFTS, PICTURES } from './store-deeds.ts';
import { NOWHERE, STRANGE } from './store-odd.ts';
import { anySteps, take } from './store-steps.ts';
import { ACCOUNT, answer, good, uuid } from './store-kit.ts';
import { indexedDbPhone } from './store-phone.ts';

/**
 * The simulation runs over the store in memory, and the app over the one in IndexedDB. What the first is good for rests
 * on this: whatever is done to both, they answer the same, and the same can be read in the end. Not compared are what
 * only one of them can suffer (full disks, lost connections, records that do not open: the contract's examples have
 * those), and two calls at a time.
 */

const RUNS = process.env['BANSO_DEEP'] ? 150 : 60;
/** All of it, with cutting a failure down to its core, takes no longer than this. */
const LIMIT_MS = process.env['BANSO_DEEP'] ? 200_000 : 100_000;

/** Both stores, by one clock, with the same ids for the same call. */
async function openPair() {
  let now = 1_000_000;
  let calls = 0;
  const clock = { now: () => now };
  const idsOf = () => {
    let [call, given] = [0, 0];
    return {
      uuid: (): Uuid => {
        if (call !== calls) [call, given] = [calls, 0];
        return uuid(1_000_000 + 1_000 * call + given++);
      },
    };
  };
  const disk = memoryDisk({ clock, ids: idsOf() });
  const phone = indexedDbPhone();
  const deps = { ...phone.deps, clock, ids: idsOf() };
  const open = async () => {
    calls += 1;
    const both = [good(await disk.open(ACCOUNT)), good(await openAccountStore(ACCOUNT, deps)).store] as const;
    const heard = [0, 0];
    for (const [at, store] of both.entries()) store.watch(() => void (heard[at] = must(heard[at], 'a count') + 1));
    return { both, heard };
  };
  let opened = await open();
  const close = () => {
    for (const store of opened.both) store.close();
  };

  const pair: Pair = {
    both: async <T>(
      call: (store: AccountStore) => Promise<Stored<T>>,
      free: (value: T) => unknown = (value) => value,
    ): Promise<T | null> => {
      [now, calls] = [now + 7, calls + 1];
      const [memory, real] = [await call(opened.both[0]), await call(opened.both[1])];
      const compared = (stored: Stored<T>) => (stored.ok ? { ok: true, value: free(stored.value) } : stored);
      expect(compared(memory), String(call)).toEqual(compared(real));
      expect(opened.heard[0], `told of ${String(call)}`).toBe(opened.heard[1]);
      return memory.ok ? memory.value : null;
    },
    reopen: async () => {
      close();
      opened = await open();
    },
    look: () => opened.both[0],
    now: () => now,
  };
  const stop = async () => {
    close();
    await phone.harness.stop();
  };
  return { pair, stop };
}

/** By a name, where the port promises no order. */
const by =
  <T>(name: (each: T) => string) =>
  (list: readonly T[]): readonly T[] =>
    list.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
/** In the order of time both give; of those of one instant either may be first. */
const inTime =
  <T>(at: (each: T) => number, name: (each: T) => string) =>
  (list: readonly T[]) => ({ at: list.map(at), all: by(name)(list) });

const idOf = ({ id }: { readonly id: Uuid }): Uuid => id;
const byHash = by(({ file }: FileProgress) => file.hash);
const byDossier = by(({ dossier }: Untold) => dossier);
const byId = by(idOf);
const draftsInTime = inTime(({ savedAt }: Draft) => savedAt, idOf);
const dossiersInTime = inTime(({ submittedAt }: Dossier) => submittedAt, idOf);
const papersInTime = inTime(({ keptAt }: WalletPaper) => keptAt, idOf);
const receiptsInTime = inTime(
  ({ at }: KeptReceipt) => at,
  ({ command }) => command,
);

type Compare = (both: Pair['both']) => Promise<unknown>;

/** Everything that can be read, about these drafts and dossiers. */
function reads(ids: readonly Uuid[]): Compare[] {
  const hashes = [...PICTURES, NOWHERE].map(({ file }) => file.hash);
  return [
    (both) => both((store) => store.listDrafts(), draftsInTime),
    (both) => both((store) => store.listOutbox()),
    (both) => both((store) => store.listDossiers(), dossiersInTime),
    (both) => both((store) => store.listUntold(), byDossier),
    (both) => both((store) => store.listStandings(), byId),
    (both) => both((store) => store.listProgress(), byHash),
    (both) => both((store) => store.listMissing()),
    (both) => both((store) => store.listAside()),
    (both) => both((store) => store.listWallet(), papersInTime),
    (both) => both((store) => store.listSearches()),
    (both) => both((store) => store.listFavourites()),
    (both) => both((store) => store.listLooks()),
    (both) => both((store) => store.readLog()),
    (both) => both((store) => store.sync.start()),
    (both) => both((store) => unsentIn(store)),
    ...ids.flatMap((id): Compare[] => [
      (both) => both((store) => store.findStanding(id)),
      (both) => both((store) => store.findDraft(id)),
      (both) => both((store) => store.listReceipts(id), receiptsInTime),
    ]),
    ...hashes.flatMap((hash): Compare[] => [
      (both) => both((store) => store.findFile(hash)),
      (both) => both((store) => store.sync.fileBytes(hash)),
    ]),
  ];
}

async function compareAll(day: Day): Promise<void> {
  const { both, look } = day.pair;
  const here = [good(await look().listDrafts()), good(await look().listDossiers())].flat().map(({ id }) => id);
  for (const compare of reads([...new Set([...DRAFTS, STRANGE, ...here])])) await compare(both);
  const seqs = Array.from({ length: 30 }, (_, at) => at + 1);
  await day.outgoing(seqs, Number.POSITIVE_INFINITY);
}

test(
  'AGREE-1 the store in memory and the one in IndexedDB answer the same, and keep the same, whatever is done to them',
  { timeout: LIMIT_MS + 20_000 },
  async () => {
    const property = fc.asyncProperty(anySteps, fc.boolean(), async (steps, backedUp) => {
      const { pair, stop } = await openPair();
      try {
        const day = new Day(pair);
        for (const step of steps) {
          await take(day, step);
          // A difference may be gone by the end; which files are kept shows it at once.
          await pair.both((store) => store.listProgress(), byHash);
          await pair.both((store) => store.listUntold(), byDossier);
        }
        await compareAll(day);
        // What is kept for later shows in what comes of it: a backup lets go, and a server that forgot asks again.
        const { server } = day;
        const [epoch, serverTime] = [server.epoch, server.time];
        const later = { serverTime: serverTime + 1_000, backedUpTo: serverTime, cursor: 0, lastSeq: 1_000 };
        if (backedUp) await day.record({ response: answer({ epoch, ...later }), pushed: [] });
        if (backedUp) await compareAll(day);
        const missingFiles = PICTURES.map(({ file }) => file.hash);
        const forgetful = { ...later, epoch: uuid(70), backedUpTo: null, lastSeq: 0, missingFiles };
        await day.record({ response: answer(forgetful), pushed: [] });
        await compareAll(day);
      } finally {
        await stop();
      }
    });
    await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true });
  },
);
