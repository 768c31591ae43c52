import type { Stored, TransportFailure } from '#core/ports.ts';
import { inCodeOrder, packIndex, unpackIndex, WireIndex, type CatalogueEntry } from './entry.ts';
import type { Manifest } from './manifest.ts';
import type { CatalogueNews, Keep, WireDetail } from './news.ts';
import { ProcedureRecord } from './record.ts';

/** The catalogue on the phone: public, so it is not sealed, and one for all who use the phone. */

export type PocketState = {
  readonly version: number;
  /** When the province published it, and when the server was last asked; milliseconds. */
  readonly publishedAt: number;
  readonly indexHash: string;
  readonly procedures: number;
  /** Bytes on the wire of the whole parts. */
  readonly bytes: { readonly index: number; readonly pocket: number; readonly rest: number };
  /** Which details the phone keeps without having looked at them. */
  readonly keep: Keep;
  /** Pieces of details still to fetch. */
  readonly left: readonly { readonly hash: string; readonly bytes: number }[];
};

export type KeptDetail = { readonly code: string; readonly rev: number; readonly record: ProcedureRecord };

/** Where the phone keeps it. Every write is one transaction. */
export interface CatalogueStore {
  state(): Promise<Stored<PocketState | null>>;
  entries(): Promise<Stored<readonly CatalogueEntry[]>>;
  detail(code: string): Promise<Stored<KeptDetail | null>>;
  /** Codes of kept details with their revisions. */
  kept(): Promise<Stored<ReadonlyMap<string, number>>>;
  /** Pieces of an index that is not whole yet, by hash. */
  piece(hash: string): Promise<Stored<string | null>>;
  keepPiece(hash: string, text: string): Promise<Stored>;
  /** Puts an index in force with its state, adds details, drops others; pieces are let go. */
  replace(next: {
    readonly state: PocketState;
    readonly entries: readonly CatalogueEntry[];
    readonly details: readonly KeptDetail[];
    readonly dropped: readonly string[];
  }): Promise<Stored>;
  /** Adds details and writes the state that says so. */
  addDetails(details: readonly KeptDetail[], state: PocketState | null): Promise<Stored>;
}

type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: TransportFailure };

/** The server, as the pocket asks it. */
export interface CatalogueSource {
  /** `have` is null for none. */
  news(have: Pick<PocketState, 'version' | 'indexHash'> | null, keep: Keep): Promise<Asked<CatalogueNews>>;
  detail(code: string): Promise<Asked<WireDetail>>;
  /** A piece as text, whatever it hashes to. */
  chunk(hash: string): Promise<Asked<string>>;
}

export type PocketDeps = {
  readonly store: CatalogueStore;
  readonly source: CatalogueSource;
  /** SHA-256 of a text's UTF-8, in hex. */
  readonly sha256: (text: string) => Promise<string>;
  /** Hears after every piece. */
  readonly onProgress?: () => void;
};

export type Refreshed =
  | { readonly kind: 'done'; readonly changed: boolean }
  /** The province has not published a catalogue. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly why: PocketFailure };

export type PocketFailure =
  | { readonly code: 'transport'; readonly failure: TransportFailure }
  | { readonly code: 'store' }
  /** What came is not what its hash says. */
  | { readonly code: 'damaged' };

/** What the phone has of the province's catalogue. `state` is null before the first index has come. */
export type PocketView = {
  readonly state: PocketState | null;
  /** Something is being fetched. */
  readonly busy: boolean;
  /** Why the last try ended early; what has come stays. */
  readonly failure: PocketFailure['code'] | null;
};

/**
 * Brings the pocket up to date: one small request when nothing changed, one with the changes after a day, pieces
 * after a long time. May be cut off anywhere: what arrived stays, the former index holds until the new one is whole
 * and its hash is right, and the next call goes on where this one stopped.
 */
export async function refreshPocket(deps: PocketDeps): Promise<Refreshed> {
  const before = await deps.store.state();
  if (!before.ok) return failed({ code: 'store' });
  const news = await deps.source.news(before.value, before.value?.keep ?? 'pocket');
  if (!news.ok) return failed({ code: 'transport', failure: news.failure });
  switch (news.value.kind) {
    case 'none':
      return { kind: 'none' };
    case 'same':
      return before.value ? await fetchLeft(deps, before.value, false) : failed({ code: 'damaged' });
    case 'changes': {
      // With pieces still to fetch, the changes alone would leave holes that nobody knows of.
      const applied = before.value?.left.length === 0 ? await applyChanges(deps, before.value, news.value) : null;
      return applied ?? (await startOver(deps, before.value));
    }
    case 'whole':
      return await takeWhole(deps, before.value, news.value);
  }
}

