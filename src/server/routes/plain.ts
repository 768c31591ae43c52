import { createHash } from 'node:crypto';
import { dayOf, type Day } from '#core/calendar/day.ts';
import { recordOfAuthored, withAuthored } from '#core/procedure/authored.ts';
import { inProvince } from '#core/procedure/overlay.ts';
import { isWithdrawn } from '#core/procedure/procedure.ts';
import { ProcedureCode, type ProcedureRecord } from '#core/procedure/record.ts';
import { findDetail } from '#server/catalogue/deliver.ts';
import type { Content } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import type { Assets } from '#server/http/assets.ts';
import { preferredEncoding } from '#server/http/compress.ts';
import { response, route, type Route } from '#server/http/route.ts';
import { procedurePage, WHOLE, type PageOptions } from '#server/pages/procedure-page.ts';

export type PlainOptions = {
  readonly database: Pick<OpenDatabase, 'transaction'>;
  readonly content: Content;
  readonly assets: Assets;
  readonly now: () => number;
  /** The public address. */
  readonly origin: string;
};

/**
 * GET /thu-tuc/:code: the procedure as a page to read before any script, and for search engines. What nobody knows
 * is the app's own page with 404, where the app says so.
 */
export function plainRoute({ database, content, assets, now, origin }: PlainOptions): Route {
  async function recordOf(code: string): Promise<ProcedureRecord | null> {
    const found = await database.transaction(async (sql) => await findDetail(sql, code));
    const authored = content.procedures.get(code);
    const imported = found === null ? null : (JSON.parse(found.body) as ProcedureRecord);
    const national = imported && authored ? withAuthored(imported, authored) : imported;
    const record = national ?? (authored ? recordOfAuthored(authored) : null);
    return record && inProvince(record, content.overlays, dayOf(now()));
  }

  return route({
    method: 'GET',
    path: '/thu-tuc/:code',
    policy: 'public',
    summary: 'A procedure as a plain page',
    handle: async ({ params, request }) => {
      const shell = await shellOf(assets, request.url);
      const code = ProcedureCode.safeParse(params['code']);
      const record = code.success ? await recordOf(code.data) : null;
      if (!record) return response(pageOf(shell, 404, request));
      const page = await procedurePage(record, shell, {
        origin,
        province: content.province.name.vi,
        whole: new URL(request.url).searchParams.has(WHOLE),
        ...withdrawnOf(content, record.code, dayOf(now())),
      });
      return response(pageOf(page.body, 200, request, page.brotli));
    },
  });
}

/** Ours know when they ended and what holds instead. */
function withdrawnOf({ procedures }: Content, code: string, today: Day): Pick<PageOptions, 'withdrawn'> {
  const procedure = procedures.get(code);
  if (!procedure || procedure.validTo === undefined || !isWithdrawn(procedure, today)) return {};
  const successor = procedures.get(procedure.replacedBy ?? '');
  return {
    withdrawn: {
      day: procedure.validTo,
      replacedBy: successor ? { code: successor.code, name: successor.name.vi } : null,
    },
  };
}

/** The app's page as the browser would get it, unpacked. */
async function shellOf(assets: Assets, url: string): Promise<string> {
  const answer = await assets.serve(new Request(url, { headers: { Accept: 'text/html' } }));
  return answer === null ? '<!doctype html><title></title><body><div id="root"></div></body>' : await answer.text();
}

function pageOf(body: string, status: 200 | 404, request: Request, brotli: Buffer | null = null): Response {
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = new Headers({ 'Cache-Control': 'no-cache', ETag: tag, Vary: 'Accept-Encoding' });
  if (status === 200 && request.headers.get('If-None-Match') === tag)
    return new Response(null, { status: 304, headers });
  headers.set('Content-Type', 'text/html; charset=utf-8');
  const packed = preferredEncoding(request.headers.get('Accept-Encoding')) === 'br' ? brotli : null;
  if (packed) headers.set('Content-Encoding', 'br');
  return new Response(packed ? new Uint8Array(packed) : body, { status, headers });
}
