import * as z from 'zod/mini';
import { dayOf } from '#core/calendar/day.ts';
import { OfficerCommand } from '#core/dossier/command.ts';
import { fixedFee } from '#core/dossier/decide.ts';
import { Uuid, type Dossier } from '#core/dossier/dossier.ts';
import { LANGUAGES, type Language } from '#core/text/localized.ts';
import { DeskDossier, DeskList, DeskOutcome, DeskSearch, Queue, SuspenseList } from '#protocol/desk.ts';
import { findBeside, findDossier, missingFilesOf, type OwnedDossier } from '#server/commands/load.ts';
import type { Nudges } from '#server/commands/nudges.ts';
import { runOfficerCommand } from '#server/commands/officer.ts';
import type { SqlLedger } from '#server/commands/sql-ledger.ts';
import { storable } from '#server/commands/storable.ts';
import type { Content } from '#server/content.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { countQueues, findPlace, listQueue, placeWord, type DeskQuestion } from '#server/desk/queues.ts';
import { SLIP_HEADERS, slipOf, slipPage } from '#server/desk/slip.ts';
import { nudgeStream } from '#server/desk/stream.ts';
import { FULL_RETRY_SECONDS, type Room } from '#server/files/room.ts';
import { refusal, response, route, value, type Reply, type Route } from '#server/http/route.ts';
import type { MakeFee } from '#server/payment/request.ts';
import { listSuspense } from '#server/payment/suspense.ts';

export type DeskOptions = {
  readonly database: Pick<OpenDatabase, 'db' | 'transaction'>;
  readonly ledger: SqlLedger;
  readonly content: Content;
  readonly nudges: Pick<Nudges, 'subscribe'>;
  readonly makeFee: MakeFee;
  readonly hasRoom: Room;
  readonly now: () => number;
};

const ListQuery = z.strictObject({
  queue: z.optional(Queue),
  after: z.optional(z.string().check(z.maxLength(300))),
});
const SlipQuery = z.strictObject({ lang: z._default(z.enum(LANGUAGES), 'vi') });

const NOT_FOUND = { code: 'notFound' } as const;

