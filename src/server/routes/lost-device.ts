import * as z from 'zod/mini';
import { Uuid } from '#core/dossier/dossier.ts';
import { LOST_DEVICE_PATH, LostDeviceAnswer } from '#protocol/lost-device.ts';
import { findLostDevice } from '#server/commands/lost-device.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { route, value, type Reply, type Route } from '#server/http/route.ts';
import type { Sentinel } from '#server/identity/sentinel.ts';

export type LostDeviceRouteDeps = {
  readonly database: Pick<OpenDatabase, 'transaction'>;
  readonly sentinel: Pick<Sentinel, 'deviceOf' | 'remember'>;
};

const Device = z.strictObject({ device: Uuid });

/**
 * Whether the browser has thrown away an account's store: a phone asks once for each device it becomes, and says
 * when its person has read the answer. From then on the browser stands for the new device.
 */
export function lostDeviceRoutes({ database, sentinel }: LostDeviceRouteDeps): Route[] {
  const nothingLost = (cookie: string | null): Reply<z.infer<typeof LostDeviceAnswer>> =>
    value({ lost: null }, 200, cookie === null ? {} : { 'Set-Cookie': cookie });

  return [
    route({
      method: 'GET',
      path: LOST_DEVICE_PATH,
      policy: 'signedIn',
      summary: 'What is known of the device that this browser was for this account before "device", if another one.',
      query: Device,
      answer: LostDeviceAnswer,
      handle: async ({ me, query: { device }, request }) => {
        const before = sentinel.deviceOf(request, me.account);
        const lost =
          before === null || before === device
            ? null
            : await database.transaction(async (sql) => await findLostDevice(sql, me.account, before));
        return lost === null ? nothingLost(sentinel.remember(request, me.account, device)) : value({ lost });
      },
    }),
    route({
      method: 'POST',
      path: LOST_DEVICE_PATH,
      policy: 'signedIn',
      summary: 'The person has read what was lost: this browser is "device" now.',
      body: Device,
      answer: LostDeviceAnswer,
      handle: async ({ me, body: { device }, request }) => nothingLost(sentinel.remember(request, me.account, device)),
    }),
  ];
}
