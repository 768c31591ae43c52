import type { FileRef, Sha256 } from '#core/dossier/dossier.ts';
import type { AccountStore, Chance, Exchanged, SyncTransport, Uploaded } from '#core/ports.ts';
import { startSyncEngine, type SyncEngine } from '#core/sync/engine.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { UPLOADS_AT_ONCE } from '#core/sync/upload-lane.ts';
import { memoryDisk, type MemoryDisk, type StoreAwait } from '#tests/support/memory-disk.ts';
import type { OlderApp } from './older.ts';
import type { Glance } from './shown.ts';
import { Air } from './air.ts';
import { judgeScreens } from './claims.ts';
import { throughTheAir, type Signal } from './link.ts';
import { readAll, type Screens } from './screens.ts';
import { heard, type ServerSide } from './server-side.ts';
import { NEW_APP_FROM } from './versions.ts';
import { sha256, type World } from './world.ts';

/** An engine with any patience does not try more often, whatever happens. */
const TRIES = 120;
/** Answers for one version of a draft; more than one only where the store could not keep them. */
const TELLINGS = 60;
const TRIES_WITHIN_MS = 10 * 60_000;

/** A promise of its own for whoever waits in vain: one for all would hold on to every world there was. */
const never = (): Promise<never> => new Promise(() => undefined);

/** Stands before and after each await of a phone; a test may let the phone die there. */
export type PhoneGate = (at: StoreAwait | 'exchange' | 'upload', when: 'before' | 'after') => Promise<void> | void;

/** One phone: the real engine over a store that can be killed, and a network that can be rotten. */
export class Phone {
  readonly name: string;
  readonly world: World;
  readonly server: ServerSide;
  readonly disk: MemoryDisk;
  /** Photos the person has taken, to use one again. */
  readonly photos: { readonly file: FileRef; readonly bytes: Uint8Array }[] = [];
  /** Whose app it shows, and whom the server takes it for. */
  account: string;
  session: string | null;
  signal: Signal = 'good';
  /** Whether its network costs by the byte; null where the phone does not say. */
  metered: boolean | null = null;
  /** The app it still has, where that is of an older release. */
  older: OlderApp | null = null;
  /** The one it had before it was updated. */
  outgrown: OlderApp | null = null;
  /** The newest version of the procedure that its app has. */
  app = 1;
  store: AccountStore | null = null;
  engine: SyncEngine | null = null;
  gate: PhoneGate | null = null;
  /** Rises at every start: answers for an earlier life of the process are dropped. */
  life = 0;
  private readonly skew: number;
  /** How far each account here had come when it last asked. */
  private readonly cursors = new Map<string, { readonly cursor: number; readonly epoch: string | null }>();
  /** What is on its way in this life, and what was heard. */
  air = new Air();
  /** What the screens made of what was here when somebody last looked. */
  seen: Screens | null = null;
  private looks = 0;
  private tries = 0;
  private triesSince = 0;
  /** Versions of drafts for which an answer came, and how often since the app was opened. */
  private readonly told = new Map<string, number>();
  /** Answers of the server since the app was opened. */
  private answers = 0;

  constructor(
    name: string,
    account: string,
    world: World,
    server: ServerSide,
    options: { skew?: number; everyAwait?: boolean } = {},
  ) {
    this.name = name;
    this.account = account;
    this.session = account;
    this.world = world;
    this.server = server;
    this.skew = options.skew ?? 0;
    this.disk = memoryDisk({
      clock: { now: () => this.now() },
      ids: { uuid: () => world.random.uuid() },
      gate: (write, when) => this.pass(write, when),
      copies: world.thorough,
      gateReads: options.everyAwait ?? false,
    });
  }

  /** What this phone believes the time to be. */
  now(): number {
    return this.world.time.now() + this.skew;
  }

  get place(): string {
    return `${this.name}/${this.account}`;
  }

  get isOn(): boolean {
    return this.engine !== null;
  }

  /** Opens the app for its account. Answers false when it died meanwhile or the store did not open. */
  async start(): Promise<boolean> {
    const life = (this.life += 1);
    this.tries = 0;
    this.answers = 0;
    this.air = new Air();
    this.seen = null;
    this.told.clear();
    this.updateApp();
    const opened = await this.disk.open(this.account);
    if (life !== this.life || !opened.ok) return false;
    this.store = opened.value;
    if (this.world.strikes('storeLost')) this.disk.loseConnection(1 + this.world.random.int(6));
    await this.look();
    if (life !== this.life) return false;
    this.engine = this.runEngine(opened.value, life);
    if (this.metered !== null) this.engine.choose({ type: 'network', metered: this.metered });
    return true;
  }

  /** A new app comes when there is signal, and is there the next time it is opened. */
  private updateApp(): void {
    const { random, time } = this.world;
    if (this.older) {
      if (this.signal === 'none' || !this.older.wantsUpdate || !random.chance(0.7)) return;
      this.update(this.older);
    }
    if (this.app === 1 && time.now() >= NEW_APP_FROM && this.signal !== 'none' && random.chance(0.7)) this.app = 2;
  }