/** What officers work with. A dossier of another unit is as good as none. */
export function deskRoutes({ database, ledger, content, nudges, makeFee, hasRoom, now }: DeskOptions): Route[] {
  const groundOf = ({ procedure, version, unit, submittedAt }: Dossier, at: number) =>
    content.ground(procedure, version, unit, at, submittedAt);

  async function shown(sql: Sql, dossier: Dossier, at: number): Promise<DeskDossier> {
    const fee = fixedFee(dossier, groundOf(dossier, at).procedure);
    return {
      id: dossier.id,
      events: [...dossier.events],
      missingFiles: await missingFilesOf(sql, dossier.id),
      fixedFee: fee,
      ...(await findBeside(sql, dossier)),
      serverTime: at,
    };
  }

  /** A page of what is asked for; null when `after` is no place of ours. */
  async function list(
    unit: string,
    question: Pick<DeskQuestion, 'queue' | 'search'>,
    after: string | undefined,
  ): Promise<DeskList | null> {
    const place = after === undefined ? null : findPlace(after);
    if (after !== undefined && place === null) return null;
    const at = now();
    const today = dayOf(at);
    const counts = await countQueues(database.db, unit, today);
    const { rows, next } = await listQueue(database.db, { unit, today, ...question, after: place });
    return { counts, rows, next: next && placeWord(next), serverTime: at };
  }

  async function slip(found: OwnedDossier | null, language: Language): Promise<Reply<never>> {
    if (!found) return refusal(NOT_FOUND);
    const { dossier } = found;
    const procedure = groundOf(dossier, now()).procedure ?? content.procedures.get(dossier.procedure);
    const commune = content.units.get(dossier.unit);
    const facts = procedure && commune ? slipOf(dossier, procedure, commune) : null;
    if (!facts) return refusal(NOT_FOUND);
    return response(new Response(await slipPage(facts, language), { headers: SLIP_HEADERS }));
  }

  async function find(id: string | undefined): Promise<OwnedDossier | null> {
    const parsed = Uuid.safeParse(id);
    return parsed.success ? await database.transaction((sql) => findDossier(sql, parsed.data)) : null;
  }

  return [
    route({
      method: 'GET',
      path: '/api/desk/dossiers',
      policy: 'officer',
      summary: 'A queue of the unit, or all of its dossiers, with how many each queue holds',
      query: ListQuery,
      answer: DeskList,
      handle: async ({ me, query: { queue = null, after } }) => {
        const page = await list(me.unit, { queue, search: '' }, after);
        return page ? value(page) : refusal({ code: 'malformed', detail: 'query.after' });
      },
    }),

    route({
      method: 'POST',
      path: '/api/desk/search',
      policy: 'officer',
      summary: 'A search in all queues of the unit by code, name or personal number; changes nothing',
      body: DeskSearch,
      answer: DeskList,
      handle: async ({ me, body: { words, after } }) => {
        const page = await list(me.unit, { queue: null, search: storable(words) }, after);
        return page ? value(page) : refusal({ code: 'malformed', detail: 'body.after' });
      },
    }),

    route({
      method: 'GET',
      path: '/api/desk/dossiers/:id',
      policy: 'officer',
      summary: 'A dossier of the unit with its whole history',
      answer: DeskDossier,
      handle: async ({ me, params }) => {
        const id = Uuid.safeParse(params['id']);
        if (!id.success) return refusal(NOT_FOUND);
        const found = await database.transaction(async (sql) => {
          const owned = await findDossier(sql, id.data);
          if (owned?.dossier.unit !== me.unit) return null;
          return await shown(sql, owned.dossier, now());
        });
        return found ? value(found) : refusal(NOT_FOUND);
      },
    }),

    route({
      method: 'POST',
      path: '/api/desk/dossiers/:id/commands',
      policy: 'officer',
      summary: 'What an officer does to a dossier; safe to send again',
      body: OfficerCommand,
      answer: DeskOutcome,
      handle: async ({ me, params, body }) => {
        const id = Uuid.safeParse(params['id']);
        if (!id.success) return refusal(NOT_FOUND);
        if (!(await hasRoom())) return refusal({ code: 'storageFull' }, FULL_RETRY_SECONDS);
        const at = now();
        const done = await ledger.transaction(async (tx) => {
          const result = await runOfficerCommand(tx, {
            dossierId: id.data,
            officer: { account: me.account, name: me.name, unit: me.unit },
            command: body,
            ground: (dossier) => groundOf(dossier, at),
            makeFee: (dossier, amount, reason) => makeFee(tx.sql, { dossier, amount, reason, now: at }),
          });
          if (result.kind === 'notFound' || result.kind === 'conflict') return result;
          return { ...result, shown: await shown(tx.sql, result.dossier, at) };
        });
        switch (done.kind) {
          case 'notFound':
            return refusal(NOT_FOUND);
          case 'conflict':
            // An officer's command has an id and no seq; 0 names none.
            return refusal({ code: 'conflict', seq: 0 });
          case 'refused':
            return value({ dossier: done.shown, refusal: done.refusal });
          case 'done':
            return value({ dossier: done.shown, refusal: null });
        }
      },
    }),

    route({
      method: 'GET',
      path: '/api/desk/dossiers/:id/slip',
      policy: 'officer',
      summary: 'Statutory form 01 of a received dossier, as a page to print',
      query: SlipQuery,
      handle: async ({ me, params, query }) => {
        const found = await find(params['id']);
        return await slip(found?.dossier.unit === me.unit ? found : null, query.lang);
      },
    }),

    route({
      method: 'GET',
      path: '/api/dossiers/:id/slip',
      policy: 'signedIn',
      summary: 'The same for the account the dossier belongs to',
      query: SlipQuery,
      handle: async ({ me, params, query }) => {
        const found = await find(params['id']);
        return await slip(found?.owner === me.account ? found : null, query.lang);
      },
    }),

    route({
      method: 'GET',
      path: '/api/desk/stream',
      policy: 'officer',
      summary: 'Server-sent events: which dossier of the unit has changed (DeskNudge)',
      handle: async ({ me: { unit } }) =>
        response(nudgeStream((nudged) => nudges.subscribe(unit, ({ dossier }) => nudged({ dossier })))),
    }),

    route({
      method: 'GET',
      path: '/api/desk/suspense',
      policy: 'signedIn',
      summary: 'Money that waits for a person: an officer’s unit’s, or all of it for the administrator',
      answer: SuspenseList,
      handle: async ({ me: { kind, unit } }) => {
        if (kind === 'administrator') return value({ rows: await listSuspense(database.db, null) });
        if (kind !== 'officer' || unit === null) return refusal(NOT_FOUND);
        return value({ rows: await listSuspense(database.db, unit) });
      },
    }),
  ];
}
