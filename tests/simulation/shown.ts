import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, FileProgress, OutboxEntry, PutAside, StoreFailure } from '#core/ports.ts';
import { contentOf, pagesIn, type Content } from './content.ts';
import type { Rotten } from './rot.ts';
import { key, ShownPapers } from './shown-papers.ts';
import { ShownThreads } from './shown-threads.ts';
import type { World } from './world.ts';

/**
 * `attempted`: no answer was seen. `saved`: "Đã lưu chắc chắn trên máy". `sent`: "Đã gửi". `refused`: "cần xem lại".
 * `putAway`: taken back or thrown away by the person. `gone`: with the phone's storage, before the server had it, or it
 * opens no more and nothing came of it. `asked`: it opens no more, and the server has still to say what came of it.
 */
type Seen = 'attempted' | 'saved' | 'sent' | 'refused' | 'putAway' | 'gone' | 'asked';

/** A command as the person who made it remembers it. */
export type ShownCommand = {
  readonly id: Uuid;
  readonly place: string;
  readonly account: string;
  readonly madeAt: number;
  readonly intent: CitizenIntent;
  readonly files: ReadonlyMap<Sha256, Uint8Array>;
  /** Made so that the server should refuse it. */
  readonly faulty: boolean;
  seen: Seen;
  puttingAway: boolean;
  /** The version of the procedure its answers are to go on by. */
  goesOnBy: number;
  /** The phone that made it was wiped since: nobody can send it again. */
  unrepeatable: boolean;
  /** The draft that a submission taken back has become, once anybody was shown it. */
  revivedAs: Uuid | null;
};

/** A draft as somebody was last shown it, and what was tried since without an answer. */
type ShownDraft = {
  readonly place: string;
  readonly id: Uuid;
  content: string;
  rev: number;
  attempts: string[];
  /** The last attempt made `content` a thing of the past. */
  passing: boolean;
  /** Commands that were to freeze it. */
  readonly commands: Uuid[];
  dropping: boolean;
};

/** What the server holds at this moment, of the account that looks. */
export type Truth = {
  readonly hasDone: (id: Uuid) => boolean;
  /** Or wants it no more: it was photographed again elsewhere. */
  readonly hasFile: (hash: Sha256) => boolean;
  /** Every dossier that names the page has ended before it came. */
  readonly hasEndedWithout: (hash: Sha256) => boolean;
};

/** What a look at the phone showed. */
export type Glance = { readonly drafts: readonly Draft[]; readonly outbox: readonly OutboxEntry[] };

/**
 * What people were shown, kept apart from everything the product itself remembers. A place is one account on one
 * phone. Whenever somebody looks at a phone, what is there is compared with what was there before.
 */
export class Shown {
  readonly commands = new Map<Uuid, ShownCommand>();
  readonly papers = new ShownPapers();
  private readonly drafts = new Map<string, ShownDraft>();
  private readonly threads = new ShownThreads();
  /** Drafts that were frozen by a command of this place. */
  private readonly frozen = new Map<string, Uuid>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Somebody is about to be shown a draft with this content, if the store keeps it. */
  writing(place: string, draft: Draft): void {
    const page = this.page(place, draft.id);
    const content = contentOf(draft);
    page.attempts.push(content);
    page.passing = this.pass(page);
    this.letGo(page, content);
    this.frozen.delete(key(place, draft.id));
    this.threads.said({ place, id: draft.id, content });
  }

  /** A record opens no more: of a photo no other copy may be left, and of a command none can be sent. */
  rotted(record: Rotten): void {
    this.papers.rotted(record);
    const command = record.what === 'command' ? this.commands.get(record.id) : undefined;
    if (command) command.unrepeatable = true;
  }

  /** Somebody has seen another phone's version of a draft, and decides against it or for it. */
  chose(place: string, id: Uuid, theirs: Content): void {
    this.threads.pass({ place, id, content: contentOf(theirs) });
  }

  /** "Đã lưu". `attempt` is what was being written. */
  wrote(place: string, draft: Draft): void {
    const page = this.page(place, draft.id);
    if (draft.rev <= page.rev) {
      this.world.violated('lost', `a draft shown as saved at ${page.rev} was written over at ${draft.rev}`);
    }
    page.rev = draft.rev;
    page.content = contentOf(draft);
    page.attempts = [];
  }

  /** The store said that it kept nothing; of a lost connection nobody knows. */
  notWritten(place: string, draft: Draft, failure: StoreFailure): void {
    const page = this.page(place, draft.id);
    if (failure.code !== 'lost') {
      page.attempts.pop();
      if (page.passing) this.threads.passedBy(page).delete(place);
    }
    if (page.rev === 0 && page.attempts.length === 0) this.drafts.delete(key(place, draft.id));
  }

