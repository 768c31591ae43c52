import type { Manifest } from '#core/procedure/manifest.ts';
import type { ImportReport } from '#protocol/catalogue-import.ts';
import type { CatalogueDesk, CatalogueStep, ImportRow, VersionRow } from '#protocol/catalogue.ts';
import type { Content } from '#server/content.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { Unreadable } from './lines.ts';
import { publish } from './publish.ts';
import { discard, stage } from './stage.ts';

export type OfficeOptions = {
  readonly database: Pick<OpenDatabase, 'transaction'>;
  readonly content: Pick<Content, 'procedures' | 'province'>;
  readonly now: () => number;
  readonly onTrouble: (error: unknown) => void;
};

export type Upload = {
  readonly fileName: string;
  readonly by: string;
  /** Other provinces' own procedures are passed over. */
  readonly mine: boolean;
  readonly body: ReadableStream<Uint8Array> | null;
  /** Bytes of the body; null when the sender did not say. */
  readonly size: number | null;
};

const VERSIONS_SHOWN = 30;
const FAILED_SHOWN = 5;

/** The administrators' side of the catalogue: one import or publication at a time. */
export function createOffice({ database, content, now, onTrouble }: OfficeOptions) {
  let running: CatalogueDesk['running'] = null;
  let last: CatalogueStep | null = null;

  return {
    async desk(): Promise<CatalogueDesk> {
      return await database.transaction(async (sql) => ({
        running,
        last,
        staged: (await importsIn(sql, 'staged', 1))[0] ?? null,
        versions: await versions(sql),
        failed: await importsIn(sql, 'failed', FAILED_SHOWN),
      }));
    },

    async take({ fileName, by, mine, body, size }: Upload): Promise<CatalogueStep> {
      if (running !== null) return { kind: 'busy' };
      const upload = { fileName, size, phase: 'reading' } as const;
      running = { ...upload, received: 0, read: 0, rejected: 0 };
      try {
        const { id } = await stage(
          database,
          {
            bytes: whole(body),
            fileName,
            by,
            province: mine ? content.province.dossierPrefix : null,
            onProgress: (progress) => {
              running = { ...upload, ...progress };
            },
          },
          { now: now() },
        );
        return id === null ? { kind: 'failed' } : { kind: 'staged', id };
      } finally {
        running = null;
      }
    },

    /** Goes on after the answer: packing takes longer than anybody waits for an answer. */
    start(id: string, by: string, allowWithdrawals: boolean): CatalogueStep {
      if (running !== null) return { kind: 'busy' };
      running = { fileName: '', size: null, received: 0, read: 0, rejected: 0, phase: 'publishing' };
      last = null;
      const authored = new Set(content.procedures.keys());
      publish(database, id, { now: now(), by, authored, allowWithdrawals })
        .then((published) => {
          last = published;
        })
        .catch(onTrouble)
        .finally(() => {
          running = null;
        });
      return { kind: 'started' };
    },

    async putAway(id: string): Promise<CatalogueStep> {
      if (running !== null) return { kind: 'busy' };
      const done = await database.transaction(async (sql) => await discard(sql, id));
      return { kind: done ? 'discarded' : 'notStaged' };
    },
  };
}

/** The body to its end; a connection that breaks is a file that ends early. */
async function* whole(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const next = await reader.read().catch(() => null);
      if (next === null) throw new Unreadable('truncated', 0);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    reader.releaseLock();
  }
}

async function importsIn(sql: Sql, state: ImportRow['state'], limit: number): Promise<ImportRow[]> {
  const { rows } = await sql.query<{
    id: string;
    file_name: string;
    by_name: string;
    started_at: Date;
    report: ImportReport | null;
  }>(
    `SELECT id, file_name, by_name, started_at, report FROM catalogue_import
     WHERE state = $1 ORDER BY started_at DESC LIMIT $2`,
    [state, limit],
  );
  return rows.map(({ id, file_name, by_name, started_at, report }) => ({
    id,
    state,
    fileName: file_name,
    by: by_name,
    startedAt: started_at.getTime(),
    report,
  }));
}

async function versions(sql: Sql): Promise<VersionRow[]> {
  const { rows } = await sql.query<{
    version: number;
    published_at: Date;
    by_name: string;
    file_name: string;
    added: number;
    changed: number;
    withdrawn: number;
    manifest: Manifest;
  }>(
    `SELECT v.version, v.published_at, v.by_name, i.file_name, v.added, v.changed, v.withdrawn, v.manifest
     FROM catalogue_version v JOIN catalogue_import i ON i.id = v.import ORDER BY v.version DESC LIMIT $1`,
    [VERSIONS_SHOWN],
  );
  return rows.map(({ version, published_at, by_name, file_name, added, changed, withdrawn, manifest }) => ({
    version,
    publishedAt: published_at.getTime(),
    by: by_name,
    fileName: file_name,
    added,
    changed,
    withdrawn,
    procedures: manifest.procedures,
    firstBytes: manifest.index.bytes + manifest.pocket.bytes,
  }));
}
