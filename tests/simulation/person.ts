import { must } from '#core/assert.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import { missingPapers } from '#core/dossier/decide.ts';
import { filesOf, type Dossier, type Sha256, type Uuid } from '#core/dossier/dossier.ts';
import { repinned, type Draft } from '#core/dossier/draft.ts';
import { allowedActions } from '#core/dossier/lifecycle.ts';
import {
  beginReplacement,
  lostPapers,
  replacementId,
  replacementOf,
  type LostPaper,
} from '#core/dossier/replacement.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import { beginSupplement, isSupplement, NOTE, supplementOf } from '#core/dossier/supplement.ts';
import type { AccountStore, OutboxEntry, Stored } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Bank } from './bank.ts';
import type { Phone } from './phone.ts';
import { POISON, UNIT } from './server-side.ts';
import { goodAnswers, versionIn } from './versions.ts';

/** A background tab may be frozen for so long, and what it has to say with it. */
const LATE_MS = 10 * 60_000;

/** What somebody sees on a phone before doing something. */
type Screen = {
  readonly drafts: readonly Draft[];
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
};

type Lost = { readonly dossier: Dossier; readonly papers: readonly LostPaper[] };
/** Nobody writes where nothing is asked. */
function asksNickname({ procedure }: Draft): boolean {
  return procedure.form?.pages.some(({ fields }) => fields.some(({ id }) => id === 'nickname')) ?? false;
}

/** Nobody can submit it like this. */
function isOverlong(draft: Draft): boolean {
  return asksNickname(draft) && String(draft.answers['nickname'] ?? '').length > 30;
}

/** A person with a phone in hand. Every method is one thing people do; a refusal of the store ends it. */
export class Person {
  private readonly phone: Phone;
  private readonly store: AccountStore;
  private readonly bank: Bank;
  /** A page left open in another tab: what it shows may be old. */
  private otherTab: Draft | null = null;

  constructor(phone: Phone, store: AccountStore, bank: Bank) {
    this.phone = phone;
    this.store = store;
    this.bank = bank;
  }

  /** One thing of all that can be done now. */
  async act(): Promise<unknown> {
    const screen = await this.read();
    if (!screen) return null;
    const { random } = this.phone.world;
    const supplements = screen.dossiers.filter(({ status }) =>
      allowedActions(status, 'citizen').includes('supplement'),
    );
    const { shown } = this.phone.world;
    const prying = (id: string) => shown.commands.get(id)?.intent.type === 'submit' && shown.commands.get(id)?.faulty;
    const refused = screen.outbox.filter(
      ({ refusal, command }) => refusal !== null && !(refusal.code === 'dossierExists' && prying(command.id)),
    );
    const fees = screen.dossiers.filter(({ fee }) => fee !== null);
    const lost = await this.lost(screen);
    const drafts = screen.drafts.filter((draft) => !isSupplement(draft));

    if (refused.length > 0 && random.chance(0.4)) return this.putAway(random.pick(refused));
    if (supplements.length > 0 && random.chance(0.5)) return this.supplement(random.pick(supplements));
    if (lost.length > 0 && random.chance(0.5)) return this.thinkOfLost(random.pick(lost));
    if (fees.length > 0 && random.chance(0.4)) return this.pay(random.pick(fees));
    const ended = screen.dossiers.filter(({ status }) => allowedActions(status, 'citizen').includes('rate'));
    if (ended.length > 0 && random.chance(0.1)) return this.rate(random.pick(ended));
    if (random.chance(0.02)) return this.chooseSending(screen);
    if (screen.dossiers.length > 0 && random.chance(0.01)) return this.poison(random.pick(screen.dossiers));
    if (screen.dossiers.length > 0 && random.chance(0.08)) return this.withdraw(random.pick(screen.dossiers));
    if (random.chance(0.01)) return this.pry(screen);
    if (this.otherTab && random.chance(0.1)) return this.edit(this.otherTab);
    if (drafts.length === 0 || (drafts.length < 4 && random.chance(0.2))) return this.begin();
    return this.goOn(random.pick(drafts));
  }

