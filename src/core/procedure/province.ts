import * as z from 'zod/mini';
import { LocalizedText } from '#core/text/localized.ts';
import { Confidence } from './procedure.ts';

/** A commune or ward of today (two levels since 2025-07-01) and the centre that serves it. */
export const Commune = z.strictObject({
  code: z.string().check(z.regex(/^\d{5}$/)),
  name: z.string(),
  type: z.enum(['xã', 'phường']),
  /** Mountain communes get the extra days some deadlines allow. */
  mountain: z.boolean(),
  /** What dossier codes of this unit begin with: "H38.16". */
  dossierPrefix: z.string().check(z.regex(/^H\d{2}\.\d{2,3}$/)),
  centre: z.strictObject({
    name: LocalizedText,
    address: z.optional(z.string()),
    confidence: Confidence,
  }),
});
export type Commune = z.infer<typeof Commune>;

/** A province's profile: data of the deployment, never code. */
export const Province = z.strictObject({
  code: z.string(),
  name: LocalizedText,
  dossierPrefix: z.string(),
  /** Null while no number is verified; screens then name the centre instead. */
  hotline: z.nullable(z.string()),
  hotlineConfidence: z.optional(Confidence),
  communes: z.array(Commune).check(z.minLength(1)),
});
export type Province = z.infer<typeof Province>;

/** A commune as it was before 1 July 2025; a part of one may have gone to another unit than the rest. */
export const FormerCommune = z.strictObject({
  /** Null where the source has lost it. */
  code: z.nullable(z.string().check(z.regex(/^\d{5}$/))),
  /** With its kind: "Xã Bản Phiệt". */
  name: z.string(),
  district: z.string(),
  province: z.string(),
  /** The unit of today. */
  to: Commune.def.shape.code,
});
export type FormerCommune = z.infer<typeof FormerCommune>;
