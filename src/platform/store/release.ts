import type { Sha256 } from '#core/dossier/dossier.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { papersReleasedUpTo, releasedUpTo } from './plan.ts';
import { dropUnneeded, type AccountDb } from './tables.ts';

/**
 * Dossiers whose papers are all in a backup of the server need none here any more. Answers those papers. What an
 * earlier epoch told of them may not be so: they wait to be told again, as long as a command would.
 */
export async function releasePapers(db: AccountDb, response: SyncResponse): Promise<readonly Sha256[]> {
  const missing = new Set(response.missingFiles);
  const rows = await db.dossiers
    .where('waiting')
    .above('')
    .distinct()
    .filter(
      ({ arrivedAt, epoch = null }) =>
        typeof arrivedAt === 'number' && arrivedAt <= papersReleasedUpTo(response, epoch),
    )
    .filter(({ waiting }) => !waiting.some((hash) => missing.has(hash)))
    .toArray();
  await db.dossiers.bulkPut(rows.map((row) => ({ ...row, waiting: [] })));
  return rows.flatMap(({ waiting }) => waiting);
}

/** Acknowledged commands that a backup of the server holds are let go of. Answers the papers they named. */
export async function releaseKept(db: AccountDb, response: SyncResponse): Promise<readonly Sha256[]> {
  // Bytes the server lacks cannot be in its backup, whatever the age of the command that named them.
  const missing = new Set(response.missingFiles);
  const rows = await db.kept
    .where('at')
    .belowOrEqual(releasedUpTo(response))
    .filter((row) => !row.files.some((hash) => missing.has(hash)))
    .toArray();
  await db.kept.bulkDelete(rows.map((row) => row.seq));
  return rows.flatMap((row) => row.files);
}

/**
 * Lets go of the bytes of pages that were photographed again, also where the command that named them is kept for a
 * server that may go back: the newer pages will be told to it as well. Another dossier may still wait for the same page.
 */
export async function letGoReplaced(db: AccountDb, hashes: readonly Sha256[]): Promise<void> {
  for (const hash of hashes) {
    if ((await db.dossiers.where('waiting').equals(hash).count()) > 0) continue;
    await db.kept
      .where('files')
      .equals(hash)
      .modify((row) => Object.assign(row, { files: row.files.filter((named) => named !== hash) }));
    await dropUnneeded(db, [hash]);
  }
}
