import { filesOf, type Dossier, type FileRef, type Uuid } from '#core/dossier/dossier.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import { allowedActions } from '#core/dossier/lifecycle.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import { beginSupplement, NOTE, supplementOf } from '#core/dossier/supplement.ts';
import type { AccountStore, Exchanged, SyncTransport, TransportFailure, Uploaded } from '#core/ports.ts';
import { startSyncEngine, type SyncEngine } from '#core/sync/engine.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { memoryDisk, type MemoryDisk } from '#tests/support/memory-store.ts';
import type { Random } from '#tests/support/random.ts';
import type { Bug, Faults } from './faults.ts';
import { sha256, UNIT, type ServerSide } from './server-side.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a person was shown, kept apart from everything the product itself remembers. */
export type Shown = {
  readonly commandId: Uuid;
  readonly intent: CitizenIntent;
  readonly files: ReadonlyMap<string, Uint8Array>;
};

/** One phone of one person: the real engine over a store that can be killed, and a network that can be rotten. */
export class Phone {
  readonly account: string;
  readonly disk: MemoryDisk;
  readonly saved: Shown[] = [];
  store: AccountStore | null = null;
  engine: SyncEngine | null = null;
  faults: Faults;
  /** Rises at every start: answers for an earlier life of the process are dropped. */
  private life = 0;
  private readonly time: VirtualTime;
  private readonly random: Random;
  private readonly server: ServerSide;

  constructor(account: string, time: VirtualTime, random: Random, server: ServerSide, faults: Faults, bug: Bug | null) {
    this.account = account;
    this.time = time;
    this.random = random;
    this.server = server;
    this.faults = faults;
    this.disk = memoryDisk({
      clock: time,
      ids: { uuid: () => random.uuid() },
      ...(bug === 'relaxedOutbox' ? { relaxed: new Set(['saveDraft', 'addFile', 'enqueue', 'record'] as const) } : {}),
      // Between a write and its answer anything may happen, a kill among it.
      gate: () => new Promise((resolve) => time.after(random.int(50), resolve)),
    });
  }

  async start(): Promise<void> {
    this.life += 1;
    const { life } = this;
    const opened = await this.disk.open(this.account);
    if (life !== this.life) return;
    if (!opened.ok) {
      this.time.after(1_000, () => void this.start());
      return;
    }
    this.store = opened.value;
    this.engine = startSyncEngine({
      store: opened.value.sync,
      transport: this.transport(this.life),
      clock: this.time,
      timers: this.time,
      chance: this.random,
    });
  }

  /** The process ends between two steps, at whatever it was waiting for. */
  die(power: boolean): void {
    this.engine?.stop();
    this.engine = null;
    this.store = null;
    this.life += 1;
    if (power) this.disk.powerCut(this.random);
    else this.disk.kill();
    this.time.after(1_000 + this.random.int(600_000), () => void this.start());
  }

  /** The person does something: a submission with papers, a supplement, a withdrawal. */
  async act(): Promise<void> {
    const { life, store, engine } = this;
    if (!store || !engine) return;
    if (this.random.chance(this.faults.storeFull)) this.disk.roomFor(this.random.int(4));
    const dossiers = await store.listDossiers();
    const known = dossiers.ok ? dossiers.value : [];
    const submits = this.random.chance(0.6) || known.length === 0;
    await (submits ? this.submit(store, life) : this.follow(store, life, this.random.pick(known)));
    this.disk.roomFor(null);
  }

  private async submit(store: AccountStore, life: number): Promise<void> {
    const now = this.time.now();
    const saved = await store.saveDraft({
      id: this.random.uuid(),
      rev: 0,
      procedure: EVERYTHING,
      unit: UNIT,
      answers: { ...EVERYTHING_ANSWERS, count: 1 + this.random.int(20) },
      attachments: [],
      place: { at: 'review' },
      startedAt: now,
      savedAt: now,
    });
    if (!saved.ok) return;
    const files = new Map<string, Uint8Array>();
    let draft = saved.value;
    for (const document of ['idCard', 'picture', 'picture'].slice(0, 1 + this.random.int(3))) {
      const { file, bytes } = this.photo();
      const added = await store.addFile(draft, document, file, bytes);
      if (!added.ok) return;
      files.set(file.hash, bytes);
      draft = added.value;
    }
    await this.keep(store, life, submissionOf(draft), { draft }, files);
  }

