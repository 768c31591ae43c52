import type { Kysely } from 'kysely';
import { Sha256 } from '#core/dossier/dossier.ts';
import { ACCOUNT_HEADER, type Me } from '#protocol/http.ts';
import { unitOwner } from '#server/commands/officer.ts';
import type { Database } from '#server/db/schema.ts';
import type { Uploads } from '#server/files/uploads.ts';
import { refusal, response, route, type Route } from '#server/http/route.ts';

export type UploadRouteDeps = { readonly db: Kysely<Database>; readonly uploads: Uploads };

const SUMMARIES = {
  OPTIONS: 'What this server understands of the tus protocol.',
  POST: 'Begins an upload of the file with this hash; again is no harm.',
  HEAD: 'How many bytes of the file the server holds; all of them once it is stored and verified.',
  PATCH:
    'Takes the bytes from the offset on; the last ones are acknowledged once the file is on the disk and verified.',
} as const;

/** Resumable uploads by tus 1.0.0. A file's URL is its hash, so that a lost answer loses nothing. */
export function uploadRoutes({ db, uploads }: UploadRouteDeps): Route[] {
  return (Object.keys(SUMMARIES) as (keyof typeof SUMMARIES)[]).map((method) =>
    route({
      method,
      path: '/api/uploads/:hash',
      policy: 'signedIn',
      summary: SUMMARIES[method],
      handle: async ({ me, params, request }) => {
        const hash = Sha256.safeParse(params['hash']);
        if (!hash.success) return refusal({ code: 'notFound' });
        // The phone goes on with one person's files while another signs in: under their cookie they would be theirs.
        const whose = request.headers.get(ACCOUNT_HEADER);
        if (whose !== null && whose !== me.account) return refusal({ code: 'wrongAccount' });
        return response(await uploads.handle(request, await ownerOf(db, me, hash.data), hash.data));
      },
    }),
  );
}

/**
 * What an officer uploads are results, and belong to the unit; but officers are residents too, and a paper that a
 * dossier of their own names is theirs. It is so once it has arrived as well: every request for a file must come to
 * the same place.
 */
async function ownerOf(db: Kysely<Database>, me: Me, hash: Sha256): Promise<string> {
  if (me.kind !== 'officer' || me.unit === null) return me.account;
  const paper = await db
    .selectFrom('dossier_file')
    .select('hash')
    .where('owner', '=', me.account)
    .where('hash', '=', hash)
    .where('role', '=', 'paper')
    .executeTakeFirst();
  return paper ? me.account : unitOwner(me.unit);
}