  dropping(place: string, id: Uuid): void {
    const page = this.page(place, id);
    page.dropping = true;
    this.pass(page);
    this.letGo(page, '');
    this.threads.throwAway(place, id);
  }

  dropped(place: string, id: Uuid): void {
    this.drafts.delete(key(place, id));
  }

  /** A command is about to be put into the outbox, and may end a draft. */
  sending(
    command: Omit<ShownCommand, 'seen' | 'puttingAway' | 'goesOnBy' | 'unrepeatable' | 'revivedAs'>,
    draft: Draft | null,
  ): void {
    this.commands.set(command.id, {
      ...command,
      seen: 'attempted',
      puttingAway: false,
      goesOnBy: 0,
      unrepeatable: false,
      revivedAs: null,
    });
    if (!draft) return;
    const page = this.page(command.place, draft.id);
    page.commands.push(command.id);
    this.pass(page);
  }

  /** "Đã lưu chắc chắn trên máy": the outbox has it, and the draft it froze is no more. */
  saved(id: Uuid): void {
    const command = this.commands.get(id);
    if (!command) return;
    command.seen = 'saved';
    for (const [at, draft] of this.drafts) {
      if (!draft.commands.includes(id)) continue;
      this.drafts.delete(at);
      this.frozen.set(at, id);
    }
  }

  /** A phone is about to send a command: never one of which it has shown what came of it. */
  leaving(id: Uuid): void {
    const command = this.commands.get(id);
    if (!command)
      return this.world.restoredAt === null ? this.world.violated('leaked', 'a command that nobody made') : undefined;
    if (command.seen === 'sent' && this.world.restoredAt !== null) command.seen = 'saved';
    else if (command.seen !== 'saved' && command.seen !== 'attempted') {
      // Under the name of one that opens no more the server is asked what became of it.
      if (this.papers.isRotten(id)) return;
      if (this.world.restoredAt !== null) return;
      this.world.violated('duplicated', `a ${command.intent.type} that was ${command.seen} is sent again`);
    }
  }

  puttingAway(id: Uuid, goesOnBy: number): void {
    const command = this.commands.get(id);
    if (command) Object.assign(command, { puttingAway: true, goesOnBy });
  }

  /** Everything this place held is gone from the phone. */
  gone(place: string): void {
    for (const command of this.commands.values()) {
      if (command.place !== place) continue;
      command.unrepeatable = true;
      for (const hash of command.files.keys()) this.papers.destroy(command.account, hash);
      if (command.seen !== 'sent' && command.seen !== 'putAway') command.seen = 'gone';
    }
    for (const [at, draft] of this.drafts) if (draft.place === place) this.drafts.delete(at);
    this.papers.gone(place);
    for (const at of this.frozen.keys()) if (at.startsWith(`${place}/`)) this.frozen.delete(at);
  }

  /** The person looks at the phone. Answers null when the store could not be read, which is another matter. */
  async look(place: string, store: AccountStore, truth: Truth): Promise<Glance | null> {
    const { hasDone, hasFile } = truth;
    const knows = this.world.restoredAt === null;
    const [drafts, outbox, files] = [await store.listDrafts(), await store.listOutbox(), await store.listProgress()];
    if (!drafts.ok || !outbox.ok || !files.ok) return null;
    const aside = await this.readAside(place, store);
    if (!aside) return null;
    const unproven = files.value.filter(({ file, sent }) => sent >= file.size && !hasFile(file.hash));
    if (unproven.length > 0 && knows) {
      const dossiers = await store.listDossiers();
      if (!dossiers.ok) return null;
      const isLie = ({ file }: FileProgress) => !this.papers.isNobodys(place, file.hash, dossiers.value);
      if (unproven.some(isLie)) this.world.violated('lost', 'a paper shown as sent');
    }
    const entries = new Map(outbox.value.map((entry) => [entry.command.id, entry]));
    for (const command of this.commands.values()) {
      if (command.place !== place) continue;
      const lying = aside.find(({ what, id }) => what === 'command' && id === command.id);
      const isOpen = command.seen !== 'sent' && command.seen !== 'putAway' && command.seen !== 'gone';
      if (lying && isOpen) this.lookAtLying(command, lying, hasDone(command.id));
      else this.lookAtCommand(command, entries.get(command.id), drafts.value, hasDone);
    }
    for (const { command } of outbox.value) {
      if (this.commands.get(command.id)?.place !== place)
        this.world.violated('leaked', `a strange command at ${place}`);
    }
    this.lookAtDrafts(place, drafts.value, aside);
    this.papers.letEndedGo(place, drafts.value, outbox.value, truth);
    return { drafts: drafts.value, outbox: outbox.value };
  }

