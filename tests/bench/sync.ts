import type { LinkShape } from '#tests/support/link.ts';
import { watchRequests, type Extra, type Watched } from '#tests/support/watch-requests.ts';
import { buildPages, openPlace, type Filled, type Place, type System, type Times } from './sync-world.ts';
import { tableOf } from './table.ts';

type Scenario = {
  readonly name: string;
  readonly shape: Required<LinkShape>;
  /** When the signal goes and how long it stays away. `hush`: connections die without a word, new ones work. */
  readonly cut:
    'never' | { readonly everyMs: number; readonly forMs: number } | { readonly atHalfForMs: number } | 'hush';
  /** Ends when the texts have been acknowledged. */
  readonly textOnly?: boolean;
  /** How long a system may take; then it is said that it never finished. */
  readonly patienceMs: number;
};

const SLOW_3G = { latencyMs: 200, upBps: 400_000, downBps: 400_000 };
const EDGE = { latencyMs: 300, upBps: 50_000, downBps: 250_000 };
const MINUTE = 60_000;

const SCENARIOS: readonly Scenario[] = [
  { name: 'slow 3G', shape: SLOW_3G, cut: 'never', patienceMs: 4 * MINUTE },
  { name: 'slow 3G, cut every 60 s', shape: SLOW_3G, cut: { everyMs: MINUTE, forMs: 5_000 }, patienceMs: 4 * MINUTE },
  { name: 'slow 3G, one long cut at 50%', shape: SLOW_3G, cut: { atHalfForMs: 20_000 }, patienceMs: 4 * MINUTE },
  { name: 'slow 3G, connections go silent at 50%', shape: SLOW_3G, cut: 'hush', patienceMs: 4 * MINUTE },
  { name: 'EDGE, texts', shape: EDGE, cut: 'never', textOnly: true, patienceMs: MINUTE },
];
const QUICK: readonly Scenario[] = [
  {
    name: 'quick',
    shape: { latencyMs: 50, upBps: 4e6, downBps: 4e6 },
    cut: { atHalfForMs: 1_000 },
    patienceMs: 12_000,
  },
];
const SYSTEMS: readonly System[] = ['ban-so', 'pouchdb', 'pouchdb, one at a time'];

type Run = {
  readonly scenario: string;
  readonly system: System;
  readonly finished: boolean;
  readonly seconds: number;
  readonly textSeconds: number | null;
  readonly bytes: { readonly payload: number; readonly up: number; readonly down: number };
  /** Bytes both ways over the payload. */
  readonly wireRatio: number;
  readonly limitSeconds: number;
  readonly limitRatio: number | null;
  readonly cuts: number;
  readonly withoutSignalSeconds: number;
  readonly connections: number;
  readonly requests: Watched['requests'];
  readonly acknowledgedAgain: Watched['acknowledgedAgain'];
  /** Requests that cuts cost, for the uploads in flight at the time. */
  readonly extra: Extra;
};

/**
 * `npm run bench -- sync [--quick] [--only TEXT] [--system TEXT]`: twenty dossiers of 4 KB with a photo of 200 KB
 * each, made without signal, from a real Chromium over an emulated link to the real server; the same work by
 * PouchDB 9 to express-pouchdb. Bytes are those of HTTP, heads included, both ways; neither side has TLS.
 */
export async function benchSync(options: readonly string[]): Promise<unknown> {
  const quick = options.includes('--quick');
  const wanted = (scenario: Scenario) => scenario.name.includes(valueOf(options, '--only'));
  const [count, photoBytes] = quick ? [4, 50 * 1024] : [20, 200 * 1024];
  const pages = await buildPages();
  const runs: Run[] = [];
  try {
    for (const scenario of (quick ? QUICK : SCENARIOS).filter(wanted)) {
      for (const system of SYSTEMS.filter((each) => each.includes(valueOf(options, '--system')))) {
        runs.push(await measure(scenario, system, pages.folder, { count, photoBytes }));
        process.stderr.write(`${JSON.stringify(runs.at(-1))}\n`);
      }
    }
  } finally {
    pages.remove();
  }
  process.stderr.write(`\n${tableOf(runs.map(rowOf))}\n`);
  return { bench: 'sync', dossiers: count, photoBytes, runs };
}

async function measure(
  scenario: Scenario,
  system: System,
  pages: string,
  { count, photoBytes }: { readonly count: number; readonly photoBytes: number },
): Promise<Run> {
  const place = await openPlace(system, pages);
  try {
    const filled = await place.fill(count, photoBytes);
    const { link } = place;
    link.set(scenario.shape);
    link.bytes.up = link.bytes.down = link.connections = 0;
    const watched = watchRequests(place.page);
    const began = Date.now();
    await place.begin();
    const weather = makeWeather(scenario, place, watched, filled.text + filled.photos);
    const times = await untilDone(place, began + scenario.patienceMs, scenario.textOnly ?? false);
    weather.stop();
    if (times.doneAt !== null) await place.settled(count);
    const endedAt = scenario.textOnly ? times.textAt : times.doneAt;
    return describe(scenario, system, filled, {
      seconds: ((endedAt ?? Date.now()) - began) / 1000,
      textSeconds: times.textAt === null ? null : (times.textAt - began) / 1000,
      finished: endedAt !== null,
      bytes: { ...link.bytes },
      connections: link.connections,
      watched,
      weather: weather.seen(),
    });
  } finally {
    await place.close();
  }
}

