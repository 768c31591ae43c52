import { must } from '#core/assert.ts';
import { Bank } from './bank.ts';
import { NO_FAULTS } from './faults.ts';
import { judgePhone, judgeServer } from './oracle.ts';
import { Person } from './person.ts';
import { Phone } from './phone.ts';
import { ServerSide } from './server-side.ts';
import { passTime } from './virtual-time.ts';
import { DAY, HOUR, World } from './world.ts';

/** What dies: the app alone, the whole phone with everything that was not flushed, or the server. */
export const DEATHS = ['kill', 'powerCut', 'server'] as const;
export type Death = (typeof DEATHS)[number];

/** One thing people do, whose every await is a place to die. */
export type Flow = {
  readonly name: string;
  /** How things stand before; nothing dies here. */
  readonly before: (stage: Stage) => Promise<void>;
  /** What is done. After a death it is done again by somebody who looks at the phone first. */
  readonly run: (stage: Stage) => Promise<void>;
  /** What must have come of it, besides everything the oracle asks; a text says what is wrong. */
  readonly after: (stage: Stage) => Promise<string | null>;
};

/** A phone, a server and nothing else that goes wrong. */
export class Stage {
  readonly world = new World(1, false);
  readonly server = new ServerSide(this.world);
  readonly bank = new Bank(this.world, this.server);
  readonly phone: Phone;

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

  async closeApp(): Promise<void> {
    if (this.phone.signal !== 'none') await this.untilQuiet();
    this.phone.die('kill');
  }

  private async pass(ms: number, enough: () => boolean): Promise<void> {
    await passTime(this.world.time, this.world.time.now() + ms, enough, () => undefined);
  }
}

export type Played = { readonly points: number; readonly wrong: readonly string[] };

/** Plays a flow and dies at its `at`-th await, counted from 1; with 0 nothing dies and the awaits are counted. */
export async function play(flow: Flow, how: Death, at: number): Promise<Played> {
  const stage = new Stage();
  const { phone, server, world } = stage;
  await flow.before(stage);

  let points = 0;
  let dead = false;
  const here = () => !dead && (points += 1) === at;
  if (how === 'server') {
    server.gate = () => {
      if (!here()) return;
      dead = true;
      ServerSide.die();
    };
  } else {
    phone.gate = async () => {
      if (!here()) return;
      dead = true;
      phone.die(how, { next: () => 0 });
      await new Promise(() => undefined);
    };
  }
  const died = () => dead && how !== 'server';
  await stage.work(flow.run(stage), died);
  await stage.untilQuiet(died);
  phone.gate = null;
  server.gate = null;

  if (died()) {
    await stage.work(flow.run(stage));
    await stage.untilQuiet();
  }
  if (!phone.isQuiet) world.violated('stuck', 'not done within a day');
  if (phone.store) await stage.work(judgePhone(world, phone, server, phone.store));
  judgeServer(world, server, stage.bank);
  const wrong = await flow.after(stage);
  return { points, wrong: [...world.violations, ...(wrong === null ? [] : [wrong])] };
}
