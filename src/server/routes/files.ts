import * as z from 'zod/mini';
import { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Kysely } from 'kysely';
import type { Database } from '#server/db/schema.ts';
import type { FileVault } from '#server/files/vault.ts';
import { refusal, response, route, type Call, type Route } from '#server/http/route.ts';

export type FileRouteDeps = { readonly db: Kysely<Database>; readonly vault: Pick<FileVault, 'read'> };

const Query = z.strictObject({ inline: z.optional(z.literal('1')) });

/**
 * Neither a page nor a script may run from an upload, whatever its bytes turn out to be. No browser keeps it either:
 * desks share a computer. `no-cache` would not do, since Back and a tab restored may show what a cache holds without
 * asking (RFC 9111, section 6), and the bytes would lie on the disk after sign-out. A phone seals a copy of its own.
 */
const SAFE = {
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};

/** A dossier's papers and results, for its owner and for the desk of its unit; for everybody else there are none. */
export function fileRoutes({ db, vault }: FileRouteDeps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/dossiers/:dossier/files/:hash',
      policy: 'signedIn',
      summary: 'A paper or a result of a dossier, for its owner or an officer of its unit.',
      query: Query,
      handle: async ({ me, params, query, request }) => {
        const found = await findFile(db, params);
        const mayRead = found && (found.account === me.account || (me.kind === 'officer' && me.unit === found.unit));
        if (!mayRead) return refusal({ code: 'notFound' });

        const { owner, hash, type, size, code } = found;
        const etag = `"${hash}"`;
        if (request.headers.get('If-None-Match') === etag) {
          return response(new Response(null, { status: 304, headers: { ...SAFE, ETag: etag } }));
        }
        const inline = query.inline === '1' && type.startsWith('image/');
        const name = `${code}-${hash.slice(0, 8)}.${EXTENSIONS[type] ?? 'bin'}`;
        const headers = {
          ...SAFE,
          ETag: etag,
          'Content-Type': type,
          'Content-Length': String(size),
          'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename="${name}"`,
        };
        return response(new Response(await vault.read(owner, hash), { headers }));
      },
    }),
  ];
}

async function findFile(db: Kysely<Database>, params: Call<'signedIn', unknown, unknown>['params']) {
  const dossier = Uuid.safeParse(params['dossier']);
  const hash = Sha256.safeParse(params['hash']);
  if (!dossier.success || !hash.success) return null;
  const row = await db
    .selectFrom('dossier_file as named')
    .innerJoin('dossier', 'dossier.id', 'named.dossier')
    .innerJoin('file', (join) => join.onRef('file.owner', '=', 'named.owner').onRef('file.hash', '=', 'named.hash'))
    .select([
      'dossier.owner as account',
      'dossier.unit',
      'dossier.code',
      'named.owner',
      'file.hash',
      'file.type',
      'file.size',
    ])
    .where('named.dossier', '=', dossier.data)
    .where('named.hash', '=', hash.data)
    .executeTakeFirst();
  return row ?? null;
}