  /** It has heard from the server, and cannot say when: an app of before, or one that has not been answered since. */
  get cannotTell(): boolean {
    const accounts = ['mẩy', 'páo'].flatMap((account) => this.disk.rows(account) ?? []);
    return this.older !== null || accounts.some(({ epoch, answeredAt }) => epoch !== null && answeredAt === null);
  }

  /** Today's app, over the store that the older one leaves. */
  update(older: OlderApp): void {
    this.disk.release((rows) => older.asItWas(rows));
    this.older = null;
    this.outgrown = older;
    // What an older protocol told is asked for once more.
    this.cursors.clear();
  }

  /**
   * The person reads what the screens say. They are put together and judged at every third look, which is what a tenth
   * of the time buys; `closely`, and in a thorough run, at this one.
   */
  async look(closely = this.world.thorough): Promise<Glance | null> {
    if (!this.store) return null;
    const { account, server, store } = this;
    const glance = await this.world.shown.look(this.place, store, {
      hasDone: (id) => server.hasDone(account, id),
      hasFile: (hash) => server.hasFile(account, hash),
      hasEndedWithout: (hash) => server.hasEndedWithout(account, hash),
    });
    this.looks += 1;
    const hasHeard = server.isHeardIn(account, this.disk.rows(account)?.epoch ?? null);
    const readings = glance && (closely || this.looks % 3 === 0) ? await readAll(store, glance) : null;
    if (readings && store === this.store) this.seen = judgeScreens(this, readings, hasHeard);
    return glance;
  }

  /** The process ends between two steps, at whatever it was waiting for. */
  die(how: 'kill' | 'powerCut', chance: Chance = this.world.random): void {
    this.engine?.stop();
    this.engine = null;
    this.store = null;
    this.life += 1;
    if (how === 'powerCut') this.disk.powerCut(chance);
    else this.disk.kill();
  }

  /** The browser, or the person signing out, deletes what an account has on this phone. */
  lose(how: 'evicted' | 'signedOut'): void {
    this.die('kill');
    if (how === 'evicted') this.disk.evict();
    else this.disk.forget(this.account);
    if (how === 'evicted') this.cursors.clear();
    else this.cursors.delete(this.account);
  }

  /** The server has taken a command just now, and lacks photos that were taken here. */
  private leavesPhotos({ outcomes, missingFiles }: SyncResponse): boolean {
    const taken = missingFiles.some((hash) => this.world.shown.papers.hasTaken(this.place, hash));
    return taken && outcomes.some(({ result }) => result === 'done');
  }

  /** Destroyed with everything on it; whoever takes it up next has a new phone. */
  private breaks(): Promise<never> {
    for (const account of ['mẩy', 'páo']) this.world.shown.gone(`${this.name}/${account}`);
    this.lose('evicted');
    return never();
  }

  /**
   * Nothing waits here any more, and everything that happened to the account's dossiers is known. A cursor of another
   * epoch may be the same number by chance.
   */
  get isQuiet(): boolean {
    const state = this.engine?.state();
    if (!state || this.answers === 0) return false;
    const { ledger } = this.server;
    return (
      state.epoch === ledger.epochOf(this.account) &&
      state.cursor === (ledger.rows.changes.get(this.account)?.length ?? 0) &&
      state.draftCursor === this.server.lastDraftOf(this.account) &&
      state.exchange === 'idle' &&
      state.failures === 0 &&
      state.unsent.length === 0 &&
      state.uploading.length === 0 &&
      state.uploads.length === 0
    );
  }

  /** Whoever signs in beside an app that is open has the session from then on. */
  maySlipIn(): void {
    // An app of before names nobody with its bytes: they would be taken for the other's.
    if (!this.older && this.signal !== 'none' && this.world.strikes('otherSession'))
      this.session = otherThan(this.account);
  }

  setSignal(signal: Signal): void {
    const woken = this.signal === 'none' && signal !== 'none';
    this.signal = signal;
    if (woken) this.engine?.wake('online');
  }

  photo(): { file: FileRef; bytes: Uint8Array } {
    const { random } = this.world;
    if (this.photos.length > 0 && random.chance(0.1)) return random.pick(this.photos);
    const bytes = Uint8Array.from({ length: 20 + random.int(60) }, () => random.int(256));
    const taken = { file: { hash: sha256(bytes), size: bytes.length, type: 'image/webp' as const }, bytes };
    this.photos.push(taken);
    this.world.photos.set(taken.file.hash, bytes);
    return taken;
  }

  /** Every answer that was kept is kept: what it brought is not asked for again. */
  private asksOn(cursor: number, epoch: string | null): void {
    const known = this.cursors.get(this.account);
    const again = known && known.epoch === epoch && cursor < known.cursor;
    // After a backup came back, or where a dossier does not open, a history may have to be read from its beginning.
    const lies = this.world.shown.papers.rottenAt(this.place).some(({ what }) => what === 'dossier');
    if (again && !lies && this.world.restoredAt === null) {
      this.world.violated('duplicated', 'changes that were kept are asked for again');
    }
    this.cursors.set(this.account, { cursor, epoch });
  }

