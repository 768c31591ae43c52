import { must } from '#core/assert.ts';
import { recordedFiles } from '#server/backup/recorded.ts';
import { noteBackup, safeUpTo, UP_TO_HEADER } from '#server/backup/watermark.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { refusal, response, route, type Reply, type Route } from '#server/http/route.ts';
import { readBytes } from '#server/payment/read-bytes.ts';
import { findSignatureFault, SIGNATURE_HEADER } from '#server/payment/signature.ts';

export type BackupRouteDeps = {
  /** Known to whoever may read the data folder. */
  readonly secret: string;
  readonly database: Pick<OpenDatabase, 'dump' | 'transaction'>;
  /** What the server stamps by. */
  readonly now: () => number;
  /** The machine's clock, by which messages are signed. */
  readonly machineNow: () => number;
};

export const DUMP_PATH = '/api/backup/database';
export const FILES_PATH = '/api/backup/files';
export const DONE_PATH = '/api/backup/done';

/**
 * For `npm run backup` beside a running server with the embedded database, which one process alone may open.
 * The messages are signed over their bodies, as a bank's are.
 */
export function backupRoutes({ secret, database, now, machineNow }: BackupRouteDeps): Route[] {
  async function whenSigned(
    request: Request,
    path: string,
    work: (text: string) => Promise<Reply<never>>,
  ): Promise<Reply<never>> {
    const bytes = await readBytes(request, 100);
    if (typeof bytes === 'string') return refusal({ code: 'malformed', detail: 'body' });
    const signed = Buffer.concat([Buffer.from(`${path}\n`), bytes]);
    const fault = findSignatureFault(secret, request.headers.get(SIGNATURE_HEADER), signed, machineNow());
    return fault === null ? await work(Buffer.from(bytes).toString()) : refusal({ code: 'forbidden' });
  }

  return [
    route({
      method: 'POST',
      path: DUMP_PATH,
      policy: 'webhook',
      summary: 'The embedded database as a tar archive, for a backup on this machine',
      handle: async ({ request }) =>
        await whenSigned(request, DUMP_PATH, async () => {
          const upTo = await safeUpTo(database, now());
          const dump = must(await database.dump(), 'a dump');
          const headers = { 'Content-Type': 'application/x-tar', [UP_TO_HEADER]: String(upTo) };
          return response(new Response(dump, { headers }));
        }),
    }),
    route({
      method: 'POST',
      path: FILES_PATH,
      policy: 'webhook',
      summary:
        'The files that have a row, and since when phones may keep each: a backup without one reaches no further',
      handle: async ({ request }) =>
        await whenSigned(request, FILES_PATH, async () =>
          response(Response.json(await recordedFiles(database, now()))),
        ),
    }),
    route({
      method: 'POST',
      path: DONE_PATH,
      policy: 'webhook',
      summary: 'A backup is on its disk: everything up to this instant (milliseconds) is in it',
      handle: async ({ request }) =>
        await whenSigned(request, DONE_PATH, async (text) => {
          const upTo = Number(text);
          if (!Number.isSafeInteger(upTo) || upTo > (await safeUpTo(database, now()))) {
            return refusal({ code: 'malformed', detail: 'instant' });
          }
          await noteBackup(database, upTo);
          return response(new Response(null, { status: 204 }));
        }),
    }),
  ];
}
