import { attachmentsOf, dossierOf, type CitizenIntent, type Refusal } from '#core/dossier/command.ts';
import { filesOf, type Attachment, type Dossier, type FileRef, type Sha256, type Uuid } from '#core/dossier/dossier.ts';
import { hasEnded, isClosed } from '#core/dossier/lifecycle.ts';
import type { FileProgress, OutboxEntry, Untold } from '#core/ports.ts';
import type { SyncState } from '#core/sync/state.ts';
import { heldByServer } from '#app/state/held-by-server.ts';
import { papersLostHere, type LostHere } from '#app/state/lost-here.ts';

/** One thing that travels: the form, or a page of a paper. */
export type Part = {
  readonly id: string;
  /** The paper it is a page of, and which; null for the form. */
  readonly page: { readonly document: string; readonly number: number } | null;
  /** Null for a form the server has: what it weighed is not kept. */
  readonly bytes: number | null;
  /** Bytes the server has or is taking. */
  readonly sent: number;
  /** Bytes kept here because the server has not said that it holds them. */
  readonly left: number;
  /** `elsewhere`: another phone took this picture and still has to bring it. `lost`: it went with this phone's own store. */
  readonly state: 'gone' | 'going' | 'waiting' | 'elsewhere' | 'lost';
};

type MadeBy = Pick<Dossier, 'procedure' | 'version'>;

/** Something made here that is not wholly on the server. */
export type OutboxItem = {
  /** Stays the same from the sealing to the arrival of the last paper. */
  readonly id: string;
  readonly dossier: Uuid;
  /** The procedure's code and version, or null when nothing here knows it. */
  readonly madeBy: MadeBy | null;
  readonly type: CitizenIntent['type'];
  /** The dossier's code once the server has registered it: then only papers travel. */
  readonly code: string | null;
  /** When it was sealed here; null when only its papers are left. */
  readonly keptAt: number | null;
  readonly parts: readonly Part[];
  readonly left: number;
};

export type RefusedItem = OutboxItem & { readonly entry: OutboxEntry; readonly refusal: Refusal };

export type OutboxView = {
  readonly refused: readonly RefusedItem[];
  readonly items: readonly OutboxItem[];
  /** Things that still have to leave this phone, and their bytes. */
  readonly count: number;
  readonly bytes: number;
  /** When the last of them was kept; null when nothing waits but papers. */
  readonly keptAt: number | null;
};

type Sources = {
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
  /** Those of them that the server, back from a backup, has not told of yet or has lost. */
  readonly untold: readonly Untold[];
  readonly progress: readonly FileProgress[];
  /** What the server lacked by its last answer; null where that is not known. */
  readonly missing: readonly Sha256[] | null;
  readonly sync: SyncState | null;
  readonly lostHere: LostHere;
};

/** What has not reached the server, as one list to look at: commands in their order, then papers on their way. */
export function outboxView(sources: Sources): OutboxView {
  const { outbox } = sources;
  const untold = new Map(sources.untold.map(({ dossier, isLost }) => [dossier, isLost]));
  const asked = new Set(sources.missing);
  /** A restored server may ask for papers before it tells of their dossier again, and never for those of a lost one. */
  const isKnown = ({ id, attachments }: Dossier) =>
    !untold.has(id) || (untold.get(id) === false && filesOf(attachments).some(({ hash }) => asked.has(hash)));
  // The server lacks the papers of a dossier that ended before they came, and asks for none.
  const asksOn = (dossier: Dossier) => !dossier.papersComplete && !isClosed(dossier.status) && isKnown(dossier);
  const travelling = sources.dossiers.filter(asksOn);
  const named = new Set(travelling.map(({ id }) => id));
  const partOf = partReader(sources);
  const refused: RefusedItem[] = [];
  const items: OutboxItem[] = [];
  for (const entry of outbox) {
    const item = waitingItem(entry, sources, named);
    if (entry.refusal) refused.push({ ...item, entry, refusal: entry.refusal });
    else items.push(item);
  }
  for (const dossier of travelling) {
    const item = travellingItem(dossier, partOf(dossier));
    // Once its result is out nobody is asked for a page that is not here.
    if (item.left > 0 || !hasEnded(dossier.status)) items.push(item);
  }
  const own = items.filter(({ left, keptAt }) => left > 0 || keptAt !== null);
  const kept = items.flatMap(({ keptAt }) => keptAt ?? []);
  return {
    refused,
    items,
    count: own.length,
    bytes: own.reduce((sum, { left }) => sum + left, 0),
    keptAt: kept.length > 0 ? Math.max(...kept) : null,
  };
}

