import { dayOf, type Day } from '#core/calendar/day.ts';
import { recordOfAuthored, withAuthored } from '#core/procedure/authored.ts';
import { inProvince } from '#core/procedure/overlay.ts';
import { isWithdrawn } from '#core/procedure/procedure.ts';
import { ProcedureCode, type ProcedureRecord } from '#core/procedure/record.ts';
import { findDetail } from '#server/catalogue/deliver.ts';
import type { Content } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import type { Assets } from '#server/http/assets.ts';
import { response, route, type Route } from '#server/http/route.ts';
import { publicText, shellOf } from '#server/pages/answer.ts';
import { procedurePage, WHOLE, type PageOptions } from '#server/pages/procedure-page.ts';
import { plainListRoutes } from './plain-list.ts';

export type PlainOptions = {
  readonly database: Pick<OpenDatabase, 'transaction'>;
  readonly content: Content;
  readonly assets: Assets;
  readonly now: () => number;
  /** The public address. */
  readonly origin: string;
};

/** Everything that is read without a script. */
export function plainRoutes(options: PlainOptions): Route[] {
  return [...plainListRoutes(options), plainRoute(options)];
}

/**
 * GET /thu-tuc/:code: the procedure as a page to read before any script, and for search engines. What nobody knows
 * is the app's own page with 404, where the app says so.
 */
function plainRoute({ database, content, assets, now, origin }: PlainOptions): Route {
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
      if (!record) return response(publicText(request, { body: shell, status: 404 }));
      const page = await procedurePage(record, shell, {
        origin,
        province: content.province.name.vi,
        whole: new URL(request.url).searchParams.has(WHOLE),
        ...withdrawnOf(content, record.code, dayOf(now())),
      });
      return response(publicText(request, page));
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
