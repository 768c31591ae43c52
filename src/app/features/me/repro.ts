import type { Dossier } from '#core/dossier/dossier.ts';
import type { FileProgress, LogLine, OutboxEntry } from '#core/ports.ts';
import type { SyncState } from '#core/sync/state.ts';
import type { Trail } from '#core/sync/trail.ts';
import { dossierOf } from '#core/dossier/command.ts';
import type { Platform, SessionState, StorageReport } from '#app/state/platform.ts';
import { namelessState, namelessTrail, shortNames } from './nameless.ts';

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
  /** What led to it; null where another tab runs the engine. */
  readonly trail: Trail | null;
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
 * id, procedure or place. `npm run sim -- --repro FILE` goes through the engine's trail in it again, step by step.
 */
export function reproOf(sources: ReproSources) {
  const names = shortNames();
  const { dossier, file } = names;
  const { sync } = sources;
  return {
    format: 'banso-repro/2',
    version: sources.version,
    protocol: sources.protocol,
    madeAt: new Date(sources.madeAt).toISOString(),
    seed: seedOf(sources.log),
    phone: { online: sources.online, server: sources.server, ...sources.host, storage: sources.storage },
    engine: sync && namelessState(sync, names),
    trail: sources.trail && namelessTrail(sources.trail, names),
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

function resultOf(result: string): string {
  return RESULT.test(result) ? result : 'other';
}

/**
 * A seed for `npm run sim -- --seeds 1 --seed …`, made of what was tried and how it ended, oldest first (FNV-1a).
 * Phones with the same troubles give the same one; what this phone itself did is in the trail.
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
