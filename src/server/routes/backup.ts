import { must } from '#core/assert.ts';
import { noteBackup, safeUpTo, UP_TO_HEADER } from '#server/backup/watermark.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { refusal, response, route, type Reply, type Route } from '#server/http/route.ts';
import { readBytes } from '#server/payment/read-bytes.ts';
import { findSignatureFault, SIGNATURE_HEADER } from '#server/payment/signature.ts';

export type BackupRouteDeps = {
  /** Known to whoever may read the data folder. */
  readonly secret: string;
  readonly database: Pick<OpenDatabase, 'dump' | 'transaction'>;
  readonly now: () => number;
};

export const DUMP_PATH = '/api/backup/database';
export const DONE_PATH = '/api/backup/done';

/**
 * For `npm run backup` beside a running server with the embedded database, which one process alone may open.
 * Both messages are signed over their bodies, as a bank's are.
 */
export function backupRoutes({ secret, database, now }: BackupRouteDeps): Route[] {
  async function whenSigned(
    request: Request,
    path: string,
    work: (text: string) => Promise<Reply<never>>,
  ): Promise<Reply<never>> {
    const bytes = await readBytes(request, 100);
    if (typeof bytes === 'string') return refusal({ code: 'malformed', detail: 'body' });
    const signed = Buffer.concat([Buffer.from(`${path}\n`), bytes]);
    const fault = findSignatureFault(secret, request.headers.get(SIGNATURE_HEADER), signed, now());
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
          const upTo = safeUpTo(now());
          const dump = must(await database.dump(), 'a dump');
          const headers = { 'Content-Type': 'application/x-tar', [UP_TO_HEADER]: String(upTo) };
          return response(new Response(dump, { headers }));
        }),
    }),
    route({
      method: 'POST',
      path: DONE_PATH,
      policy: 'webhook',
      summary: 'A backup is on its disk: everything up to this instant (milliseconds) is in it',
      handle: async ({ request }) =>
        await whenSigned(request, DONE_PATH, async (text) => {
          const upTo = Number(text);
          if (!Number.isSafeInteger(upTo) || upTo > now()) return refusal({ code: 'malformed', detail: 'instant' });
          await noteBackup(database, upTo);
          return response(new Response(null, { status: 204 }));
        }),
    }),
  ];
}
