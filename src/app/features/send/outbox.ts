import { dossierOf, type Refusal } from '#core/dossier/command.ts';
import { filesOf, type Dossier, type FileRef } from '#core/dossier/dossier.ts';
import type { FileProgress, OutboxEntry } from '#core/ports.ts';
import type { SyncState } from '#core/sync/machine.ts';

/** A command that waits for the server's word. `procedure` is a code, or null when nothing here knows it. */
export type WaitingItem = {
  readonly entry: OutboxEntry;
  readonly procedure: string | null;
  readonly formBytes: number;
  readonly photos: number;
  readonly photoBytes: number;
};

export type RefusedItem = WaitingItem & { readonly refusal: Refusal };

/** A dossier the server has registered while its papers are still on the way. `arrived` may end in a fraction. */
export type TravellingItem = {
  readonly dossier: Dossier;
  readonly files: number;
  readonly arrived: number;
  /** Bytes still to go from this phone. */
  readonly left: number;
};

export type OutboxView = {
  readonly refused: readonly RefusedItem[];
  readonly waiting: readonly WaitingItem[];
  readonly travelling: readonly TravellingItem[];
  /** Things that still have to leave this phone, and their bytes. */
  readonly count: number;
  readonly bytes: number;
  /** When the last of them was kept; null when nothing waits. */
  readonly keptAt: number | null;
};

type Sources = {
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
  readonly progress: readonly FileProgress[];
  readonly sync: SyncState | null;
};

/** What has not reached the server, as one list to look at. */
export function outboxView({ outbox, dossiers, progress, sync }: Sources): OutboxView {
  const items = outbox.map((entry) => itemOf(entry, outbox, dossiers));
  const waiting = items.filter(({ entry }) => entry.refusal === null);
  const refused = items.flatMap((item) => (item.entry.refusal ? [{ ...item, refusal: item.entry.refusal }] : []));
  const travelling = dossiers
    .filter(({ papersComplete }) => !papersComplete)
    .map((dossier) => travellingOf(dossier, progress, sync));
  const bytes =
    waiting.reduce((sum, item) => sum + item.formBytes + item.photoBytes, 0) +
    travelling.reduce((sum, { left }) => sum + left, 0);
  const kept = waiting.map(({ entry }) => entry.command.madeAt);
  return {
    refused,
    waiting,
    travelling,
    count: waiting.length + travelling.filter(({ left }) => left > 0).length,
    bytes,
    keptAt: kept.length > 0 ? Math.max(...kept) : null,
  };
}

function itemOf(entry: OutboxEntry, outbox: readonly OutboxEntry[], dossiers: readonly Dossier[]): WaitingItem {
  return {
    entry,
    procedure: procedureOf(entry, outbox, dossiers),
    formBytes: entry.bytes,
    photos: entry.files.length,
    photoBytes: sizeOf(entry.files),
  };
}

function procedureOf(entry: OutboxEntry, outbox: readonly OutboxEntry[], dossiers: readonly Dossier[]): string | null {
  const { intent } = entry.command;
  if (intent.type === 'submit') return intent.procedure;
  const id = dossierOf(entry.command);
  const known = dossiers.find((dossier) => dossier.id === id);
  if (known) return known.procedure;
  for (const other of outbox) {
    const from = other.command.intent;
    if (from.type === 'submit' && from.dossier === id) return from.procedure;
  }
  return null;
}

function travellingOf(dossier: Dossier, progress: readonly FileProgress[], sync: SyncState | null): TravellingItem {
  const files = filesOf(dossier.attachments);
  const underWay = sync?.uploading ?? null;
  const parts = files.map((file) => {
    const known = progress.find((item) => item.file.hash === file.hash);
    const sent = underWay?.file.hash === file.hash ? Math.max(known?.sent ?? 0, underWay.sent) : (known?.sent ?? 0);
    return { share: Math.min(1, sent / file.size), left: known?.held ? Math.max(0, file.size - sent) : 0 };
  });
  return {
    dossier,
    files: files.length,
    arrived: parts.reduce((sum, { share }) => sum + share, 0),
    left: parts.reduce((sum, { left }) => sum + left, 0),
  };
}

function sizeOf(files: readonly FileRef[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
