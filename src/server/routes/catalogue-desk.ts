import * as z from 'zod/mini';
import { CatalogueDesk, CatalogueStep, DiscardBody, PublishBody } from '#protocol/catalogue.ts';
import { createOffice, type OfficeOptions } from '#server/catalogue/office.ts';
import { refusal, route, value, type Route } from '#server/http/route.ts';

const UploadQuery = z.strictObject({
  file: z.string().check(z.minLength(1), z.maxLength(200)),
  mine: z.enum(['0', '1']),
});

/** The harvest of 2026-07-18 has 80 MB unpacked. */
const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

/** Import, preview, publication and history, for the province's administrators. */
export function catalogueDeskRoutes(options: OfficeOptions): Route[] {
  const office = createOffice(options);
  return [
    route({
      method: 'GET',
      path: '/api/admin/catalogue',
      policy: 'administrator',
      summary: 'The catalogue’s versions, the import that waits, and what is under way',
      answer: CatalogueDesk,
      handle: async () => value(await office.desk()),
    }),

    route({
      method: 'POST',
      path: '/api/admin/catalogue/imports',
      policy: 'administrator',
      summary:
        'A file of the National Portal, JSON lines packed with gzip or not, to be compared and not yet published',
      query: UploadQuery,
      answer: CatalogueStep,
      handle: async ({ me, query: { file, mine }, request }) => {
        const length = Number(request.headers.get('Content-Length') ?? 0);
        if (length > MAX_UPLOAD_BYTES) return refusal({ code: 'tooLarge', limit: MAX_UPLOAD_BYTES });
        const size = length > 0 ? length : null;
        return value(await office.take({ fileName: file, by: me.name, mine: mine === '1', body: request.body, size }));
      },
    }),

    route({
      method: 'POST',
      path: '/api/admin/catalogue/publish',
      policy: 'administrator',
      summary: 'Puts the import that waits in force; goes on after the answer',
      body: PublishBody,
      answer: CatalogueStep,
      handle: async ({ me, body }) => value(office.start(body.import, me.name, body.allowWithdrawals), 202),
    }),

    route({
      method: 'POST',
      path: '/api/admin/catalogue/discard',
      policy: 'administrator',
      summary: 'Puts the import that waits away',
      body: DiscardBody,
      answer: CatalogueStep,
      handle: async ({ body }) => value(await office.putAway(body.import)),
    }),
  ];
}