/** Fetches all other details too, and keeps them from now on. */
export async function fetchAll(deps: PocketDeps): Promise<Refreshed> {
  const before = await deps.store.state();
  if (!before.ok) return failed({ code: 'store' });
  if (before.value?.keep === 'all') return await refreshPocket(deps);
  const news = await deps.source.news(null, 'all');
  if (!news.ok) return failed({ code: 'transport', failure: news.failure });
  if (news.value.kind !== 'whole') return { kind: 'none' };
  const { version, manifest } = news.value;
  const all = before.value && { ...before.value, keep: 'all' as const };
  const isWhole = all?.version === version && all.indexHash === manifest.indexHash && all.left.length === 0;
  if (!isWhole) return await takeWhole(deps, all ?? NOTHING_YET, news.value);
  const state: PocketState = { ...all, left: manifest.rest.chunks };
  const noted = await deps.store.addDetails([], state);
  return noted.ok ? await fetchLeft(deps, state, true) : failed({ code: 'store' });
}

/** A procedure's details: kept ones while they are of the index's revision, else from the server, and kept then. */
export async function openDetail(
  deps: PocketDeps,
  entry: CatalogueEntry,
): Promise<{ readonly detail: KeptDetail | null; readonly fresh: boolean }> {
  const kept = await deps.store.detail(entry.code);
  const known = kept.ok ? kept.value : null;
  if (known !== null && known.rev >= entry.rev) return { detail: known, fresh: true };
  const asked = await deps.source.detail(entry.code);
  const got = asked.ok ? await checked(deps, asked.value) : null;
  if (got === null) return { detail: known, fresh: false };
  await deps.store.addDetails([got], null);
  return { detail: got, fresh: true };
}

/**
 * A procedure that the index here does not name: the server may know more than this phone, and a phone that has just
 * been opened on a shared address has no index yet. Null when the server says that there is none; `detail` is null
 * when it could not be asked.
 */
export async function openUnlisted(
  deps: PocketDeps,
  code: string,
): Promise<{ readonly detail: KeptDetail | null; readonly fresh: boolean } | null> {
  const kept = await deps.store.detail(code);
  const known = kept.ok ? kept.value : null;
  const asked = await deps.source.detail(code);
  if (!asked.ok && isNotFound(asked.failure)) return null;
  const got = asked.ok ? await checked(deps, asked.value) : null;
  if (got !== null) await deps.store.addDetails([got], null);
  const detail = got ?? known;
  return { detail, fresh: detail !== null };
}

const NOTHING_YET = { keep: 'all' } as const;

type Changes = Extract<CatalogueNews, { kind: 'changes' }>;
type Whole = Extract<CatalogueNews, { kind: 'whole' }>;

/** Null when the outcome is not the index the server means: then only the whole of it helps. */
async function applyChanges(deps: PocketDeps, before: PocketState, news: Changes): Promise<Refreshed | null> {
  const known = await deps.store.entries();
  if (!known.ok) return failed({ code: 'store' });
  const put = unpackIndex(news.put);
  if (put === null) return failed({ code: 'damaged' });
  const byCode = new Map(known.value.map((entry) => [entry.code, entry]));
  for (const code of news.removed) byCode.delete(code);
  for (const entry of put) byCode.set(entry.code, entry);
  const entries = inCodeOrder([...byCode.values()]);
  if ((await indexHash(deps, entries)) !== news.indexHash) return null;

  const details: KeptDetail[] = [];
  for (const wire of news.details) {
    const detail = await checked(deps, wire);
    if (detail === null) return failed({ code: 'damaged' });
    details.push(detail);
  }
  const state: PocketState = {
    ...before,
    version: news.version,
    publishedAt: news.publishedAt,
    indexHash: news.indexHash,
    procedures: entries.length,
    bytes: news.bytes,
  };
  const replaced = await deps.store.replace({ state, entries, details, dropped: news.removed });
  if (!replaced.ok) return failed({ code: 'store' });
  deps.onProgress?.();
  return { kind: 'done', changed: true };
}

async function startOver(deps: PocketDeps, before: PocketState | null): Promise<Refreshed> {
  const news = await deps.source.news(null, before?.keep ?? 'pocket');
  if (!news.ok) return failed({ code: 'transport', failure: news.failure });
  return news.value.kind === 'whole' ? await takeWhole(deps, before, news.value) : failed({ code: 'damaged' });
}

