import type { CatalogueEntry } from '#core/procedure/entry.ts';
import type { Caller } from '#platform/net/answer.ts';
import type { PocketView } from '#core/procedure/pocket.ts';
import type { Pocket } from './platform.ts';

const FIRST_LOOK: PocketView = { state: null, busy: false, failure: null };
/** The first screen has the line to itself for so long. */
const HEAD_START_MS = 5_000;
/** A catalogue that was asked for lately is not asked for again: the check costs 800 bytes. */
const FRESH_MS = 6 * 60 * 60_000;

type Opened = ReturnType<typeof import('#platform/catalogue/pocket.ts').openPocket>;

/** The pocket as screens see it. Its code and its database are opened when first needed. */
export function lazyPocket(
  caller: Caller & { readonly origin: string },
  { now, after }: { readonly now: () => number; readonly after: (ms: number, run: () => void) => void },
): Pocket & { readonly wake: () => void } {
  const watching = new Set<(view: PocketView) => void>();
  let view = FIRST_LOOK;
  let opening: Promise<Opened> | null = null;
  let doneAt = Number.NEGATIVE_INFINITY;
  let running = false;

  const show = (next: PocketView): void => {
    view = next;
    for (const changed of watching) changed(next);
  };
  const open = async (): Promise<Opened> => {
    opening ??= import('#platform/catalogue/pocket.ts').then(async ({ openPocket }) => {
      const pocket = openPocket(caller, show);
      await pocket.look();
      return pocket;
    });
    return await opening;
  };
  const run = async (work: (pocket: Opened) => Promise<boolean>): Promise<void> => {
    if (running) return;
    running = true;
    try {
      if (await work(await open())) doneAt = now();
    } finally {
      running = false;
    }
  };
  const wake = (): void => {
    if (now() - doneAt >= FRESH_MS) void run(async (pocket) => await pocket.refresh());
  };
  after(HEAD_START_MS, wake);

  return {
    view: () => view,
    look: async () => {
      await open();
      return view;
    },
    watch: (changed) => {
      watching.add(changed);
      void open();
      return () => watching.delete(changed);
    },
    wake,
    fetchAll: async () => await run(async (pocket) => await pocket.fetchAll()),
    entries: async () => await (await open()).entries(),
    keptSearch: async (key) => await (await open()).keptSearch(key),
    keepSearch: async (key, bytes) => await (await open()).keepSearch(key, bytes),
    glance: async (code) => {
      const pocket = await open();
      return { entry: await entryIn(pocket, code), detail: await pocket.kept(code) };
    },
    detail: async (code, entry) => {
      const pocket = await open();
      return await (entry ? pocket.detail(entry) : pocket.unlisted(code));
    },
  };
}

async function entryIn(pocket: Opened, code: string): Promise<CatalogueEntry | null> {
  return (await pocket.entries()).find((one) => one.code === code) ?? null;
}