  async begin(): Promise<Draft | null> {
    const { random } = this.phone.world;
    const now = this.phone.now();
    const procedure = this.version(this.phone.app);
    return await this.write({
      id: random.uuid(),
      rev: 0,
      procedure,
      unit: random.chance(0.5) ? UNIT : '',
      answers: random.chance(0.5) ? goodAnswers(procedure) : { applicantName: 'LÝ THỊ MẨY' },
      attachments: [],
      place: { at: 'page', page: 'person' },
      startedAt: now,
      savedAt: now,
    });
  }

  async edit(draft: Draft): Promise<Draft | null> {
    const { random } = this.phone.world;
    return await this.write({
      ...draft,
      unit: UNIT,
      answers: {
        ...goodAnswers(draft.procedure),
        ...draft.answers,
        count: 1 + random.int(20),
        ...(asksNickname(draft) && { nickname: `N${random.int(1e9)}` }),
      },
    });
  }

  async addPhoto(draft: Draft, document: string): Promise<Draft | null> {
    const { file, bytes } = this.phone.photo();
    const before = draft.attachments.find((attachment) => attachment.document === document);
    if ((before?.files.length ?? 0) >= 2) return draft;
    const known = before?.files.some(({ hash }) => hash === file.hash) ?? false;
    const page = { document, files: [...(before?.files ?? []), file] };
    const attachments = before
      ? draft.attachments.map((each) => (each === before && !known ? page : each))
      : [...draft.attachments, page];
    this.phone.world.shown.writing(this.phone.place, { ...draft, attachments });
    this.phone.world.shown.papers.took(this.phone.place, file.hash);
    const saved = this.written(draft, await this.store.addFile(draft, document, file, bytes));
    if (saved) this.phone.world.shown.papers.hasAgain(this.phone.place, file.hash);
    return saved;
  }

  async submit(draft: Draft, faulty = false): Promise<void> {
    await this.send(submissionOf(draft), draft, faulty);
  }

  /** Goes on with what was begun before, if anything was, on this visit or an earlier one. */
  async supplement(dossier: Dossier, atOnce = false): Promise<void> {
    const { random } = this.phone.world;
    const begun = await this.begun(dossier.id);
    // A version of the draft that another phone submitted stands in the way until it is thrown away.
    if (!begun.ok || (begun.value && !isSupplement(begun.value))) return;
    let draft: Draft | null = begun.value ?? beginSupplement(dossier, this.version(dossier.version), this.phone.now());
    if (atOnce || random.chance(0.7)) draft = await this.addPhoto(draft, 'picture');
    if (draft && random.chance(0.7))
      draft = await this.write({ ...draft, answers: { [NOTE]: `Đây ạ ${random.int(1e9)}` } });
    if (draft && draft.rev > 0 && (atOnce || random.chance(0.8))) await this.send(supplementOf(draft), draft, false);
  }

  /** What was begun of an addition to a dossier; what does not open any more is begun anew. */
  private async begun(id: Uuid): Promise<Stored<Draft | null>> {
    const found = await this.store.findDraft(id);
    if (found.ok || found.failure.code !== 'corrupt') return found;
    const dropped = await this.store.dropDraft(id);
    return dropped.ok ? this.store.findDraft(id) : dropped;
  }

  /** Dossiers with papers that are neither on the server nor on this phone. */
  private async lost({ dossiers, outbox }: Pick<Screen, 'dossiers' | 'outbox'>): Promise<Lost[]> {
    const [missing, progress] = [await this.store.listMissing(), await this.store.listProgress()];
    if (!missing.ok || !progress.ok) return [];
    const known = { missing: missing.value ?? [], progress: progress.value, outbox };
    const all = dossiers.map((dossier) => ({ dossier, papers: lostPapers(dossier, known) }));
    return all.filter(({ papers }) => papers.length > 0);
  }

  /** Who knows that the other phone is no more photographs the papers again; somebody in a hurry does all the same. */
  private async thinkOfLost(lost: Lost): Promise<void> {
    const { account, world } = this.phone;
    const { shown, random } = world;
    const gone = lost.papers.some((paper) => paper.lost.some((hash) => shown.papers.isDestroyed(account, hash)));
    if (gone || random.chance(0.1)) await this.replace(lost);
  }