async function untilDone(place: Place, deadline: number, textOnly: boolean): Promise<Times> {
  for (;;) {
    const times = await place.times();
    if ((textOnly ? times.textAt : times.doneAt) !== null || Date.now() > deadline) return times;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Takes the signal away and gives it back, as the scenario has it. */
function makeWeather({ cut }: Scenario, { link, context }: Place, watched: Watched, payload: number) {
  const seen = { cuts: 0, withoutSignalMs: 0 };
  const timers: NodeJS.Timeout[] = [];
  const cutFor = (ms: number): void => {
    seen.cuts += 1;
    seen.withoutSignalMs += ms;
    watched.cut();
    link.cut();
    // A phone that loses its network altogether tells its browser so.
    void context.setOffline(true);
    const restore = (): void => {
      watched.restored();
      link.restore();
      void context.setOffline(false);
    };
    timers.push(setTimeout(restore, ms));
  };
  const atHalf = (then: () => void): void => {
    const watch = setInterval(() => {
      if (link.bytes.up < payload / 2) return;
      clearInterval(watch);
      then();
    }, 20);
    timers.push(watch);
  };
  if (cut === 'hush') {
    atHalf(() => {
      seen.cuts += 1;
      watched.cut();
      link.hush();
      watched.restored();
    });
  } else if (cut !== 'never' && 'everyMs' in cut) timers.push(setInterval(() => cutFor(cut.forMs), cut.everyMs));
  else if (cut !== 'never') atHalf(() => cutFor(cut.atHalfForMs));
  return { seen: () => seen, stop: () => timers.forEach((timer) => clearTimeout(timer)) };
}

type Measured = {
  readonly seconds: number;
  readonly textSeconds: number | null;
  readonly finished: boolean;
  readonly bytes: { readonly up: number; readonly down: number };
  readonly connections: number;
  readonly watched: Watched;
  readonly weather: { readonly cuts: number; readonly withoutSignalMs: number };
};

function describe(scenario: Scenario, system: System, filled: Filled, measured: Measured): Run {
  const { watched, weather, seconds, textSeconds, finished, bytes, connections } = measured;
  const payload = filled.text + (scenario.textOnly ? 0 : filled.photos);
  // One round trip opens a connection, one carries the last byte there and its acknowledgement back.
  const limitSeconds = (payload * 8) / scenario.shape.upBps + (4 * scenario.shape.latencyMs) / 1000;
  return {
    scenario: scenario.name,
    system,
    finished,
    seconds: round(seconds, 1),
    textSeconds: textSeconds === null ? null : round(textSeconds, 1),
    bytes: { payload, ...bytes },
    wireRatio: round((bytes.up + bytes.down) / payload, 4),
    limitSeconds: round(limitSeconds, 1),
    limitRatio: finished ? round(seconds / limitSeconds, 3) : null,
    cuts: weather.cuts,
    withoutSignalSeconds: weather.withoutSignalMs / 1000,
    connections,
    requests: watched.requests,
    acknowledgedAgain: watched.acknowledgedAgain,
    extra: watched.extra(),
  };
}

function rowOf(run: Run): Record<string, string> {
  const requests = Object.values(run.requests).reduce((sum, count) => sum + count, 0);
  return {
    link: run.scenario,
    system: run.system,
    seconds: run.finished ? run.seconds.toFixed(1) : `never in ${run.seconds.toFixed(0)}`,
    'of the limit': run.limitRatio?.toFixed(3) ?? '–',
    'texts after': run.textSeconds === null ? '–' : `${run.textSeconds.toFixed(1)} s`,
    up: run.bytes.up.toLocaleString('en'),
    down: run.bytes.down.toLocaleString('en'),
    'of the payload': run.wireRatio.toFixed(3),
    requests: String(requests),
    connections: String(run.connections),
    cuts: String(run.cuts),
    'extra requests per upload per cut': perUpload(run.extra),
    'sent though acknowledged': `${run.acknowledgedAgain.bytes} B, ${run.acknowledgedAgain.commands} commands`,
  };
}

/** On average, and at most; the uploads of a peer that knows none are no files of their own. */
function perUpload({ uploads, requests, most }: Extra): string {
  return uploads === 0 ? '–' : `${(requests / uploads).toFixed(1)}, most ${most}`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function valueOf(options: readonly string[], name: string): string {
  const at = options.indexOf(name);
  return at === -1 ? '' : (options[at + 1] ?? '');
}