  /** A file goes once at a time, and with no more others than agreed. */
  private begins(hash: Sha256, handed: number): void {
    const { uploading } = this.air;
    if (uploading.has(hash)) this.world.violated('duplicated', 'a file is on its way twice');
    uploading.set(hash, handed);
    if (uploading.size > UPLOADS_AT_ONCE) this.world.violated('stuck', 'files share the link among too many');
  }

  /** Notes what the engine is about to hear. */
  private hears<T extends Exchanged | Uploaded>(result: T, session: string | null): T {
    this.air.heard(result, session, this.account, this.engine?.state().exchange === 'recording');
    return result;
  }

  private runEngine(store: AccountStore, life: number): SyncEngine {
    return startSyncEngine({
      store: store.sync,
      transport: this.transport(life),
      clock: { now: () => this.now() },
      timers: this.world.time,
      chance: this.world.random,
    });
  }

  /** What the server has taken of a draft is not told over and over. */
  private tells(drafts: readonly { readonly id: string; readonly body: unknown }[]): void {
    for (const { id, body } of drafts) {
      const told = `${id}${JSON.stringify(body)}`;
      const times = (this.told.get(told) ?? 0) + 1;
      this.told.set(told, times);
      if (times === TELLINGS) this.world.violated('duplicated', 'a draft is told over and over');
    }
  }

  /** One more try. True, and told, when there have been too many of them. */
  private isImpatient(): boolean {
    const now = this.world.time.now();
    if (now - this.triesSince > TRIES_WITHIN_MS) [this.tries, this.triesSince] = [0, now];
    this.tries += 1;
    if (this.tries === TRIES) this.world.violated('stuck', 'a phone asks without a rest');
    return this.tries >= TRIES;
  }

  private async pass(at: StoreAwait, when: 'before' | 'after'): Promise<void> {
    if (this.gate) return this.gate(at, when);
    const { world } = this;
    if (this.isOn && world.strikes('killed')) {
      this.die(world.strikes('powerCut') ? 'powerCut' : 'kill');
      return never();
    }
    if (at === 'log' || at === 'noteSent') return;
    await world.time.sleep(1 + world.random.int(40));
  }

  private transport(life: number): SyncTransport {
    const send = async (what: 'exchange' | 'upload', reach: () => Promise<string | null>) => {
      if (this.isImpatient()) return never();
      await this.gate?.(what, 'before');
      const arrived = await throughTheAir(this.world, this.signal, reach);
      await this.gate?.(what, 'after');
      return life === this.life ? arrived : never();
    };
    return {
      exchange: async (request): Promise<Exchanged> => {
        // What travels is text: nothing of the phone's memory is shared with the server.
        const { older } = this;
        const [body, session] = [older ? older.words(request) : JSON.stringify(request), this.session];
        for (const { id } of request.commands) this.world.shown.leaving(id);
        this.asksOn(request.cursor, request.epoch);
        this.air.carried = request.commands.map(({ id }) => id);
        const arrived = await send('exchange', () => this.server.exchange(session, body));
        if (!arrived.ok) return this.hears(arrived, session);
        this.answers += 1;
        if (older?.protocol !== 1) this.tells(request.drafts);
        const said = older ? older.heard(arrived.text, request) : heard(arrived.text, this.world.thorough);
        if ('response' in said && this.leavesPhotos(said.response) && this.world.strikes('destroyed'))
          return this.breaks();
        const result: Exchanged =
          'response' in said
            ? { ok: true, response: said.response, bytes: arrived.text.length }
            : 'refusal' in said
              ? refused(said)
              : { ok: false, failure: { code: 'notOurs' } };
        return this.hears(result, session);
      },
      upload: async (file, bytes, progress): Promise<Uploaded> => {
        this.maySlipIn();
        const { account, session } = this;
        const copy = Uint8Array.from(bytes);
        // The server is asked how much it holds; what it says is gone by in this one request, which takes the rest along.
        const offset = this.server.bytesOf(account, file.hash);
        const handed = this.signal === 'none' ? 0 : offset + this.world.random.int(file.size - offset + 1);
        if (sha256(copy) !== file.hash) this.world.violated('lost', 'bytes leave a phone that are not the paper’s');
        this.begins(file.hash, handed);
        if (handed > 0) progress(handed);
        const sent = { account, file, offset, bytes: copy.slice(offset) };
        const arrived = await send('upload', () => this.server.upload(session, sent));
        this.air.uploading.delete(file.hash);
        if (!arrived.ok) return this.hears(arrived, session);
        const said = heard(arrived.text, false);
        return this.hears('refusal' in said ? refused(said) : { ok: true }, session);
      },
    };
  }
}

export function otherThan(account: string): string {
  return account === 'mẩy' ? 'páo' : 'mẩy';
}

function refused({ refusal }: Extract<ReturnType<typeof heard>, { refusal: unknown }>) {
  return { ok: false, failure: { code: 'refused', refusal, retryAfterMs: null } } as const;
}
