import { must } from '#core/assert.ts';
import { Bank } from './bank.ts';
import { NO_FAULTS, ROUGH, type Faults } from './faults.ts';
import { officerWorks } from './officer.ts';
import { OlderApp, olderIn } from './older.ts';
import { judgePhone, unsharedDrafts } from './oracle-phone.ts';
import { judgeServer } from './oracle.ts';
import { Person } from './person.ts';
import { otherThan, Phone } from './phone.ts';
import { rots } from './rot.ts';
import { ServerSide } from './server-side.ts';
import { passTime } from './virtual-time.ts';
import { DAY, HOUR, START, World } from './world.ts';

const DAYS = 30;
/** No run of an engine with any patience takes so many. */
const MOST_STEPS = 30_000;

/** What one seed came to. Empty `violations` and the oracle found nothing. */
export type SimulationResult = {
  readonly seed: number;
  readonly steps: number;
  readonly faults: number;
  readonly saved: number;
  readonly violations: readonly string[];
  /** A digest of everything that happened; the same seed must give the same. */
  readonly trace: string;
};

/**
 * Thirty rough days of four phones, two people and an officer; then everything heals, and within a day every queue
 * must be empty. An independent record of what people were shown is compared with the server.
 * `thorough`: messages pass their schemas and records are copied, which must change nothing.
 */
export async function simulate(
  seed: number,
  { thorough = false, faults = ROUGH }: { thorough?: boolean; faults?: Faults } = {},
): Promise<SimulationResult> {
  const run = new Run(seed, thorough, faults);
  try {
    await run.month();
    await run.heal();
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    run.world.violated('stuck', error.message);
  }
  const { world, steps } = run;
  return {
    seed,
    steps,
    faults: world.faultsStruck,
    saved: world.shown.commands.size,
    violations: world.violations,
    trace: `${world.trace} ${steps}`,
  };
}

class TooLong extends Error {}

class Run {
  readonly world: World;
  readonly server: ServerSide;
  readonly bank: Bank;
  readonly phones: readonly Phone[];
  steps = 0;

  constructor(seed: number, thorough: boolean, faults: Faults) {
    this.world = new World(seed, thorough);
    this.world.faults = faults;
    this.server = new ServerSide(this.world);
    this.bank = new Bank(this.world, this.server);
    const { random } = this.world;
    const phone = (name: string, account: string, skew = 0) =>
      new Phone(name, account, this.world, this.server, { skew });
    this.phones = [
      phone('một', 'mẩy'),
      phone('hai', 'mẩy', random.pick([0, 2 * DAY, -2 * DAY])),
      phone('ba', 'páo', random.pick([0, 2 * DAY, -2 * DAY])),
      phone('chung', random.pick(['mẩy', 'páo'])),
    ];
    const older = olderIn(seed);
    if (older) must(this.phones[older.phone], 'a phone').older = new OlderApp(older.protocol, older.until, this.world);
  }

  async month(): Promise<void> {
    const { random, time } = this.world;
    for (const phone of this.phones) time.after(this.gap(), () => void this.comesAndGoes(phone));
    time.after(20 * HOUR, () => void this.officeDays());
    time.after(16 * HOUR, () => void this.statements());
    for (let day = 1; day < DAYS; day += 1) time.after(day * DAY, () => this.server.backup(random.int(2 * HOUR)));
    if (random.chance(0.3)) time.after(2 * DAY + random.int(27 * DAY), () => this.comesBack());
    await this.pass(START + DAYS * DAY, () => false);
    // The last bad hour finds every phone in somebody's hands, and they are not put away before all works again.
    for (const phone of this.phones) void this.visit(phone, 'stays');
    await this.pass(time.now() + random.int(HOUR), () => false);
  }

  /** Everything works from here on: every queue must be empty within a day. */
  async heal(): Promise<void> {
    const { world, phones } = this;
    world.faults = NO_FAULTS;
    this.server.backup(0);
    // What is under way may still fall into the next hour.
    await this.pass(world.time.now() + HOUR, () => false);
    await this.work(this.bank.statement());
    for (const account of ['mẩy', 'páo']) {
      for (const phone of phones) if (phone.name === 'chung' || phone.account === account) this.mend(phone, account);
      const all = phones.filter((phone) => phone.account === account);
      const deadline = world.time.now() + DAY;
      await this.pass(deadline, () => all.every((phone) => phone.isQuiet));
      this.mustBeQuiet(all, 'within a day');
      await this.photographAgain(all);
      this.mustBeQuiet(all, 'within a day of photographing again');
      for (const phone of all) {
        await this.tellTheRest(phone);
        if (phone.store) await this.work(judgePhone(world, phone, this.server, phone.store));
        else world.violated('stuck', `${phone.place} did not come back`);
        phone.die('kill');
      }
    }
    judgeServer(world, this.server, this.bank);
  }

  /** A request takes a few drafts along: where many wait, the last go with a later one. */
  private async tellTheRest(phone: Phone): Promise<void> {
    const { store } = phone;
    if (!store) return;
    let left = 0;
    await this.work(unsharedDrafts(phone, this.server, store).then(({ length }) => void (left = length)));
    if (left > 0) await this.pass(this.world.time.now() + HOUR, () => false);
  }

  private mustBeQuiet(phones: readonly Phone[], when: string): void {
    for (const { isQuiet, place } of phones) if (!isQuiet) this.world.violated('stuck', `${place} is not done ${when}`);
  }