  /** Photographs again what is lost, on this visit or a later one. */
  async replace({ dossier, papers }: Lost, atOnce = false): Promise<void> {
    const { random } = this.phone.world;
    if (!this.canSend('replacePapers')) return;
    const begun = await this.begun(replacementId(dossier.id));
    if (!begun.ok) return;
    let draft: Draft | null = begun.value ?? beginReplacement(dossier, this.version(dossier.version), this.phone.now());
    for (const { document } of papers) {
      const taken = draft?.attachments.some((paper) => paper.document === document);
      if (draft && !taken && (atOnce || random.chance(0.8))) draft = await this.addPhoto(draft, document);
    }
    const intent = draft && replacementOf(draft, papers);
    if (intent && (atOnce || random.chance(0.8))) await this.send(intent, draft, false);
  }

  /** Everything that no phone has any more is photographed again, here and now. */
  async replaceAll(): Promise<void> {
    const screen = await this.read();
    const all = screen ? await this.lost(screen) : [];
    // Before any is photographed again: one photo may be the page of two dossiers.
    for (const lost of all) this.mustBeNowhere(lost);
    for (const lost of all) await this.replace(lost, true);
  }

  private mustBeNowhere({ papers }: Lost): void {
    const { account, server, world } = this.phone;
    for (const hash of papers.flatMap(({ lost }) => lost))
      if (!server.hasFile(account, hash) && !world.shown.papers.isDestroyed(account, hash))
        world.violated('lost', `a page has to be photographed again that was kept ${hash.slice(0, 4)}`);
  }

  async withdraw(dossier: Dossier): Promise<void> {
    if (!allowedActions(dossier.status, 'citizen').includes('withdraw')) return;
    const reason = `Không cần nữa ${this.phone.world.random.int(1e9)}`;
    await this.send({ type: 'withdraw', dossier: dossier.id, reason }, null, false);
  }

  async rate({ id }: Dossier): Promise<void> {
    const { random } = this.phone.world;
    if (!this.canSend('rate')) return;
    // A rating nobody can give is not understood, and must hold up nothing.
    const faulty = random.chance(0.1);
    const rating = faulty ? 9 : 1 + random.int(5);
    await this.send({ type: 'rate', dossier: id, rating, words: `Tốt ${random.int(1e9)}` }, null, faulty);
  }

  /** Whether this phone's app has a screen for it. */
  private canSend(type: CitizenIntent['type']): boolean {
    return this.phone.older?.knows(type) ?? true;
  }

  /** A command at which the server itself fails. */
  private async poison({ id }: Dossier): Promise<void> {
    await this.send({ type: 'withdraw', dossier: id, reason: POISON }, null, true);
  }

  /** "Gửi cái này trước", or photos on Wi-Fi alone. */
  private async chooseSending({ dossiers }: Screen): Promise<void> {
    const { world, engine } = this.phone;
    const first = dossiers.length > 0 && world.random.chance(0.5) ? world.random.pick(dossiers).id : null;
    const photos = world.random.pick(['any', 'wifi'] as const);
    const kept = await this.store.setSending({ first, photos });
    if (!kept.ok) return;
    engine?.choose({ type: 'preferred', first });
    engine?.choose({ type: 'budgeted', photos });
  }

  /** Two phones wrote at once: both versions are shown, and the person takes one of them. */
  private async chooseVersions(drafts: readonly Draft[]): Promise<boolean> {
    let chose = false;
    const standings = await this.store.listStandings();
    for (const { id, theirs } of standings.ok ? standings.value : []) {
      const mine = drafts.find((draft) => draft.id === id);
      if (!mine || !theirs) continue;
      const procedure = this.find('', Math.max(mine.procedure.version, theirs.body?.version ?? 0));
      // The other phone goes by a version that this app does not have: both wait for a newer one.
      if (!procedure) continue;
      chose = true;
      // Submitted on another phone in another version: what is here is looked at, and some day thrown away.
      if (!theirs.body) {
        if (this.phone.world.random.chance(0.3)) await this.drop(mine);
        continue;
      }
      const { place, world } = this.phone;
      const { unit, answers, attachments } = theirs.body;
      world.shown.chose(place, id, theirs.body);
      const chosen = { ...mine, procedure, ...(world.random.chance(0.5) ? {} : { unit, answers, attachments }) };
      world.shown.writing(place, chosen);
      this.written(chosen, await this.store.settleDraft(chosen, theirs));
    }
    return chose;
  }

