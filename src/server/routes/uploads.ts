import { Sha256 } from '#core/dossier/dossier.ts';
import type { Me } from '#protocol/http.ts';
import { unitOwner } from '#server/commands/officer.ts';
import { FULL_RETRY_SECONDS, type Room } from '#server/files/room.ts';
import type { Uploads } from '#server/files/uploads.ts';
import { refusal, response, route, type Route } from '#server/http/route.ts';

export type UploadRouteDeps = { readonly uploads: Uploads; readonly hasRoom: Room };

const SUMMARIES = {
  OPTIONS: 'What this server understands of the tus protocol.',
  POST: 'Begins an upload of the file with this hash; again is no harm.',
  HEAD: 'How many bytes of the file the server holds; all of them once it is stored and verified.',
  PATCH:
    'Takes the bytes from the offset on; the last ones are acknowledged once the file is on the disk and verified.',
} as const;

/** Resumable uploads by tus 1.0.0. A file's URL is its hash, so that a lost answer loses nothing. */
export function uploadRoutes({ uploads, hasRoom }: UploadRouteDeps): Route[] {
  return (Object.keys(SUMMARIES) as (keyof typeof SUMMARIES)[]).map((method) =>
    route({
      method,
      path: '/api/uploads/:hash',
      policy: 'signedIn',
      summary: SUMMARIES[method],
      handle: async ({ me, params, request }) => {
        const hash = Sha256.safeParse(params['hash']);
        if (!hash.success) return refusal({ code: 'notFound' });
        const brings = method === 'POST' || method === 'PATCH';
        if (brings && !(await hasRoom())) return refusal({ code: 'storageFull' }, FULL_RETRY_SECONDS);
        return response(await uploads.handle(request, ownerOf(me), hash.data));
      },
    }),
  );
}

/** What an officer uploads are results, and belong to the unit. */
function ownerOf(me: Me): string {
  return me.kind === 'officer' && me.unit !== null ? unitOwner(me.unit) : me.account;
}
