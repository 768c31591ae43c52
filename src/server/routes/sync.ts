import * as z from 'zod/mini';
import type { Uuid } from '#core/dossier/dossier.ts';
import { PROTOCOL, SyncRequest } from '#core/sync/messages.ts';
import type { Ledger } from '#core/sync/ledger.ts';
import { serveSync, type ServeContext } from '#core/sync/serve.ts';
import { leaveOut, TERSE, TerseResponse } from '#protocol/terse.ts';
import { answerInWordsOf, inTodaysWords, refusalInWordsOf, SPOKEN } from '#protocol/spoken.ts';
import { SyncRequestV1, SyncResponseV1 } from '#protocol/v1.ts';
import { SyncResponseV2 } from '#protocol/v2.ts';
import { digestOf } from '#server/commands/digest.ts';
import { storable } from '#server/commands/storable.ts';
import type { Content } from '#server/content.ts';
import { refusalOf } from '#server/db/errors.ts';
import { FULL_RETRY_SECONDS, type Room } from '#server/files/room.ts';
import { refusal, route, value, type Route } from '#server/http/route.ts';
import type { Sentinel } from '#server/identity/sentinel.ts';

export type SyncRouteDeps = {
  readonly ledger: Ledger;
  readonly content: Pick<Content, 'ground'>;
  readonly makeReceipt: ServeContext['sign'];
  readonly readReceipt: ServeContext['receiptFor'];
  readonly sentinel: Pick<Sentinel, 'deviceOf' | 'remember'>;
  readonly hasRoom: Room;
  /** Server time, the legal time. */
  readonly now: () => number;
};

/** An app newer than this server: told which versions it speaks, whatever else it says. */
const Newer = z.looseObject({ protocol: z.int().check(z.minimum(PROTOCOL + 1, { abort: true })) });

/** The one exchange of the phone and the server: commands and drafts up, outcomes and changes down. */
export function syncRoutes(deps: SyncRouteDeps): Route[] {
  const { ledger, content, makeReceipt, readReceipt, sentinel, hasRoom, now } = deps;
  /** Remembered at a device's first exchange; where the browser was another device before, its person is asked first. */
  const remembering = (request: Request, account: string, device: Uuid): Record<string, string> => {
    if (sentinel.deviceOf(request, account) !== null) return {};
    const cookie = sentinel.remember(request, account, device);
    return cookie === null ? {} : { 'Set-Cookie': cookie };
  };
  return [
    route({
      method: 'POST',
      path: '/api/sync',
      policy: 'signedIn',
      summary: 'Takes the commands of one device in order and answers their outcomes and what changed.',
      body: z.union([SyncRequest, SyncRequestV1, Newer]),
      // An answer in full is one that leaves nothing out: it is checked once.
      answer: z.union([TerseResponse, SyncResponseV2, SyncResponseV1]),
      handle: async ({ me, body, request: http, log }) => {
        if (!('device' in body) || !isSpoken(body)) {
          return refusal({ code: 'protocolUnsupported', supported: SPOKEN });
        }
        // Work made under one account is never sent under another, whoever is signed in on the phone.
        if (body.account !== me.account) return refusal({ code: 'wrongAccount' });
        const request = inTodaysWords(body);
        // A full disk takes nothing in, and goes on telling what there is.
        if (request.commands.length + request.drafts.length > 0 && !(await hasRoom())) {
          return refusal({ code: 'storageFull' }, FULL_RETRY_SECONDS);
        }
        const at = now();
        const context: ServeContext = {
          now: at,
          name: me.name,
          ground: (procedure, version, unit) => content.ground(procedure, version, unit, at),
          digest: (command) => Promise.resolve(digestOf(command)),
          sign: makeReceipt,
          receiptFor: readReceipt,
          passing: (error) => refusalOf(error) !== null,
          alarm: ({ id, seq }, why) => log.error({ command: id, seq, why }, 'command refused by the server itself'),
        };
        const served = await serveSync(ledger, storable(request), context);
        if (!served.ok) return refusal(refusalInWordsOf(body, served.refusal));
        const isTerse = body.protocol === PROTOCOL && http.headers.get('Prefer') === TERSE;
        const answer = isTerse ? leaveOut(body, served.response) : answerInWordsOf(body, served.response);
        return value(answer, 200, remembering(http, me.account, body.device));
      },
    }),
  ];
}

function isSpoken(body: { readonly protocol: number }): body is SyncRequest | SyncRequestV1 {
  return SPOKEN.includes(body.protocol);
}
