import { openDatabase, type OpenDatabase } from './db/database.ts';
import { FolderInUse } from './db/lock.ts';
import { SchemaMismatch } from './db/migrate.ts';
import { readSettings, type Settings } from './settings.ts';

/** What commands of one's own beside the server share. Exit code 2: nothing was done. */
export function stop(message: string): never {
  process.stderr.write(message);
  process.exit(2);
}

export function settingsOrStop(environment: NodeJS.ProcessEnv): Settings {
  const read = readSettings(environment);
  if (read.ok) return read.settings;
  return stop(read.problems.map(({ variable, why }) => `${variable}: ${why}\n`).join(''));
}

/** `busy`: what to do while a server runs on the same folder. */
export async function openOrStop({ dataFolder, databaseUrl }: Settings, busy: string): Promise<OpenDatabase> {
  try {
    return await openDatabase({ dataDir: dataFolder, databaseUrl, frugal: true });
  } catch (error) {
    if (error instanceof FolderInUse) return stop(`${error.message}\n${busy}\n`);
    if (error instanceof SchemaMismatch) return stop(`${error.message}\n`);
    throw error;
  }
}
