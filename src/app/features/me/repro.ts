import type { Dossier, FileRef } from '#core/dossier/dossier.ts';
import type { FileProgress, LogLine, OutboxEntry } from '#core/ports.ts';
import type { SyncState } from '#core/sync/machine.ts';
import { dossierOf } from '#core/dossier/command.ts';
import type { Platform, SessionState, StorageReport } from '#app/state/platform.ts';

/** Everything a repro is made of; most of it must not get into it. */
export type ReproSources = {
  readonly version: string;
  readonly protocol: number;
  readonly madeAt: number;
  readonly online: boolean;
  readonly host: Platform['host'];
  readonly server: SessionState['server'];
  readonly storage: StorageReport | null;
  readonly sync: SyncState | null;
  readonly drafts: number;
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
  readonly progress: readonly FileProgress[];
  readonly log: readonly LogLine[];
};

/** What a log line's result may say; anything else is a text nobody has looked at. */
const RESULT = /^(?:[a-z][A-Za-z]{0,30})(?: \d{1,6})?$/;

/**
 * What happened between this phone and the server, for whoever looks for the fault: times, codes, sizes, counts. It
 * is built up from what is known to be harmless, never cut down from what is there: no answer, name, number, hash,
 * id, procedure or place. Dossiers and files are "d1", "f2", the same throughout the file and nowhere else.
 */
export function reproOf(sources: ReproSources) {
  const dossier = pseudonyms('d');
  const file = pseudonyms('f');
  const { sync } = sources;
  return {
    format: 'banso-repro/1',
    version: sources.version,
    protocol: sources.protocol,
    madeAt: new Date(sources.madeAt).toISOString(),
    seed: seedOf(sources.log),
    phone: { online: sources.online, server: sources.server, ...sources.host, storage: sources.storage },
    engine: sync && {
      started: sync.started,
      cursor: sync.cursor,
      draftCursor: sync.draftCursor,
      unsent: sync.unsent,
      exchange: sync.exchange,
      again: sync.again,
      uploads: sync.uploads.map((wanted) => ({
        file: file(wanted.hash),
        size: wanted.size,
        dossier: dossier(wanted.dossier),
      })),
      uploading: sync.uploading.map((each) => ({ file: file(each.file.hash), sent: each.sent })),
      first: sync.first && dossier(sync.first),
      photos: sync.photos,
      metered: sync.metered,
      allowedOnce: sync.allowedOnce,
      resting: sync.resting,
      failures: sync.failures,
      lastFailure: codesOf(sync.lastFailure),
      lastContactAt: sync.lastContactAt,
      contact: sync.contact,
      blocked: sync.blocked,
    },
    drafts: sources.drafts,
    outbox: sources.outbox.map((entry) => ({
      seq: entry.command.seq,
      type: entry.command.intent.type,
      dossier: dossier(dossierOf(entry.command)),
      madeAt: entry.command.madeAt,
      bytes: entry.bytes,
      files: entry.files.map(({ hash, size }) => ({ file: file(hash), size })),
      refused: entry.refusal?.code ?? null,
    })),
    dossiers: sources.dossiers.map(({ id, status, papersComplete, events }) => ({
      dossier: dossier(id),
      status,
      papersComplete,
      events: events.length,
    })),
    files: sources.progress.map(({ file: { hash, size }, sent, held }) => ({ file: file(hash), size, sent, held })),
    log: sources.log.map(({ at, what, result, bytes, ms }) => ({ at, what, result: resultOf(result), bytes, ms })),
  };
}

/** A failure as its codes; what a server put into words stays out. */
function codesOf(failure: SyncState['lastFailure']): string | null {
  if (!failure) return null;
  return failure.code === 'refused' ? `refused ${failure.refusal.code}` : failure.code;
}

function resultOf(result: string): string {
  return RESULT.test(result) ? result : 'other';
}

/** Short names in the order of first mention. */
function pseudonyms(letter: string): (id: FileRef['hash']) => string {
  const known = new Map<string, string>();
  return (id) => {
    const name = known.get(id) ?? `${letter}${known.size + 1}`;
    known.set(id, name);
    return name;
  };
}

/**
 * A seed for `npm run sim -- --seeds 1 --seed …`, made of what was tried and how it ended, oldest first (FNV-1a).
 * Phones with the same troubles give the same one; it begins a simulated run, and does not replay this phone.
 */
function seedOf(log: readonly LogLine[]): number {
  let hash = 0x811c9dc5;
  for (const { what, result } of log.toSorted((a, b) => a.at - b.at)) {
    for (const letter of `${what} ${resultOf(result)}\n`) {
      hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
  }
  return hash;
}