  /** What no screen offers: somebody else's dossier withdrawn, or a dossier's id taken a second time. */
  private async pry({ dossiers }: Screen): Promise<void> {
    const { random } = this.phone.world;
    const all = [...this.phone.server.ledger.rows.dossiers.values()];
    const foreign = all.find(({ owner }) => owner !== this.phone.account)?.dossier;
    if (foreign && random.chance(0.5))
      return this.send({ type: 'withdraw', dossier: foreign.id, reason: '' }, null, true);
    const [taken] = [...dossiers, ...(foreign ? [foreign] : [])];
    if (!taken) return;
    const { id, procedure, version, unit, answers, attachments } = taken;
    await this.send(
      { type: 'submit', dossier: id, procedure, version, unit, answers, attachments: [...attachments] },
      null,
      true,
    );
  }

  /** A refused submission becomes a draft again; anything else is put away. */
  async putAway({ command, refusal }: OutboxEntry): Promise<void> {
    const made = command.intent.type === 'submit' ? command.intent.version : 0;
    const goesOnBy = refusal?.code === 'versionClosed' ? refusal.version : made;
    this.phone.world.shown.puttingAway(command.id, goesOnBy);
    await this.store.reviveRefused(command.id, (code) => this.find(code, goesOnBy));
    await this.phone.look();
  }

  /** A version of the procedure, or null where this phone's app does not have it. */
  private readonly find = (_code: string, version: number): Procedure | null => versionIn(this.phone.app, version);

  /** The version of a dossier; the app's newest where it does not have that one. */
  private version(version: number): Procedure {
    return must(this.find('', version) ?? this.find('', this.phone.app), 'a version');
  }

  /** "Chuyển sang bản mới". */
  private async repin(draft: Draft): Promise<void> {
    await this.write(repinned(draft, this.version(this.phone.app)));
  }

  private async goOn(draft: Draft): Promise<unknown> {
    const { random } = this.phone.world;
    const spoilt = this.spoilt(draft);
    if (spoilt.size > 0 && random.chance(0.5)) return this.takeOut(draft, spoilt);
    const dice = random.next();
    if (isOverlong(draft)) return random.chance(0.4) ? this.edit(draft) : null;
    if (random.chance(0.01)) return this.paste(draft);
    if (dice < 0.03) return this.drop(draft);
    if (dice < 0.1) return this.removePhoto(draft);
    if (random.chance(0.2)) this.otherTab = draft;
    if (draft.procedure.version < this.phone.app && random.chance(0.4)) return this.repin(draft);
    const [missing] = missingPapers(draft.procedure, draft.answers, draft.attachments);
    if (missing !== undefined) return random.chance(0.05) ? this.submit(draft, true) : this.addPhoto(draft, missing);
    if (random.chance(0.02))
      return this.send(submissionOf({ ...draft, answers: { ...draft.answers, promised: false } }), draft, true);
    const unanswered = draft.answers['promised'] !== true || (draft.procedure.version === 2 && !draft.answers['breed']);
    if (dice < 0.3 || draft.unit !== UNIT || unanswered) return this.edit(draft);
    if (dice < 0.45) return this.addPhoto(draft, random.pick(['idCard', 'picture']));
    return this.submit(draft);
  }

  /** Puts a whole document where a name belongs. Some of it fits a request, and some fits none. */
  private async paste(draft: Draft): Promise<void> {
    if (!asksNickname(draft)) return;
    const nickname = 'ơ'.repeat(30_000 + this.phone.world.random.int(120_000));
    await this.write({ ...draft, answers: { ...draft.answers, nickname } });
  }

  /** Pages of a draft that do not open any more. */
  private spoilt({ attachments }: Draft): ReadonlySet<Sha256> {
    const papers = this.phone.world.shown.papers.rottenAt(this.phone.place).filter(({ what }) => what === 'paper');
    const named = papers.length > 0 ? new Set(filesOf(attachments).map(({ hash }) => hash)) : new Set();
    return new Set(papers.map(({ id }) => id).filter((id) => named.has(id)));
  }

