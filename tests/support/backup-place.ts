import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import { readSettings, type Settings } from '#server/settings.ts';

export type BackupPlace = {
  readonly folder: string;
  /** Of a server with its data in there. Nothing is made yet. */
  readonly settings: Settings;
  /** Where its backups go. */
  readonly to: string;
  /** The embedded database, open for so long as the work takes. */
  readonly withDatabase: <T>(work: (database: OpenDatabase) => Promise<T>) => Promise<T>;
};

/** A server's data and its backup in a folder, which goes after the tests beside this call. */
export function backupPlace(): BackupPlace {
  const folder = mkdtempSync(path.join(tmpdir(), 'banso-backup-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = readSettings({ BANSO_DATA: path.join(folder, 'data') });
  if (!read.ok) throw new Error('settings');
  const { settings } = read;
  return {
    folder,
    settings,
    to: path.join(folder, 'backup'),
    withDatabase: async (work) => {
      const database = await openDatabase({ dataDir: settings.dataFolder });
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    },
  };
}
