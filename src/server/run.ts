import type { Logger } from 'pino';
import { announcePort, announceSettings, announceStart } from './announce.ts';
import { FolderInUse } from './db/lock.ts';
import { SchemaMismatch } from './db/migrate.ts';
import { openListener, type Listener } from './http/listener.ts';
import { createLog, describeBug } from './http/log.ts';
import { readSettings, type Settings } from './settings.ts';

/** What a composition starts from: settings that hold, and a port that is already ours. */
export type Given = { readonly settings: Settings; readonly listener: Listener; readonly log: Logger };

export type Running = {
  /** Names of communes by code. */
  readonly unitNames: ReadonlyMap<string, string>;
  /** Lets go of everything but the port, which is closed by then. */
  stop(): Promise<void>;
};

/** How the process ends, for supervisors: 0 after a signal, 1 for a bug. */
export const EXIT = { stopped: 0, bug: 1, settings: 2, port: 3, data: 4, impatient: 130 } as const;
const GRACE_MS = 10_000;

/** Runs a server from the environment until SIGINT or SIGTERM; never returns. */
export async function runServer(
  environment: Readonly<Record<string, string | undefined>>,
  start: (given: Given) => Promise<Running>,
): Promise<never> {
  const asked = settingsOrExit(environment);
  const listener = await openListener(asked.port, asked.host).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return exit(EXIT.port, announcePort(asked.port, code));
  });
  // PORT=0 asks the system for any port, and the origin follows from the one it gave.
  const settings = settingsOrExit({ ...environment, PORT: String(listener.port) });
  const log = createLog(settings);
  const asksToStop = signal();

  const running = await start({ settings, listener, log }).catch((error: unknown) => {
    if (error instanceof FolderInUse || error instanceof SchemaMismatch) return exit(EXIT.data, error.message);
    return exit(EXIT.bug, error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  process.stdout.write(announceStart(settings, running.unitNames));

  await asksToStop;
  process.once('SIGINT', () => process.exit(EXIT.impatient));
  process.stdout.write('\nĐang dừng… · Stopping…\n');
  try {
    await listener.close(GRACE_MS);
    await running.stop();
  } catch (error) {
    log.fatal({ error: describeBug(error) }, 'could not stop in order');
    process.exit(EXIT.bug);
  }
  process.exit(EXIT.stopped);
}

function settingsOrExit(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readSettings(environment);
  return read.ok ? read.settings : exit(EXIT.settings, announceSettings(read.problems));
}

/** Resolves at the first signal; one that comes while the server starts is not lost. */
function signal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
}

function exit(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
