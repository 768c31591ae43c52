import { SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import { serveSync, type Ledger, type ServeContext } from '#core/sync/serve.ts';
import { digestOf } from '#server/commands/digest.ts';
import { storable } from '#server/commands/storable.ts';
import type { Content } from '#server/content.ts';
import { refusal, route, value, type Route } from '#server/http/route.ts';

export type SyncRouteDeps = {
  readonly ledger: Ledger;
  readonly content: Pick<Content, 'ground'>;
  /** Server time, the legal time. */
  readonly now: () => number;
};

/** The one exchange of the phone and the server: commands up, outcomes and changes down. */
export function syncRoutes({ ledger, content, now }: SyncRouteDeps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/sync',
      policy: 'signedIn',
      summary: 'Takes the commands of one device in order and answers their outcomes and what changed.',
      body: SyncRequest,
      answer: SyncResponse,
      handle: async ({ me, body }) => {
        // Work made under one account is never sent under another, whoever is signed in on the phone.
        if (body.account !== me.account) return refusal({ code: 'wrongAccount' });
        const at = now();
        const context: ServeContext = {
          now: at,
          name: me.name,
          ground: (procedure, version, unit) => content.ground(procedure, version, unit, at),
          digest: (command) => Promise.resolve(digestOf(command)),
        };
        const served = await serveSync(ledger, storable(body), context);
        return served.ok ? value(served.response) : refusal(served.refusal);
      },
    }),
  ];
}
