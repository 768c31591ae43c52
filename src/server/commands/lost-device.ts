import {
  filesOf,
  type Dossier,
  type DossierEvent,
  type FileRef,
  type Sha256,
  type Uuid,
} from '#core/dossier/dossier.ts';
import type { DraftBody } from '#core/sync/messages.ts';
import type { LostDevice } from '#protocol/lost-device.ts';
import type { Sql } from '#server/db/database.ts';
import { readDossier } from './load.ts';
import { OPEN_STATUSES } from './sql-ledger.ts';

/**
 * What the server knows of a device of this account whose store is gone: null when the account has no such device.
 * A dossier counts as incomplete here only where this device sent the papers that are missing: another phone's
 * papers are still on that phone.
 */
export async function findLostDevice(sql: Sql, account: string, device: Uuid): Promise<LostDevice | null> {
  const { rows } = await sql.query<{ last_seq: number; seen_at: Date; dossiers: number }>(
    `SELECT last_seq, seen_at, (SELECT count(*)::int FROM dossier WHERE owner = $1) AS dossiers
     FROM device WHERE account = $1 AND id = $2`,
    [account, device],
  );
  const found = rows[0];
  if (!found) return null;
  return {
    device,
    lastSeq: found.last_seq,
    lastContactAt: found.seen_at.getTime(),
    dossiers: found.dossiers,
    incomplete: await incompleteDossiers(sql, account, device),
    drafts: await safeDrafts(sql, account, device),
  };
}

type Incomplete = LostDevice['incomplete'][number];

async function incompleteDossiers(sql: Sql, account: string, device: Uuid): Promise<Incomplete[]> {
  const { rows } = await sql.query<{ id: Uuid; code: string; procedure: string; missing: Sha256[] }>(
    `SELECT dossier.id, dossier.code, dossier.procedure, array_agg(wanted.hash) AS missing
     FROM dossier JOIN dossier_file wanted ON wanted.dossier = dossier.id AND wanted.role = 'paper'
     WHERE dossier.owner = $1 AND NOT dossier.papers_complete AND dossier.status = ANY ($2::text[])
       AND NOT EXISTS (SELECT FROM file WHERE file.owner = wanted.owner AND file.hash = wanted.hash)
     GROUP BY dossier.id ORDER BY dossier.submitted_at`,
    [account, OPEN_STATUSES],
  );
  const incomplete: Incomplete[] = [];
  for (const { id, code, procedure, missing } of rows) {
    const named = filesNamedBy(await eventsFrom(sql, account, device, id));
    const papers = papersAmong(await readDossier(sql, id), named, new Set(missing));
    if (papers.length > 0) incomplete.push({ id, code, procedure, papers });
  }
  return incomplete;
}

/** What commands of this device did to a dossier. A command and the events it caused bear the same instant. */
async function eventsFrom(sql: Sql, account: string, device: Uuid, dossier: Uuid): Promise<DossierEvent[]> {
  const { rows } = await sql.query<{ event: DossierEvent }>(
    `SELECT event FROM dossier_event WHERE dossier = $3 AND (event ->> 'at')::bigint IN (
       SELECT (outcome ->> 'at')::bigint FROM command WHERE account = $1 AND device = $2
     ) ORDER BY n`,
    [account, device, dossier],
  );
  return rows.map(({ event }) => event);
}

function filesNamedBy(events: readonly DossierEvent[]): ReadonlySet<Sha256> {
  const attachments = events.flatMap(({ what }) => ('attachments' in what ? what.attachments : []));
  return new Set(filesOf(attachments).map(({ hash }) => hash));
}

/** The papers a dossier has now, by the pages this device named: what was photographed again since is no page of it. */
function papersAmong(
  { attachments }: Dossier,
  named: ReadonlySet<Sha256>,
  missing: ReadonlySet<Sha256>,
): Incomplete['papers'] {
  const pages = new Map<string, FileRef[]>();
  for (const { document, files } of attachments) {
    const own = files.filter(({ hash }) => named.has(hash));
    pages.set(document, [...(pages.get(document) ?? []), ...own]);
  }
  return [...pages].flatMap(([document, files]) => {
    const lacking = files.filter(({ hash }) => missing.has(hash)).length;
    return lacking > 0 ? [{ document, missing: lacking, of: files.length }] : [];
  });
}

async function safeDrafts(sql: Sql, account: string, device: Uuid): Promise<LostDevice['drafts']> {
  const { rows } = await sql.query<{ id: Uuid; device: Uuid; body: DraftBody }>(
    'SELECT id, device, body FROM draft WHERE account = $1 AND body IS NOT NULL ORDER BY n DESC',
    [account],
  );
  return rows.map(({ id, device: writer, body }) => ({
    id,
    procedure: body.procedure,
    savedAt: body.savedAt,
    // Photos of a draft stay on the phone that took them; whose they are is known only of the last writer.
    photos: writer === device ? body.attachments.reduce((sum, { files }) => sum + files.length, 0) : 0,
  }));
}
