import { must } from '#core/assert.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { Bank } from './bank.ts';
import { NO_FAULTS } from './faults.ts';
import { judgePhone, REST_MS } from './oracle-phone.ts';
import { judgeServer } from './oracle.ts';
import { Person } from './person.ts';
import { Phone } from './phone.ts';
import { ServerSide } from './server-side.ts';
import { passTime } from './virtual-time.ts';
import { DAY, HOUR, World } from './world.ts';

const MINUTE = 60_000;

/**
 * What dies: the app alone, the whole phone with everything that was not flushed, the server, or no more than the
 * connection to the store, for the next call.
 */
export const DEATHS = ['kill', 'powerCut', 'server', 'store'] as const;
export type Death = (typeof DEATHS)[number];

/** One thing people do, whose every await is a place to die. */
export type Flow = {
  readonly name: string;
  /** How things stand before; nothing dies here. */
  readonly before: (stage: Stage) => Promise<void>;
  /** What is done. After a death it is done again by somebody who looks at the phone first. */
  readonly run: (stage: Stage) => Promise<void>;
  /** What is done is a draft's, and told once it has been at rest: this, too, may die at its every await. */
  readonly told?: true;
  /** What must have come of it, besides everything the oracle asks; a text says what is wrong. */
  readonly after: (stage: Stage) => Promise<string | null>;
};

/** A phone, a server and nothing else that goes wrong. */
export class Stage {
  readonly world = new World(1, false);
  readonly server = new ServerSide(this.world);
  readonly bank = new Bank(this.world, this.server);
  phone: Phone;
  /** A draft as it was before. */
  was: Draft | null = null;

  constructor() {
    this.world.faults = NO_FAULTS;
    this.phone = new Phone('một', 'mẩy', this.world, this.server, { everyAwait: true });
  }

  get person(): Person {
    return new Person(this.phone, must(this.phone.store, 'an open app'), this.bank);
  }

  /** Lets something be done to its end, or until `enough`. */
  async work(doing: Promise<unknown>, enough: () => boolean = () => false): Promise<void> {
    let done = false;
    let failed: unknown = null;
    doing.then(
      () => (done = true),
      (error: unknown) => (failed = error),
    );
    await this.pass(HOUR, () => done || failed !== null || enough());
    // What a program still does at the moment of its death is nobody's concern.
    if (failed !== null && this.phone.isOn) throw failed;
  }

  /** Lets everything arrive that waits. */
  async untilQuiet(enough: () => boolean = () => false): Promise<void> {
    await this.pass(DAY, () => this.phone.isQuiet || enough());
  }

  /** Long enough for drafts to be told. */
  async rest(enough: () => boolean = () => false): Promise<void> {
    await this.work(this.world.time.sleep(3 * MINUTE), enough);
  }

  /** The same person does something on a second phone, and puts it away when all has been told. */
  async onOtherPhone(does: (person: Person) => Promise<void>): Promise<void> {
    const here = this.phone;
    const other = new Phone('hai', 'mẩy', this.world, this.server);
    this.phone = other;
    await this.work(other.start());
    await this.rest();
    await this.work(does(this.person));
    await this.rest();
    await this.closeApp();
    this.phone = here;
  }

  async closeApp(): Promise<void> {
    if (this.phone.signal !== 'none') await this.untilQuiet();
    this.phone.die('kill');
  }

  private async pass(ms: number, enough: () => boolean): Promise<void> {
    await passTime(this.world.time, this.world.time.now() + ms, enough, () => undefined);
  }
}

export type Played = {
  readonly points: number;
  /** The await at which something died. */
  readonly diedAt: string | null;
  readonly wrong: readonly string[];
};

/** Plays a flow and dies at its `at`-th await, counted from 1; with 0 nothing dies and the awaits are counted. */
export async function play(flow: Flow, how: Death, at: number): Promise<Played> {
  const stage = new Stage();
  const { phone, server, world } = stage;
  await flow.before(stage);

  let points = 0;
  let diedAt: string | null = null;
  const here = (name: string) => {
    if (diedAt !== null || (points += 1) !== at) return false;
    diedAt = name;
    return true;
  };
  if (how === 'server') {
    server.gate = (name) => {
      if (here(name)) ServerSide.die();
    };
  } else if (how === 'store') {
    phone.gate = (name, when) => {
      if (here(`${when} ${name}`)) phone.disk.loseConnection(1);
    };
  } else {
    phone.gate = async (name, when) => {
      if (!here(`${when} ${name}`)) return;
      phone.die(how, { next: () => 0 });
      await new Promise(() => undefined);
    };
  }
  const died = () => diedAt !== null && (how === 'kill' || how === 'powerCut');
  await stage.work(flow.run(stage), died);
  await stage.untilQuiet(died);
  if (flow.told) await stage.rest(died);
  phone.gate = null;
  server.gate = null;

  if (died() || (diedAt !== null && how === 'store')) {
    await stage.work(flow.run(stage));
    // A file that could not be read is asked for again with the next poll.
    if (how === 'store') await stage.rest();
    await stage.untilQuiet();
  }
  // By then the oracle takes no draft for one that is being written in.
  if (flow.told) await stage.work(world.time.sleep(REST_MS + MINUTE));
  if (!phone.isQuiet) world.violated('stuck', 'not done within a day');
  if (phone.store) await stage.work(judgePhone(world, phone, server, phone.store));
  judgeServer(world, server, stage.bank);
  const wrong = await flow.after(stage);
  return { points, diedAt, wrong: [...world.violations, ...(wrong === null ? [] : [wrong])] };
}
