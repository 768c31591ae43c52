import { Worker } from 'node:worker_threads';
import type { Answer, Engine, Session } from './engine.ts';
import type { PgliteCore, RawAnswer } from './pglite-core.ts';
import type { Ask, Told, Value } from './pglite-worker.ts';
import { parserOf, toText } from './values.ts';

/** What one connection to PGlite offers, in this thread or in another. */
type PgliteLink = {
  query(text: string, params: readonly (string | null)[]): Promise<RawAnswer>;
  script(text: string): Promise<void>;
  syncs(): Promise<number>;
  dump(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
};

/** Nobody holds the one session longer than a sick transaction does. */
const LONGEST_WAIT_MS = 60_000;

/** What PostgreSQL says when it has no connection left; the caller is told to come back. */
class NoSession extends Error {
  readonly code = '53300';
}

class DatabaseFailure extends Error {
  readonly code: string | null;
  constructor(message: string, code: string | null, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * An engine over PGlite, which has one session only: whoever connects gets it alone until releasing it,
 * in the order of asking. So a transaction can never see another's statements inside itself.
 */
export function pgliteEngine(link: PgliteLink): Engine {
  const waiting: (() => void)[] = [];
  let taken = false;

  async function take(): Promise<void> {
    if (!taken) {
      taken = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(mine), 1);
        reject(new NoSession('waited too long for the database'));
      }, LONGEST_WAIT_MS);
      const mine = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.push(mine);
    });
  }

  function give(): void {
    const next = waiting.shift();
    if (next) next();
    else taken = false;
  }

  return {
    kind: 'pglite',
    connect: async () => {
      await take();
      return session(link, give);
    },
    syncs: async () => await link.syncs(),
    dump: async () => {
      // Alone with it, so that no transaction is half done.
      await take();
      try {
        return await link.dump();
      } finally {
        give();
      }
    },
    close: async () => {
      await take();
      await link.close();
    },
  };
}

/** Opens the folder's database in a thread of its own: a long statement would stall every request otherwise. */
export async function startWorker(folder: string, onStopped: (why: Error) => void): Promise<PgliteLink> {
  const worker = new Worker(new URL('./pglite-worker.start.mjs', import.meta.url), {
    workerData: { folder },
    execArgv: [],
  });
  const asked = new Map<number, { resolve: (value: Value) => void; reject: (why: Error) => void }>();
  let last = 0;
  let stopped: Error | null = null;
  let closing = false;

  const stop = (why: Error) => {
    const first = stopped === null;
    stopped ??= why;
    // Nothing that still waits was acknowledged.
    for (const { reject } of asked.values()) reject(stopped);
    asked.clear();
    if (first && !closing) onStopped(stopped);
  };
  worker.on('error', (error) => stop(new DatabaseFailure("the database's thread broke", '57P01', error)));
  worker.on('exit', (code) => stop(new DatabaseFailure(`the database's thread ended with ${code}`, '57P01')));
  worker.on('message', (told: Told) => {
    const waiting = asked.get(told.id);
    asked.delete(told.id);
    if (told.ok) waiting?.resolve(told.value);
    else waiting?.reject(new DatabaseFailure(told.message, told.code));
  });

  async function answerTo(id: number): Promise<Value> {
    return await new Promise((resolve, reject) => {
      if (stopped) reject(stopped);
      else asked.set(id, { resolve, reject });
    });
  }

  type Question = Ask extends infer One ? (One extends Ask ? Omit<One, 'id'> : never) : never;
  async function ask(question: Question): Promise<Value> {
    last += 1;
    const id = last;
    const answer = answerTo(id);
    worker.postMessage({ id, ...question }, []);
    return await answer;
  }

  try {
    await answerTo(0);
  } catch (error) {
    closing = true;
    await worker.terminate();
    throw error;
  }
  return {
    query: async (text, params) => (await ask({ do: 'query', text, params })) as RawAnswer,
    script: async (text) => void (await ask({ do: 'script', text })),
    syncs: async () => (await ask({ do: 'syncs' })) as number,
    dump: async () => (await ask({ do: 'dump' })) as Uint8Array<ArrayBuffer>,
    close: async () => {
      closing = true;
      await ask({ do: 'close' });
      await worker.terminate();
    },
  };
}

/** A database in this very thread; for tests, which are many and small, and for programs that do one thing. */
export function sameThread(core: PgliteCore): PgliteLink {
  return { ...core, syncs: () => Promise.resolve(core.syncs()) };
}

function session(link: PgliteLink, give: () => void): Session {
  let released = false;
  return {
    query: async <R>(text: string, params: readonly unknown[]) => parse<R>(await link.query(text, params.map(toText))),
    script: async (text) => await link.script(text),
    release: () => {
      if (released) return;
      released = true;
      give();
    },
  };
}

function parse<R>(raw: RawAnswer): Answer<R> {
  const columns = raw.columns.map(({ name, oid }) => ({ name, parse: parserOf(oid) }));
  const rows = raw.rows.map((row) => {
    const cells = columns.map(({ name, parse: read }, i) => {
      const text = row[i] ?? null;
      return [name, text === null ? null : read(text)];
    });
    return Object.fromEntries(cells) as R;
  });
  return { command: raw.command, rowCount: raw.rowCount, rows };
}