  /** What is still missing now is on no phone any more. */
  private async photographAgain(phones: readonly Phone[]): Promise<void> {
    const [phone] = phones;
    if (!phone?.store) return;
    await this.work(new Person(phone, phone.store, this.bank).replaceAll());
    await this.pass(this.world.time.now() + DAY, () => phones.every(({ isQuiet }) => isQuiet));
  }

  /** The person sees to it that the phone has signal and room and the right session; the app goes on if it is open. */
  private mend(phone: Phone, account: string): void {
    phone.disk.roomFor(null);
    phone.disk.loseConnection(0);
    if ((phone.older || phone.account !== account) && phone.isOn) phone.die('kill');
    if (phone.older) phone.update(phone.older);
    phone.account = account;
    phone.session = account;
    phone.setSignal('good');
    phone.metered = false;
    phone.engine?.choose({ type: 'network', metered: false });
    if (!phone.isOn) void phone.start();
    else if (phone.engine?.state().blocked) phone.engine.wake('signedIn');
  }

  private gap(): number {
    const { random } = this.world;
    return random.chance(0.2) ? random.int(HOUR) : random.int(8 * DAY);
  }

  private get over(): boolean {
    return this.world.time.now() >= START + DAYS * DAY;
  }

  /** Somebody takes up a phone now and then; often another of the same people does at the same time. */
  private async comesAndGoes(phone: Phone): Promise<void> {
    if (this.over) return;
    const { random, time } = this.world;
    time.after(this.gap(), () => void this.comesAndGoes(phone));
    if (random.chance(0.3)) time.after(random.int(60_000), () => void this.visit(random.pick(this.phones)));
    await this.visit(phone);
  }

  private async visit(phone: Phone, end: 'goes' | 'stays' = 'goes'): Promise<void> {
    const { world } = this;
    const { random, time } = world;
    if (phone.isOn || (this.over && end === 'goes')) return;
    phone.signal = random.pick(['none', 'poor', 'poor', 'good']);
    if (world.strikes('evicted')) this.forget(phone, 'evicted');
    if (world.strikes('signedOut')) phone.session = null;
    const online = phone.signal !== 'none';
    // Signing in needs the network; whoever signs in is whose app the phone shows.
    if (online && phone.name === 'chung' && random.chance(0.3)) {
      if (random.chance(0.1)) this.forget(phone, 'signedOut');
      phone.account = otherThan(phone.account);
      phone.session = phone.account;
    }
    const comesBack = online && phone.session !== phone.account && random.chance(0.3);

    rots(phone);
    if (!(await phone.start())) return;
    const { life } = phone;
    const there = async (ms: number) => {
      await time.sleep(ms);
      return phone.life === life;
    };
    if (comesBack) {
      if (!(await there(random.int(20_000)))) return;
      phone.session = phone.account;
      phone.engine?.wake('signedIn');
    }
    if (random.chance(0.4)) time.after(random.int(2 * 60_000), () => phone.life === life && this.flap(phone));
    time.after(random.int(60_000), () => phone.life === life && phone.maySlipIn());
    if (!phone.store) return;
    const person = new Person(phone, phone.store, this.bank);
    for (let acts = 1 + random.int(5); acts > 0; acts -= 1) {
      if (!(await there(200 + random.int(15_000)))) return;
      await this.act(phone, person);
      if (phone.life !== life) return;
    }
    if (!(await there(random.int(2 * 60_000)))) return;
    await phone.look();
    if (phone.life === life && end === 'goes') phone.die('kill');
  }

  private async act(phone: Phone, person: Person): Promise<void> {
    const { world } = this;
    const { random } = world;
    phone.disk.roomFor(world.strikes('storeFull') ? random.int(4) : null);
    if (world.strikes('storeLost'))
      world.time.after(random.int(5_000), () => phone.disk.loseConnection(1 + random.int(2)));
    await person.act();
  }

  private flap(phone: Phone): void {
    phone.setSignal(this.world.random.pick(['none', 'poor', 'good']));
  }

  /** What exists on this phone alone is gone with its storage, and nobody has promised otherwise. */
  private forget(phone: Phone, how: 'evicted' | 'signedOut'): void {
    const accounts = how === 'evicted' ? ['mẩy', 'páo'] : [phone.account];
    for (const account of accounts) this.world.shown.gone(`${phone.name}/${account}`);
    phone.lose(how);
  }

  private comesBack(): void {
    const restored = this.server.restore();
    if (!restored) return;
    if (restored === 'unsaid' && this.phones.some((phone) => phone.cannotTell)) this.world.unnoticed = true;
    this.bank.startOver();
    for (const { name, older, outgrown } of this.phones) (older ?? outgrown)?.serverWentBack(`${name}/`);
  }

  private async officeDays(): Promise<void> {
    const { random, time } = this.world;
    if (this.over) return;
    time.after(random.int(14 * HOUR), () => void this.officeDays());
    await officerWorks(this.world, this.server);
  }

  private async statements(): Promise<void> {
    if (this.over) return;
    this.world.time.after(DAY, () => void this.statements());
    await this.bank.statement();
  }

  /** Lets something be done to its end while time passes. */
  private async work(doing: Promise<void>): Promise<void> {
    let done = false;
    void doing.then(() => (done = true));
    await this.pass(this.world.time.now() + HOUR, () => done);
  }

  private pass(until: number, enough: () => boolean): Promise<void> {
    const { world } = this;
    return passTime(world.time, until, enough, () => {
      this.steps += 1;
      if (this.steps > MOST_STEPS) throw new TooLong('no end of it');
      world.note(world.time.now());
    });
  }
}
