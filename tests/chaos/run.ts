import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenDatabase } from '#server/db/database.ts';
import { Random } from '#tests/support/random.ts';
import { signInByHttp } from '#tests/support/sign-in.ts';
import { audit, type People } from './audit.ts';
import { Bank } from './bank.ts';
import { Findings } from './findings.ts';
import { Officer } from './officer.ts';
import { Phone, type PhoneOptions, type SeatOptions } from './phone.ts';
import { Place, type PlaceOptions } from './place.ts';

export type ChaosOptions = PlaceOptions & {
  readonly cycles: number;
  readonly seed: number;
  /** At the end a backup is taken, people go on, and the backup comes back; so unless false. */
  readonly rewind?: boolean;
  /** Ends at the first finding, and compares nothing more. */
  readonly untilFound?: boolean;
  /** Blows to choose from; all that are possible unless said. */
  readonly blows?: readonly Blow[];
  /** Looks at what is left when the server is down, besides the comparison. */
  readonly inspect?: (database: OpenDatabase, filesFolder: string, people: People) => Promise<void>;
  /** Ends the run early, in order. */
  readonly signal?: AbortSignal;
  /** Hears how it goes, now and then. */
  readonly tell?: (line: string) => void;
};

export type ChaosResult = {
  readonly cycles: number;
  readonly kills: number;
  readonly acknowledged: number;
  /** Of them, how many the server had forgotten after the restore, and got again. */
  readonly forgotten: number;
  /** What has had its effect, by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly findings: Findings;
  /** How often each blow fell. */
  readonly blows: Readonly<Record<string, number>>;
};

/** What can befall a server; `start` kills it again while it starts. */
export type Blow = 'server' | 'start' | 'backend' | 'database' | 'power';

const RESIDENTS = ['ly-thi-may', 'giang-a-pao', 'sung-a-chu'];
const OFFICER = 'vang-thi-din';
/** Is there for the first time when the backup has been taken. */
const NEWCOMER = 'tan-may-khe';
const DEVICES = 2;
/** A decision takes an officer three requests; phones say many things in one. */
const DESKS = 4;
/** A blow falls after at most so many acknowledgements, or so many milliseconds: some progress on any machine. */
const ROUND = { acknowledgements: 36, ms: 2_500 };

/**
 * People work with one server while it is killed again and again; at the end everything drains and is
 * compared. The seed decides what is done and when it is hit; the machine decides how the two meet.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { cycles, seed, tell = () => undefined } = options;
  const random = new Random(seed);
  const findings = new Findings();
  const place = await Place.make(options);
  const blows: Record<string, number> = {};
  try {
    if (!place.volume) tell(`no power cuts: ${place.whyNoVolume}`);
    await place.server.start();
    let people = await gather(place, random, findings);
    const life = new Life(people, findings);
    const possible = options.blows ?? possibleBlows(place);
    let done = 0;
    let alive = true;
    for (let cycle = 1; alive && cycle <= cycles && !options.signal?.aborted; cycle += 1) {
      await round(people, random);
      const blow = random.pick(possible);
      blows[blow] = (blows[blow] ?? 0) + 1;
      alive = await survives(place, blow, random, findings);
      if (options.untilFound && findings.list().length > 0) break;
      done = cycle;
      if (cycle % 25 === 0) tell(`${options.engine}: ${cycle} of ${cycles} cycles, ${count(people)} acknowledged`);
    }
    const whole = alive && !(options.untilFound && findings.list().length > 0);
    await (whole ? life.settle() : life.end());
    if (whole && options.rewind !== false) people = await rewind(place, people, random, findings);
    if (whole) {
      // The hardest end: what was acknowledged last has had no time to reach the disk by itself.
      blows.power = (blows.power ?? 0) + 1;
      await place.cutPower();
      await examine(place, people, findings, options.inspect);
    }
    for (const one of everybody(people)) one.close();
    if (findings.list().length > 0) keepLog(options, place);
    return {
      cycles: done,
      kills: killsIn(blows),
      acknowledged: count(people),
      forgotten: forgottenBy(people),
      kinds: kindsOf(people),
      findings,
      blows,
    };
  } finally {
    await place.destroy();
  }
}

/**
 * A backup is taken under people at work, somebody new comes, they go on, and the server comes back from the backup, half
 * the time without saying so. Everything acknowledged must be there again, once, also of the newcomer, who signs in again.
 * The desk does nothing meanwhile: it works online and keeps no outbox. The bank has its statement.
 */