  /** What does not open is told of, each by its name; usually there is nothing to read. */
  private async readAside(place: string, store: AccountStore): Promise<readonly PutAside[] | null> {
    const rotten = this.papers.rottenAt(place);
    if (rotten.length === 0) return [];
    const aside = await store.listAside();
    if (!aside.ok) return null;
    for (const { what, id } of rotten) {
      if (!aside.value.some((lying) => lying.what === what && lying.id === id))
        this.world.violated('lost', `nobody is told of a ${what} that does not open`);
    }
    return aside.value;
  }

  /** A command that does not open: it is never said to have arrived when it has not, nor the other way round. */
  private lookAtLying(command: ShownCommand, { fate }: PutAside, isDone: boolean): void {
    const { type } = command.intent;
    const knows = this.world.restoredAt === null;
    if (fate === 'sent' && !isDone && knows) this.world.violated('lost', `a ${type} is said to be sent, unread`);
    if (fate !== 'sent' && fate !== 'asking' && isDone && knows)
      this.world.violated('lost', `a ${type} that was done is said to be ${fate}, unread`);
    command.seen = fate === 'asking' ? 'asked' : fate === 'sent' ? 'sent' : 'gone';
  }

  private lookAtCommand(
    command: ShownCommand,
    entry: OutboxEntry | undefined,
    drafts: readonly Draft[],
    hasDone: (id: Uuid) => boolean,
  ): void {
    const { seen, intent } = command;
    if (seen === 'sent' || seen === 'putAway' || seen === 'gone') {
      if (!entry || seen === 'gone') return;
      if (this.world.restoredAt === null)
        this.world.violated('duplicated', `a ${intent.type} that was ${seen} waits again`);
      command.seen = entry.refusal ? 'refused' : 'saved';
      return;
    }
    if (entry) {
      if (seen === 'refused' && !entry.refusal && this.world.restoredAt === null)
        this.world.violated('lost', `a ${intent.type} forgot its refusal`);
      command.seen = entry.refusal ? 'refused' : 'saved';
      command.puttingAway = false;
      return;
    }
    if (command.puttingAway) {
      command.seen = 'putAway';
      if (intent.type === 'submit') this.expectRevived(command, intent, drafts);
      else this.papers.letGo(command.place, command.files.keys(), (hash) => this.isNamedAt(command.place, hash));
      return;
    }
    // A server that came back from a backup has forgotten it for now; in the end it must have it all the same.
    if (hasDone(command.id) || (seen !== 'attempted' && this.world.restoredAt !== null)) command.seen = 'sent';
    else if (seen === 'attempted') this.neverHappened(command);
    else {
      command.seen = 'gone';
      const claim = seen === 'refused' ? 'refused, and shown no more' : 'shown as sent, and the server has not got it';
      this.world.violated('lost', `a ${intent.type} was ${claim}`);
    }
  }

  /** The answers of a submission taken back are a draft again, under an id nobody was told if the app died meanwhile. */
  private expectRevived(
    command: ShownCommand,
    intent: Extract<CitizenIntent, { type: 'submit' }>,
    drafts: readonly Draft[],
  ): void {
    const content = contentOf({ ...intent, version: command.goesOnBy });
    const isNew = ({ id }: Draft) => !this.drafts.has(key(command.place, id));
    const same = drafts.filter(
      (each) => contentOf(each) === content || this.contentHere(command.place, each) === content,
    );
    // Another phone's draft may say the same and have come meanwhile.
    const isNobodys = (each: Draft) =>
      isNew(each) && !this.threads.isKnown({ place: command.place, id: each.id, content: contentOf(each) });
    const draft =
      same.find(({ id }) => id === command.revivedAs) ?? same.find(isNobodys) ?? same.find(isNew) ?? same[0];
    if (!draft) {
      // It may have rotted before anybody saw it.
      const rotted = this.papers
        .rottenAt(command.place)
        .some(({ what, id }) => what === 'draft' && !this.drafts.has(key(command.place, id)));
      if (!rotted) this.world.violated('lost', 'the answers of a refused submission');
      return;
    }
    command.revivedAs = draft.id;
    this.page(command.place, draft.id);
    this.threads.said({ place: command.place, id: draft.id, content: contentOf(draft) });
  }