  private async takeOut(draft: Draft, spoilt: ReadonlySet<Sha256>): Promise<void> {
    const kept = draft.attachments.map((paper) => ({
      ...paper,
      files: paper.files.filter(({ hash }) => !spoilt.has(hash)),
    }));
    await this.write({ ...draft, attachments: kept.filter(({ files }) => files.length > 0) });
  }

  private async removePhoto(draft: Draft): Promise<void> {
    await this.write({ ...draft, attachments: draft.attachments.slice(0, -1) });
  }

  async drop(draft: Draft): Promise<void> {
    this.phone.world.shown.dropping(this.phone.place, draft.id);
    const dropped = await this.store.dropDraft(draft.id);
    if (dropped.ok) this.phone.world.shown.dropped(this.phone.place, draft.id);
  }

  /** From any bank, by anyone, with or without signal; now and then twice, or for a dossier withdrawn meanwhile. */
  private async pay({ id, fee, status, payments }: Dossier): Promise<void> {
    const paid = payments.some((payment) => payment.fee === fee?.id);
    const usual = status === 'paymentRequested' && !paid;
    if (fee && usual && this.canSend('reportPayment') && this.phone.world.random.chance(0.3)) {
      await this.send({ type: 'reportPayment', dossier: id, fee: fee.id }, null, false);
    }
    if (fee && (usual || this.phone.world.random.chance(0.1))) this.bank.pay(fee);
  }

  private async write(draft: Draft): Promise<Draft | null> {
    this.phone.world.shown.writing(this.phone.place, draft);
    return this.written(draft, await this.store.saveDraft(draft));
  }

  private written(tried: Draft, saved: Stored<Draft>): Draft | null {
    const { shown } = this.phone.world;
    if (saved.ok) shown.wrote(this.phone.place, saved.value);
    else shown.notWritten(this.phone.place, tried, saved.failure);
    return saved.ok ? saved.value : null;
  }

  private async send(intent: CitizenIntent, draft: Draft | null, faulty: boolean): Promise<void> {
    const { place, account, world } = this.phone;
    const files = new Map<Sha256, Uint8Array>();
    for (const { hash } of 'attachments' in intent ? filesOf(intent.attachments) : []) {
      const kept = await this.store.findFile(hash);
      // A photo that does not open is told of, and does not keep the rest from going.
      if (!kept.ok && kept.failure.code !== 'corrupt') return;
      // What the server holds for the account already need not be on any phone.
      const arrived = this.phone.server.ledger.rows.files.has(`${account}\n${hash}`);
      const mustBeHere =
        world.shown.papers.hasTaken(place, hash) && !faulty && !arrived && !this.phone.server.isGivenUp(hash);
      if (!(kept.ok && kept.value) && mustBeHere)
        return world.violated('lost', `a photo of a draft ${hash.slice(0, 4)}`);
      const bytes = world.photos.get(hash);
      if (bytes) files.set(hash, bytes);
    }
    const [id, madeAt] = [world.random.uuid(), this.phone.now()];
    world.shown.sending({ id, place, account, madeAt, intent, files, faulty }, draft);
    const entry = await this.store.enqueue(intent, { commandId: id, madeAt, ...(draft ? { draft } : {}) });
    if (!entry.ok) return;
    // From here on the screen says "Đã lưu chắc chắn trên máy".
    world.shown.saved(id);
    const told = () => {
      if (this.phone.account === account) this.phone.engine?.queued(entry.value.command.seq, entry.value.bytes);
    };
    if (world.strikes('untold')) return;
    if (world.strikes('toldLate')) world.time.after(world.random.int(LATE_MS), told);
    else told();
  }

  /** Opens the list of drafts: what other phones wrote is taken over, and where two versions stand one is chosen. */
  async arrive(): Promise<void> {
    await this.read();
  }

  private async read(): Promise<Screen | null> {
    await this.store.takeArrivals(this.find);
    const glance = await this.phone.look();
    const dossiers = await this.store.listDossiers();
    if (!glance || !dossiers.ok) return null;
    if (!(await this.chooseVersions(glance.drafts))) return { ...glance, dossiers: dossiers.value };
    const after = await this.phone.look();
    return after && { ...after, dossiers: dossiers.value };
  }
}