async function rewind(place: Place, before: People, random: Random, findings: Findings): Promise<People> {
  const lives = [new Life({ ...before, officers: [] }, findings)];
  await round(before, random);
  await place.backUp();
  const newcomer = new Phone({ ...(await seat(place, NEWCOMER, random, findings)), keptDrafts: [] });
  lives.push(new Life({ phones: [newcomer], officers: [], banks: [] }, findings));
  const after: People = { ...before, phones: [...before.phones, newcomer] };
  await round(after, random);
  await round(after, random);
  for (const life of lives) await life.end();
  await place.server.stop();
  await place.restore(random.chance(0.5));
  for (const one of [...after.phones, ...after.banks]) one.expectRewind();
  await place.server.start();
  // As somebody else they would be refused for ever.
  const back = newcomer.signInAgain(await signInByHttp(place.server.origin, NEWCOMER)) ? after : before;
  await new Life({ ...back, officers: [] }, findings).settle();
  for (const phone of back.phones)
    if (!phone.rewound) findings.add('lost', 'a new epoch, of which a phone has not heard');
  return back;
}

/** Lets people work until the next blow. */
async function round(people: People, random: Random): Promise<void> {
  const until = count(people) + random.int(ROUND.acknowledgements);
  const deadline = Date.now() + ROUND.ms;
  while (count(people) < until && Date.now() < deadline) await pause(10);
  await pause(random.int(40));
}

type Person = Phone | Officer | Bank;

function everybody({ phones, officers, banks }: People): Person[] {
  return [...phones, ...officers, ...banks];
}

/** What everybody does as long as it lasts, and how they come to rest. */
class Life {
  readonly #people: People;
  readonly #lives: Promise<void>[];
  readonly #findings: Findings;
  #going = true;

