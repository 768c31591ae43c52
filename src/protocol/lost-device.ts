import * as z from 'zod/mini';
import { Instant, Uuid } from '#core/dossier/dossier.ts';

/** A dossier whose papers never arrived whole and had only been on the lost device. */
const IncompleteDossier = z.strictObject({
  id: Uuid,
  code: z.string(),
  procedure: z.string(),
  /** By the paper's id in the procedure: how many of its pages the server lacks. */
  papers: z.array(z.strictObject({ document: z.string(), missing: z.int(), of: z.int() })),
});

/** A draft that travelled. Its photos did not: `photos` is how many were only on the lost device. */
const SafeDraft = z.strictObject({ id: Uuid, procedure: z.string(), savedAt: Instant, photos: z.int() });

/**
 * What the server can say of a device whose store the browser has thrown away. What was never sent from it nobody
 * can know.
 */
export const LostDevice = z.strictObject({
  device: Uuid,
  lastSeq: z.int(),
  /** Server time. */
  lastContactAt: Instant,
  /** Dossiers of the account that are on the server, whole or not. */
  dossiers: z.int(),
  incomplete: z.array(IncompleteDossier),
  drafts: z.array(SafeDraft),
});
export type LostDevice = z.infer<typeof LostDevice>;

export const LostDeviceAnswer = z.strictObject({ lost: z.nullable(LostDevice) });

/** Asks about the device before the one at hand. */
export const LOST_DEVICE_PATH = '/api/me/lost-device';
