import * as z from 'zod/mini';

/** A procedure somebody means to come back to. The name is the catalogue's, for when it is no longer there. */
export const Favourite = z.strictObject({ code: z.string(), name: z.string() });
export type Favourite = z.infer<typeof Favourite>;
