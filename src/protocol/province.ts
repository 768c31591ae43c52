import * as z from 'zod/mini';
import { Instant } from '#core/dossier/dossier.ts';
import { Commune } from '#core/procedure/province.ts';
import { LocalizedText } from '#core/text/localized.ts';

/** A key that verifies what the province signs (JWS ES256); `kid` is its RFC 7638 thumbprint. */
export const SigningKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  kid: z.string().check(z.minLength(1)),
  x: z.string(),
  y: z.string(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** A commune or ward that takes dossiers, and its centre. */
const Unit = z.strictObject({
  code: Commune.def.shape.code,
  name: Commune.def.shape.name,
  type: Commune.def.shape.type,
  mountain: Commune.def.shape.mountain,
  centre: Commune.def.shape.centre,
});

/** GET /api/province: what a phone keeps of its province. Its ETag covers all of it but `serverTime`. */
export const ProvinceProfile = z.strictObject({
  code: z.string(),
  name: LocalizedText,
  /** Null while no number is verified. */
  hotline: z.nullable(z.string()),
  units: z.array(Unit),
  /** The key that signs today, then those that signed what is still around. */
  keys: z.array(SigningKey).check(z.minLength(1)),
  /** People sign in and pay with the sandbox's identity provider and bank; nothing here is real. */
  sandbox: z.boolean(),
  serverTime: Instant,
});
export type ProvinceProfile = z.infer<typeof ProvinceProfile>;
