import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { brotliCompressSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '#tests/support/chromium.ts';
import { pocketEntries } from '#tests/search/catalogue.ts';
import { QUESTIONS } from '#tests/search/questions.ts';
import { answersOf, shareInFirst } from '#tests/search/relevance.ts';
import type { BenchPage, EngineName } from './search-page.ts';

const SLOWDOWN = 6;
/** Cold starts of each kind; the middle one is reported. */
const STARTS = 3;
const LIMITS = { p99KeyMs: 5, readyMs: 600, heapBytes: 3_000_000, inFirstThree: 0.95 } as const;
const ENGINES = ['own', 'miniSearch', 'flexSearch'] as const satisfies readonly EngineName[];

declare const bench: BenchPage;

/** Every fourth question of the relevance set as it is typed, a key at a time. */
const KEYS = QUESTIONS.filter((_, i) => i % 4 === 0).flatMap(({ text }) =>
  Array.from({ length: text.length }, (_, i) => text.slice(0, i + 1)),
);
/**
 * Every key is typed once on each of so many cold pages, and the middle one of its times counts: on one page alone the
 * last percent is what else the machine does, wherever that falls. `keyMsEach` has all of them.
 */
const PAGES = 5;

async function pageScript(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'tests/bench/search-page.ts', formats: ['iife'], name: 'searchBench' },
    },
  });
  const [output] = Array.isArray(made) ? made : [made];
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('the page was not built');
  return chunk.code;
}

/** A site with the page, the catalogue and what the engines saved. Isolated, so that its clock is fine. */
async function site(files: Map<string, string | Uint8Array>): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const body = files.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': `${request.url === '/' ? 'text/html' : request.url?.endsWith('.js') ? 'text/javascript' : 'text/plain'}; charset=utf-8`,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

type Phone = { page: Page; cdp: CDPSession; close: () => Promise<void> };

/** A fresh page on a slow phone: nothing of the page has run before. */
async function phone(browser: Browser, origin: string): Promise<Phone> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(origin);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return { page, cdp, close: () => context.close() };
}

/** Bytes of objects and of what typed arrays stand on, after collection. */
async function heap(cdp: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i += 1) await cdp.send('HeapProfiler.collectGarbage');
  const usage = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

async function measure(browser: Browser, origin: string, engine: EngineName) {
  const starts = async (path: string) => {
    const times: number[] = [];
    for (let i = 0; i < STARTS; i += 1) {
      const { page, close } = await phone(browser, origin);
      await page.evaluate((at) => bench.fetch(at), path);
      times.push(await page.evaluate((name) => bench.ready(name), engine));
      await close();
    }
    return round(quantile(times, 0.5));
  };
  const typed: number[][] = [];
  for (let i = 1; i < PAGES; i += 1) {
    const other = await phone(browser, origin);
    await other.page.evaluate((at) => bench.fetch(at), `/${engine}.bin`);
    await other.page.evaluate((name) => bench.ready(name), engine);
    typed.push(await other.page.evaluate((texts) => bench.type(texts), KEYS));
    await other.close();
  }
  const { page, cdp, close } = await phone(browser, origin);
  const before = await heap(cdp);
  await page.evaluate((at) => bench.fetch(at), `/${engine}.bin`);
  await page.evaluate((name) => bench.ready(name), engine);
  await page.evaluate(() => bench.drop());
  const heapReady = (await heap(cdp)) - before;
  typed.push(await page.evaluate((texts) => bench.type(texts), KEYS));
  const heapAfterTyping = (await heap(cdp)) - before;
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const found = await page.evaluate(
    (texts) => bench.codes(texts),
    QUESTIONS.map(({ text }) => text),
  );
  await close();

  const byText = new Map(QUESTIONS.map(({ text }, i) => [text, found[i] ?? []]));
  const share = (set: string, first: number) =>
    round(
      shareInFirst(
        answersOf(
          entries,
          QUESTIONS.filter((question) => question.set === set),
          (text) => byText.get(text) ?? [],
        ),
        first,
      ),
    );
  return {
    keyMs: spread(
      KEYS.map((_, key) =>
        quantile(
          typed.map((times) => times[key] ?? Infinity),
          0.5,
        ),
      ),
    ),
    keyMsEach: spread(typed.flat()),
    readyMs: { prebuilt: await starts(`/${engine}.bin`), fromJson: await starts('/entries.json') },
    heapBytes: { ready: heapReady, afterTyping: heapAfterTyping },
    inFirstThree: { tuned: share('tuned', 3), heldOut: share('heldOut', 3) },
    first: { tuned: share('tuned', 1), heldOut: share('heldOut', 1) },
  };
}

const entries = pocketEntries();

/**
 * `npm run bench -- search`: speed, memory and relevance over a pocket's whole catalogue, ours beside two
 * libraries. Chromium's slowdown does not reach workers, so the index is held in the page for the measurement.
 */
export async function benchSearch(): Promise<unknown> {
  const files = new Map<string, string | Uint8Array>([
    ['/', '<!doctype html><script src="/page.js"></script>'],
    ['/page.js', await pageScript()],
    ['/entries.json', JSON.stringify(entries)],
  ]);
  const { origin, close } = await site(files);
  const browser = await launchBrowser();
  try {
    const shipped: Record<string, unknown> = {};
    const results = {} as Record<EngineName, Awaited<ReturnType<typeof measure>>>;
    for (const engine of ENGINES) {
      const page = await browser.newPage();
      await page.goto(origin);
      const bytes = Uint8Array.from(await page.evaluate((name) => bench.save(name), engine));
      await page.close();
      files.set(`/${engine}.bin`, bytes);
      shipped[engine] = { bytes: bytes.length, brotli: brotliCompressSync(bytes).length };
      results[engine] = await measure(browser, origin, engine);
    }
    const load = loadavg()[0] ?? 0;
    const { own, miniSearch, flexSearch } = results;
    const against = (of: (result: typeof own) => number) => ({
      miniSearch: round(of(miniSearch) / of(own)),
      flexSearch: round(of(flexSearch) / of(own)),
    });
    return {
      bench: 'search',
      how: `Chromium ${browser.version()}, CPU slowed ${SLOWDOWN} times by DevTools on the page's own thread, ${availableParallelism()} cores under a load of ${load.toFixed(1)}; ${PAGES} cold pages`,
      procedures: entries.length,
      questions: QUESTIONS.length,
      keys: KEYS.length,
      limits: LIMITS,
      ofLimit: {
        p99KeyMs: round(own.keyMs.p99 / LIMITS.p99KeyMs),
        readyMs: round(own.readyMs.prebuilt / LIMITS.readyMs),
        heapBytes: round(own.heapBytes.afterTyping / LIMITS.heapBytes),
        inFirstThree: round(own.inFirstThree.heldOut / LIMITS.inFirstThree),
      },
      results,
      shipped,
      /** How many times ours the libraries take. */
      timesOurs: {
        p99KeyMs: against(({ keyMs }) => keyMs.p99),
        p99KeyMsEach: against(({ keyMsEach }) => keyMsEach.p99),
        readyMsPrebuilt: against(({ readyMs }) => readyMs.prebuilt),
        heapBytes: against(({ heapBytes }) => heapBytes.afterTyping),
        inFirstThreeHeldOut: against(({ inFirstThree }) => inFirstThree.heldOut),
      },
    };
  } finally {
    await browser.close();
    close();
  }
}

function spread(times: readonly number[]) {
  const at = (share: number) => round(quantile(times, share));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: round(Math.max(...times)) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