async function takeWhole(deps: PocketDeps, before: Pick<PocketState, 'keep'> | null, news: Whole): Promise<Refreshed> {
  const { manifest, version, publishedAt } = news;
  const keep = before?.keep ?? 'pocket';
  const entries: CatalogueEntry[] = [];
  for (const { hash } of manifest.index.chunks) {
    const piece = await pieceOf(deps, hash);
    if (!piece.ok) return failed(piece.why);
    const part = indexIn(piece.text);
    if (part === null) return failed({ code: 'damaged' });
    entries.push(...part);
  }
  if ((await indexHash(deps, entries)) !== manifest.indexHash) return failed({ code: 'damaged' });

  const kept = await deps.store.kept();
  if (!kept.ok) return failed({ code: 'store' });
  const codes = new Set(entries.map(({ code }) => code));
  const state: PocketState = {
    version,
    publishedAt,
    indexHash: manifest.indexHash,
    procedures: entries.length,
    bytes: bytesOf(manifest),
    keep,
    left: [...manifest.pocket.chunks, ...(keep === 'all' ? manifest.rest.chunks : [])],
  };
  const dropped = [...kept.value.keys()].filter((code) => !codes.has(code));
  const replaced = await deps.store.replace({ state, entries, details: [], dropped });
  if (!replaced.ok) return failed({ code: 'store' });
  deps.onProgress?.();
  return await fetchLeft(deps, state, true);
}

/** Pieces of details come one by one, and each counts as soon as it is here. */
async function fetchLeft(deps: PocketDeps, from: PocketState, changed: boolean): Promise<Refreshed> {
  for (const [at, { hash }] of from.left.entries()) {
    const got = await fetchPiece(deps, hash);
    // A piece that is gone belongs to a version that is gone.
    if (!got.ok) return got.gone && !changed ? await startOver(deps, from) : failed(got.why);
    const details = detailsIn(got.text);
    if (details === null) return failed({ code: 'damaged' });
    const added = await deps.store.addDetails(details, { ...from, left: from.left.slice(at + 1) });
    if (!added.ok) return failed({ code: 'store' });
    deps.onProgress?.();
  }
  return { kind: 'done', changed: changed || from.left.length > 0 };
}

type Piece =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly gone: boolean; readonly why: PocketFailure };

async function pieceOf(deps: PocketDeps, hash: string): Promise<Piece> {
  const known = await deps.store.piece(hash);
  if (!known.ok) return { ok: false, gone: false, why: { code: 'store' } };
  if (known.value !== null) return { ok: true, text: known.value };
  const piece = await fetchPiece(deps, hash);
  if (!piece.ok) return piece;
  const kept = await deps.store.keepPiece(hash, piece.text);
  return kept.ok ? piece : { ok: false, gone: false, why: { code: 'store' } };
}

async function fetchPiece(deps: PocketDeps, hash: string): Promise<Piece> {
  const got = await deps.source.chunk(hash);
  if (!got.ok) {
    return { ok: false, gone: isNotFound(got.failure), why: { code: 'transport', failure: got.failure } };
  }
  if ((await deps.sha256(got.value)) !== hash) return { ok: false, gone: false, why: { code: 'damaged' } };
  return { ok: true, text: got.value };
}

function isNotFound(failure: TransportFailure): boolean {
  return failure.code === 'refused' && failure.refusal.code === 'notFound';
}

async function checked({ sha256 }: PocketDeps, { code, rev, hash, body }: WireDetail): Promise<KeptDetail | null> {
  if ((await sha256(body)) !== hash) return null;
  const record = recordIn(parsed(body));
  return record?.code === code ? { code, rev, record } : null;
}

async function indexHash({ sha256 }: PocketDeps, entries: readonly CatalogueEntry[]): Promise<string> {
  return await sha256(JSON.stringify(packIndex(inCodeOrder(entries))));
}

function indexIn(text: string): CatalogueEntry[] | null {
  const index = WireIndex.safeParse(parsed(text));
  return index.success ? unpackIndex(index.data) : null;
}

function detailsIn(text: string): KeptDetail[] | null {
  const rows = parsed(text);
  if (!Array.isArray(rows)) return null;
  const details: KeptDetail[] = [];
  for (const row of rows as unknown[]) {
    const [rev, value] = Array.isArray(row) ? (row as unknown[]) : [];
    const record = recordIn(value);
    if (typeof rev !== 'number' || record === null) return null;
    details.push({ code: record.code, rev, record });
  }
  return details;
}

function recordIn(value: unknown): ProcedureRecord | null {
  const record = ProcedureRecord.safeParse(value);
  return record.success ? record.data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function bytesOf({ index, pocket, rest }: Manifest): PocketState['bytes'] {
  return { index: index.bytes, pocket: pocket.bytes, rest: rest.bytes };
}

function failed(why: PocketFailure): Refreshed {
  return { kind: 'failed', why };
}