/** True while pictures of it are still here. */
export function hasPhotos({ parts }: OutboxItem): boolean {
  return parts.some(({ page, left }) => page !== null && left > 0);
}

/** True where the person has to photograph something of it again: it waits for them, whatever else has gone. */
export function hasLost({ parts }: OutboxItem): boolean {
  return parts.some(({ state }) => state === 'lost');
}

/** `named`: dossiers that stand in the list already; it takes the name of its own along when that is free. */
function waitingItem(entry: OutboxEntry, { outbox, dossiers, sync }: Sources, named: Set<Uuid>): OutboxItem {
  const { command, bytes } = entry;
  const going = sync?.exchange === 'asking' && sync.carried.includes(command.seq);
  const own = command.intent.type === 'submit' && entry.refusal === null && !named.has(dossierOf(command));
  if (own) named.add(dossierOf(command));
  const form: Part = { id: 'form', page: null, bytes, sent: 0, left: bytes, state: going ? 'going' : 'waiting' };
  const pages = pagesOf(attachmentsOf(command.intent)).map(({ file, page }): Part => {
    return { id: file.hash, page, bytes: file.size, sent: 0, left: file.size, state: 'waiting' };
  });
  return {
    id: own ? dossierOf(command) : command.id,
    dossier: dossierOf(command),
    madeBy: madeBy(entry, outbox, dossiers),
    type: command.intent.type,
    code: null,
    keptAt: command.madeAt,
    parts: [form, ...pages],
    left: pages.reduce((sum, { left }) => sum + left, bytes),
  };
}

function travellingItem(dossier: Dossier, partOf: (page: Page) => Part): OutboxItem {
  const form: Part = { id: 'form', page: null, bytes: null, sent: 0, left: 0, state: 'gone' };
  const pages = pagesOf(dossier.attachments).map(partOf);
  return {
    id: dossier.id,
    dossier: dossier.id,
    madeBy: dossier,
    type: 'submit',
    code: dossier.code,
    keptAt: null,
    parts: [form, ...pages],
    left: pages.reduce((sum, { left }) => sum + left, 0),
  };
}

type Page = { readonly file: FileRef; readonly page: NonNullable<Part['page']> };

/** Every page once, also when it was picked for two papers. */
function pagesOf(attachments: readonly Attachment[]): Page[] {
  const byHash = new Map<string, Page>();
  for (const { document, files } of attachments) {
    for (const [at, file] of files.entries()) {
      if (!byHash.has(file.hash)) byHash.set(file.hash, { file, page: { document, number: at + 1 } });
    }
  }
  return [...byHash.values()];
}

/** Reads how far a page is from what this phone knows of its file. */
function partReader(sources: Sources): (dossier: Dossier) => (page: Page) => Part {
  const { progress, sync } = sources;
  const known = new Map(progress.map((item) => [item.file.hash, item]));
  const underWay = new Map(sync?.uploading.map((each) => [each.file.hash, each.sent]));
  return (dossier) => {
    const isHeld = heldByServer(dossier, sources);
    // Another phone is not waited for with these.
    const lost = new Set(papersLostHere(dossier, sources).flatMap((paper) => paper.lost));
    return ({ file, page }) => {
      const item = known.get(file.hash);
      const isThere = isHeld(file.hash);
      const confirmed = isThere ? file.size : Math.min(file.size, item?.sent ?? 0);
      const going = underWay.get(file.hash);
      const sent = Math.min(file.size, Math.max(confirmed, going ?? 0));
      const away = lost.has(file.hash) ? 'lost' : 'elsewhere';
      const state = sent >= file.size ? 'gone' : going !== undefined ? 'going' : item?.held ? 'waiting' : away;
      const left = state === away ? 0 : file.size - confirmed;
      return { id: file.hash, page, bytes: file.size, sent, left, state };
    };
  };
}

function madeBy(entry: OutboxEntry, outbox: readonly OutboxEntry[], dossiers: readonly Dossier[]): MadeBy | null {
  const { intent } = entry.command;
  if (intent.type === 'submit') return intent;
  const id = dossierOf(entry.command);
  const known = dossiers.find((dossier) => dossier.id === id);
  if (known) return known;
  for (const other of outbox) {
    const from = other.command.intent;
    if (from.type === 'submit' && from.dossier === id) return from;
  }
  return null;
}
