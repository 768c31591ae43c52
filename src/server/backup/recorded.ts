import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Sha256 } from '#core/dossier/dossier.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { openVault } from '#server/files/vault.ts';

/** A file of a row. */
export const RecordedFile = z.strictObject({
  /** Its place in the folder of files, here and in a backup. */
  place: z.string(),
  /** When the papers of the first dossier with it arrived that phones may still keep (milliseconds); null: there is none. */
  arrivedAt: z.nullable(z.int()),
});
export type RecordedFile = z.infer<typeof RecordedFile>;

/** Phones keep papers no longer than this after they arrived, whatever is backed up (decision 003 of the core). */
const KEPT_MS = 90 * 24 * 60 * 60_000;

/**
 * Every file that has a row. What phones have let go of, by the watermark so far or by age, no later one makes them let
 * go of; and papers of a dossier that still waits for others are kept whatever it is.
 */
export async function recordedFiles(
  { transaction }: Pick<OpenDatabase, 'transaction'>,
  now: number,
): Promise<RecordedFile[]> {
  const rows = await transaction(async (sql) => {
    const found = await sql.query<{ owner: string; hash: Sha256; at: Date | null }>(
      `WITH since AS (SELECT greatest(backed_up_to, $1::timestamptz) AS at FROM server_state), arrived AS (
         SELECT named.owner, named.hash, min(told.at) AS at
         FROM since JOIN dossier_event told ON told.at > since.at AND told.event -> 'what' ->> 'type' = 'papersComplete'
         JOIN dossier_file named ON named.dossier = told.dossier
         GROUP BY named.owner, named.hash
       )
       SELECT owner, hash, arrived.at FROM file LEFT JOIN arrived USING (owner, hash)`,
      [new Date(now - KEPT_MS)],
    );
    return found.rows;
  });
  const vault = openVault('');
  return rows.map(({ owner, hash, at }) => ({
    place: vault.pathOf(owner, hash),
    arrivedAt: at === null ? null : at.getTime(),
  }));
}

/** Those that a folder of files does not have. What is there is whole, where each was verified before it came in. */
export function absentIn(folder: string, files: readonly RecordedFile[]): RecordedFile[] {
  return files.filter(({ place }) => !existsSync(path.join(folder, place)));
}

/** How far phones may let go where these files are in no backup: not as far as to any that is to be found with them alone. */
export function upToWithout(lost: readonly RecordedFile[], upTo: number): number {
  return lost.reduce((least, { arrivedAt }) => Math.min(least, arrivedAt === null ? least : arrivedAt - 1), upTo);
}

/** The places of damaged and absent files, each once. */
export function placesOf(damaged: readonly string[], ...absent: readonly (readonly RecordedFile[])[]): string[] {
  return [...new Set([...damaged, ...absent.flat().map(({ place }) => place)])].toSorted();
}