  /** What a draft says is about to be, or has been, something else: pages that nothing else here names go with it. */
  private letGo({ place, id, content }: ShownDraft, next: string): void {
    if (content === next) return;
    const gone = pagesIn(content).filter((hash) => !next.includes(hash));
    this.papers.letGo(place, gone, (hash) => this.isNamedAt(place, hash, id));
  }

  /** By something that waits here, or by another draft than this. */
  private isNamedAt(place: string, hash: Sha256, draft?: Uuid): boolean {
    for (const other of this.drafts.values())
      if (other.place === place && other.id !== draft && other.content.includes(hash)) return true;
    for (const command of this.commands.values())
      if (command.place === place && command.seen === 'saved' && command.files.has(hash)) return true;
    return false;
  }

  private contentHere(place: string, { id }: Draft): string | undefined {
    return this.drafts.get(key(place, id))?.content;
  }

  private neverHappened(command: ShownCommand): void {
    this.commands.delete(command.id);
    for (const draft of this.drafts.values()) {
      const at = draft.commands.indexOf(command.id);
      if (at !== -1) draft.commands.splice(at, 1);
    }
  }

  private lookAtDrafts(place: string, drafts: readonly Draft[], aside: readonly PutAside[]): void {
    const here = new Map(drafts.map((draft) => [draft.id, draft]));
    for (const [at, page] of this.drafts) {
      if (page.place !== place) continue;
      const draft = here.get(page.id);
      const lies = aside.some(({ what, id }) => what === 'draft' && id === page.id);
      if (!draft) {
        this.drafts.delete(at);
        if (this.threads.isThrownAway(page)) this.letGo(page, '');
        const ended = lies || page.dropping || page.commands.length > 0 || this.threads.passedBy(page).size > 0;
        if (page.rev > 0 && !ended && !this.world.unnoticed) this.world.violated('lost', 'a draft shown as saved');
        continue;
      }
      const content = contentOf(draft);
      if (page.rev > 0 && content !== page.content && !page.attempts.includes(content)) {
        // Another phone's words may take the place of these only if somebody there had these before their eyes; or what
        // was last told of the draft, where these do not open any more.
        const gaveWay = this.threads.passedBy(page).size > 0 || (lies && draft.rev < page.rev);
        const fair = gaveWay && this.threads.isKnown({ place, id: page.id, content });
        if (!fair && !this.world.unnoticed) this.world.violated('lost', 'what a draft shown as saved said');
      }
      this.letGo(page, content);
      page.content = content;
      page.rev = draft.rev;
      page.attempts = [];
      page.passing = false;
      page.dropping = false;
      page.commands.length = 0;
    }
    for (const draft of drafts) {
      const at = key(place, draft.id);
      if (this.drafts.has(at)) continue;
      const content = contentOf(draft);
      const { seen } = this.commands.get(this.frozen.get(at) ?? '') ?? {};
      // A server that came back from a backup has it as a draft until it has been told again.
      const again = this.world.restoredAt !== null;
      if (!again && (seen === 'saved' || seen === 'sent'))
        this.world.violated('duplicated', `a draft that was sent ${draft.id.slice(0, 4)}`);
      else if (!this.threads.isKnown({ place, id: draft.id, content }) && !this.isTakenBack(place, draft.id, content))
        this.world.violated('leaked', 'a draft that nobody made');
      const page = this.page(place, draft.id);
      page.content = content;
      page.rev = draft.rev;
    }
  }

  /**
   * True when this is what a submission taken back has become: its phone may have told it, and died before anybody
   * looked at it there.
   */
  private isTakenBack(place: string, id: Uuid, content: string): boolean {
    for (const command of this.commands.values()) {
      const { account, intent, puttingAway, goesOnBy, revivedAs } = command;
      if (!puttingAway || intent.type !== 'submit' || (revivedAs ?? id) !== id || !place.endsWith(`/${account}`))
        continue;
      if (contentOf({ ...intent, version: goesOnBy }) !== content) continue;
      command.revivedAs = id;
      this.threads.said({ place, id, content });
      return true;
    }
    return false;
  }

  /** What is not saved yet nobody has seen. True when it is new that somebody goes on from it. */
  private pass(page: ShownDraft): boolean {
    return page.rev > 0 && this.threads.pass(page);
  }

  private page(place: string, id: Uuid): ShownDraft {
    const at = key(place, id);
    let page = this.drafts.get(at);
    if (!page) {
      page = { place, id, content: '', rev: 0, attempts: [], passing: false, commands: [], dropping: false };
      this.drafts.set(at, page);
    }
    return page;
  }
}