  private async follow(store: AccountStore, life: number, dossier: Dossier): Promise<void> {
    const may = allowedActions(dossier.status, 'citizen');
    if (may.includes('supplement')) {
      await this.supplement(store, life, dossier);
    } else if (may.includes('withdraw') && this.random.chance(0.3)) {
      await this.keep(store, life, { type: 'withdraw', dossier: dossier.id, reason: '' }, {}, new Map());
    }
  }

  /** Goes on with what was begun before a kill or a power cut, if anything was. */
  private async supplement(store: AccountStore, life: number, dossier: Dossier): Promise<void> {
    const begun = await store.findDraft(dossier.id);
    if (!begun.ok) return;
    const { file, bytes } = this.photo();
    const before = begun.value ?? beginSupplement(dossier, EVERYTHING, this.time.now());
    const added = await store.addFile({ ...before, answers: { [NOTE]: 'Đây ạ' } }, 'picture', file, bytes);
    if (!added.ok) return;
    const draft = added.value;
    const files = new Map<string, Uint8Array>();
    for (const { hash } of filesOf(draft.attachments)) {
      const kept = await store.findFile(hash);
      if (!kept.ok || !kept.value) return;
      files.set(hash, kept.value);
    }
    await this.keep(store, life, supplementOf(draft), { draft }, files);
  }

  private async keep(
    store: AccountStore,
    life: number,
    intent: CitizenIntent,
    from: Pick<Parameters<AccountStore['enqueue']>[1], 'draft'>,
    files: Shown['files'],
  ): Promise<void> {
    const entry = await store.enqueue(intent, { commandId: this.random.uuid(), madeAt: this.time.now(), ...from });
    if (!entry.ok || life !== this.life) return;
    // From here on the screen says "Đã lưu chắc chắn trên máy".
    this.saved.push({ commandId: entry.value.command.id, intent, files });
    this.engine?.queued(entry.value.command.seq, entry.value.bytes);
  }

  private photo(): { file: FileRef; bytes: Uint8Array } {
    const bytes = Uint8Array.from({ length: 50 + this.random.int(200) }, () => this.random.int(256));
    return { file: { hash: sha256(bytes), size: bytes.length, type: 'image/webp' }, bytes };
  }

  private transport(life: number): SyncTransport {
    return {
      exchange: (request) => {
        // What travels is text: nothing of the phone's memory is shared with the server.
        const body = JSON.stringify(request);
        return this.send(life, () => this.server.exchange(this.account, body));
      },
      upload: (file, bytes, progress) => {
        const copy = Uint8Array.from(bytes);
        const heard = (sent: number) => {
          if (life === this.life) progress(sent);
        };
        return this.send(life, () => this.server.upload(this.account, file, copy, heard));
      },
    };
  }

  private send<T extends Exchanged | Uploaded>(life: number, reach: () => Promise<T | null>): Promise<T> {
    return new Promise((resolve) => {
      const fail = (failure: TransportFailure, ms: number) =>
        this.time.after(ms, () => life === this.life && resolve({ ok: false, failure } as T));
      const { random, faults } = this;
      if (random.chance(faults.requestLost)) return fail({ code: 'unreachable' }, 100);
      if (random.chance(faults.portal)) return fail({ code: 'notOurs' }, 100);
      const arrive = async (answers: boolean) => {
        const answer = await reach();
        if (!answers) return;
        if (answer === null || random.chance(faults.responseLost)) fail({ code: 'timeout' }, 30_000);
        else if (random.chance(faults.halfAnswer)) fail({ code: 'notOurs' }, 300);
        else this.time.after(random.int(600), () => life === this.life && resolve(answer));
      };
      if (random.chance(faults.duplicated)) this.time.after(random.int(60_000), () => void arrive(false));
      this.time.after(random.int(600), () => void arrive(true));
    });
  }
}