  constructor(people: People, findings: Findings) {
    this.#people = people;
    this.#findings = findings;
    this.#lives = everybody(people).map(async (one) => {
      while (this.#going) await pause((await this.#live(one)) ? 5 : 60);
    });
  }

  async end(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#lives);
  }

  /** Nobody makes anything new; what waits goes out, and everything acknowledged is asked for once more. */
  async settle(): Promise<void> {
    await this.end();
    const { phones } = this.#people;
    let acknowledged = count(this.#people);
    let progress = Date.now();
    await Promise.all(
      everybody(this.#people).map(async (one) => {
        while (!one.settled && Date.now() - progress < 120_000) {
          if (!(await one.drain())) await pause(100);
          if (count(this.#people) > acknowledged) [acknowledged, progress] = [count(this.#people), Date.now()];
        }
        if (!one.settled) this.#findings.add('bugs', 'somebody still waits, and for two minutes nothing has moved');
      }),
    );
    for (const phone of phones) {
      while (!(await phone.sync())) await pause(100);
      await phone.remember();
    }
  }

  /** An answer that cannot be read is a finding, and no reason to stop. */
  async #live(one: Person): Promise<boolean> {
    try {
      return await one.step();
    } catch (error) {
      this.#findings.add('bugs', error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}

async function seat(place: Place, subject: string, random: Random, findings: Findings): Promise<SeatOptions> {
  const { port, origin } = place.server;
  return {
    port,
    origin,
    person: await signInByHttp(origin, subject),
    random: new Random(random.int(2 ** 32)),
    findings,
    powerCuts: () => place.powerCuts,
  };
}

async function gather(place: Place, random: Random, findings: Findings): Promise<People> {
  const join = async (subject: string) => await seat(place, subject, random, findings);
  const phones: Phone[] = [];
  for (const subject of RESIDENTS) {
    const keptDrafts: PhoneOptions['keptDrafts'] = [];
    for (let device = 0; device < DEVICES; device += 1)
      phones.push(new Phone({ ...(await join(subject)), keptDrafts }));
  }
  const fees = () => phones.flatMap((phone) => phone.fees);
  const bank = new Bank({
    port: place.server.port,
    secret: place.webhookSecret(),
    random: new Random(random.int(2 ** 32)),
    findings,
    fees,
  });
  const officers: Officer[] = [];
  for (let desk = 0; desk < DESKS; desk += 1) officers.push(new Officer(await join(OFFICER)));
  return { phones, officers, banks: [bank] };
}

function possibleBlows({ engine, volume }: Place): Blow[] {
  return [
    'server',
    'server',
    'server',
    'start',
    ...(volume ? (['power', 'power'] as const) : []),
    ...(engine === 'postgres' ? (['backend', 'database'] as const) : []),
  ];
}

async function strike(place: Place, blow: Blow, random: Random, findings: Findings): Promise<void> {
  const { server } = place;
  if (server.ended()) {
    findings.add('bugs', `the server ended by itself: ${server.output().slice(-1_500)}`);
    await server.start();
  }
  switch (blow) {
    case 'server':
      await place.killServer();
      break;
    case 'start':
      await place.killServer();
      server.launch();
      await pause(random.int(1_500));
      await place.killServer();
      break;
    case 'backend':
      place.killBackend();
      return;
    case 'database':
      await place.killDatabase();
      return;
    case 'power':
      await place.cutPower();
      break;
  }
  await server.start();
}

function killsIn(blows: Readonly<Record<string, number>>): number {
  return Object.values(blows).reduce((sum, times) => sum + times, 0) + (blows['start'] ?? 0);
}

/** What starts no more has lost everything. */
async function survives(place: Place, blow: Blow, random: Random, findings: Findings): Promise<boolean> {
  try {
    await strike(place, blow, random, findings);
    return true;
  } catch (error) {
    findings.add('lost', `everything, after ${blow}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function examine(place: Place, people: People, findings: Findings, inspect: ChaosOptions['inspect']) {
  const files = path.join(place.dataFolder, 'files');
  const database = await place.open();
  try {
    await audit(database, files, people, findings);
    await inspect?.(database, files, people);
  } finally {
    await database.close();
  }
}

function count(people: People): number {
  return everybody(people).reduce((sum, one) => sum + one.acknowledged, 0);
}

function kindsOf({ phones, officers, banks }: People): Record<string, number> {
  const kinds: Record<string, number> = {};
  const add = (kind: string, times = 1) => (kinds[kind] = (kinds[kind] ?? 0) + times);
  for (const { made, outcomes, files, drafts } of phones) {
    for (const { seq, intent } of made) if (outcomes.get(seq)?.result === 'done') add(intent.type);
    add('file', [...files.values()].filter(({ acknowledged }) => acknowledged).length);
    add('draft', drafts.acknowledged);
  }
  for (const { command, state } of officers.flatMap((officer) => officer.made)) {
    if (state === 'done') add(command.intent.type);
  }
  add(
    'transfer',
    banks.reduce((sum, bank) => sum + bank.acknowledged, 0),
  );
  return kinds;
}

function forgottenBy({ phones }: People): number {
  return phones.reduce((sum, phone) => sum + phone.forgotten, 0);
}

/** What the server said about it, for whoever looks into a finding. */
function keepLog({ engine, seed }: ChaosOptions, place: Place): void {
  mkdirSync('tests/.output', { recursive: true });
  writeFileSync(`tests/.output/chaos-${engine}-${seed}.log`, place.server.output());
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
