import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, OutboxEntry, StoreFailure } from '#core/ports.ts';
import type { World } from './world.ts';

/**
 * `attempted`: no answer was seen. `saved`: "Đã lưu chắc chắn trên máy". `sent`: "Đã gửi". `refused`: "cần xem lại".
 * `putAway`: taken back or thrown away by the person. `gone`: with the phone's storage, before the server had it.
 */
type Seen = 'attempted' | 'saved' | 'sent' | 'refused' | 'putAway' | 'gone';

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
};

/** A draft as somebody was last shown it, and what was tried since without an answer. */
type ShownDraft = {
  readonly place: string;
  readonly id: Uuid;
  content: string;
  rev: number;
  attempts: string[];
  /** Commands that were to freeze it. */
  readonly commands: Uuid[];
  dropping: boolean;
};

/** What the server holds at this moment, of the account that looks. */
type Truth = { readonly hasDone: (id: Uuid) => boolean; readonly hasFile: (hash: Sha256) => boolean };

/**
 * What people were shown, kept apart from everything the product itself remembers. A place is one account on one
 * phone. Whenever somebody looks at a phone, what is there is compared with what was there before.
 */
export class Shown {
  readonly commands = new Map<Uuid, ShownCommand>();
  /** Papers whose only bytes went with a phone's storage. */
  readonly destroyed = new Set<Sha256>();
  private readonly drafts = new Map<string, ShownDraft>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Somebody is about to be shown a draft with this content, if the store keeps it. */
  writing(place: string, draft: Draft): void {
    this.page(place, draft.id).attempts.push(contentOf(draft));
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
    if (failure.code !== 'lost') page.attempts.pop();
    if (page.rev === 0 && page.attempts.length === 0) this.drafts.delete(key(place, draft.id));
  }

  dropping(place: string, id: Uuid): void {
    this.page(place, id).dropping = true;
  }

  /** A command is about to be put into the outbox, and may end a draft. */
  sending(command: Omit<ShownCommand, 'seen' | 'puttingAway'>, draft: Draft | null): void {
    this.commands.set(command.id, { ...command, seen: 'attempted', puttingAway: false });
    if (draft) this.page(command.place, draft.id).commands.push(command.id);
  }

  /** "Đã lưu chắc chắn trên máy": the outbox has it, and the draft it froze is no more. */
  saved(id: Uuid): void {
    const command = this.commands.get(id);
    if (!command) return;
    command.seen = 'saved';
    for (const [at, draft] of this.drafts) if (draft.commands.includes(id)) this.drafts.delete(at);
  }

  /** A phone is about to send a command: never one of which it has shown what came of it. */
  leaving(id: Uuid): void {
    const command = this.commands.get(id);
    if (!command) this.world.violated('leaked', 'a command that nobody made');
    else if (command.seen !== 'saved' && command.seen !== 'attempted') {
      this.world.violated('duplicated', `a ${command.intent.type} that was ${command.seen} is sent again`);
    }
  }

  puttingAway(id: Uuid): void {
    const command = this.commands.get(id);
    if (command) command.puttingAway = true;
  }

  /** Everything this place held is gone from the phone. */
  gone(place: string): void {
    for (const command of this.commands.values()) {
      if (command.place !== place) continue;
      for (const hash of command.files.keys()) this.destroyed.add(hash);
      if (command.seen !== 'sent' && command.seen !== 'putAway') command.seen = 'gone';
    }
    for (const [at, draft] of this.drafts) if (draft.place === place) this.drafts.delete(at);
  }

  /** The person looks at the phone. Answers false when the store could not be read, which is another matter. */
  async look(place: string, store: AccountStore, { hasDone, hasFile }: Truth): Promise<boolean> {
    const [drafts, outbox, files] = [await store.listDrafts(), await store.listOutbox(), await store.listProgress()];
    if (!drafts.ok || !outbox.ok || !files.ok) return false;
    for (const { file, sent } of files.value) {
      if (sent >= file.size && !hasFile(file.hash)) this.world.violated('lost', 'a paper shown as sent');
    }
    const entries = new Map(outbox.value.map((entry) => [entry.command.id, entry]));
    for (const command of this.commands.values()) {
      if (command.place === place) this.lookAtCommand(command, entries.get(command.id), drafts.value, hasDone);
    }
    for (const { command } of outbox.value) {
      if (this.commands.get(command.id)?.place !== place)
        this.world.violated('leaked', `a strange command at ${place}`);
    }
    this.lookAtDrafts(place, drafts.value);
    return true;
  }

  private lookAtCommand(
    command: ShownCommand,
    entry: OutboxEntry | undefined,
    drafts: readonly Draft[],
    hasDone: (id: Uuid) => boolean,
  ): void {
    const { seen, intent } = command;
    if (seen === 'sent' || seen === 'putAway' || seen === 'gone') {
      if (entry && seen !== 'gone') this.world.violated('duplicated', `a ${intent.type} that was ${seen} waits again`);
      return;
    }
    if (entry) {
      if (seen === 'refused' && !entry.refusal) this.world.violated('lost', `a ${intent.type} forgot its refusal`);
      command.seen = entry.refusal ? 'refused' : 'saved';
      command.puttingAway = false;
      return;
    }
    if (command.puttingAway) {
      command.seen = 'putAway';
      if (intent.type === 'submit') this.expectRevived(command, intent, drafts);
      return;
    }
    if (hasDone(command.id)) command.seen = 'sent';
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
    const content = contentOf(intent);
    const draft = drafts.find(
      (each) => contentOf(each) === content || this.drafts.get(key(command.place, each.id))?.content === content,
    );
    if (!draft) this.world.violated('lost', 'the answers of a refused submission');
    else this.page(command.place, draft.id);
  }

  private neverHappened(command: ShownCommand): void {
    this.commands.delete(command.id);
    for (const draft of this.drafts.values()) {
      const at = draft.commands.indexOf(command.id);
      if (at !== -1) draft.commands.splice(at, 1);
    }
  }

  private lookAtDrafts(place: string, drafts: readonly Draft[]): void {
    const here = new Map(drafts.map((draft) => [draft.id, draft]));
    for (const [at, page] of this.drafts) {
      if (page.place !== place) continue;
      const draft = here.get(page.id);
      if (!draft) {
        this.drafts.delete(at);
        const wasShown = page.rev > 0;
        if (wasShown && !page.dropping && page.commands.length === 0)
          this.world.violated('lost', 'a draft shown as saved');
        continue;
      }
      const content = contentOf(draft);
      if (page.rev > 0 && content !== page.content && !page.attempts.includes(content)) {
        this.world.violated('lost', 'what a draft shown as saved said');
      }
      page.content = content;
      page.rev = draft.rev;
      page.attempts = [];
      page.dropping = false;
      page.commands.length = 0;
    }
    for (const draft of drafts) {
      if (this.drafts.has(key(place, draft.id))) continue;
      this.world.violated('duplicated', 'a draft that nobody made, or that was sent');
      this.page(place, draft.id).rev = draft.rev;
    }
  }

  private page(place: string, id: Uuid): ShownDraft {
    const at = key(place, id);
    let page = this.drafts.get(at);
    if (!page) {
      page = { place, id, content: '', rev: 0, attempts: [], commands: [], dropping: false };
      this.drafts.set(at, page);
    }
    return page;
  }
}

function contentOf({ unit, answers, attachments }: Pick<Draft, 'unit' | 'answers' | 'attachments'>): string {
  return JSON.stringify([unit, answers, attachments]);
}

function key(place: string, id: Uuid): string {
  return `${place}/${id}`;
}
