import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { must } from '#core/assert.ts';
import { openFolder, type RawAnswer } from './pglite-core.ts';

/** What the main thread asks of the database's thread. */
export type Ask =
  | { readonly id: number; readonly do: 'query'; readonly text: string; readonly params: readonly (string | null)[] }
  | { readonly id: number; readonly do: 'script'; readonly text: string }
  | { readonly id: number; readonly do: 'syncs' }
  | { readonly id: number; readonly do: 'dump' }
  | { readonly id: number; readonly do: 'close' };

export type Value = RawAnswer | Uint8Array<ArrayBuffer> | number | null;

/** `id` 0 says that the database is open, or why it is not. */
export type Told =
  | { readonly id: number; readonly ok: true; readonly value: Value }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly code: string | null };

const port = must(parentPort, 'the port to the main thread');
const { folder } = z.object({ folder: z.string() }).parse(workerData);

const opened = openFolder(folder, false);
opened.then(
  () => tell({ id: 0, ok: true, value: null }),
  (error: unknown) => tell(failed(0, error)),
);

port.on('message', (ask: Ask) => {
  answer(ask).then(
    (value) => tell({ id: ask.id, ok: true, value }),
    (error: unknown) => tell(failed(ask.id, error)),
  );
});

async function answer(ask: Ask): Promise<Value> {
  const core = await opened;
  switch (ask.do) {
    case 'query':
      return await core.query(ask.text, ask.params);
    case 'script':
      await core.script(ask.text);
      return null;
    case 'syncs':
      return core.syncs();
    case 'dump':
      return await core.dump();
    case 'close':
      await core.close();
      return null;
  }
}

function tell(told: Told): void {
  port.postMessage(told);
}

function failed(id: number, error: unknown): Told {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { id, ok: false, message, code };
}
