import * as z from 'zod/mini';

/** A sentence in every language of the interface. Content that lacks one does not load. */
export const LocalizedText = z.strictObject({
  vi: z.string().check(z.minLength(1)),
  en: z.string().check(z.minLength(1)),
});
export type LocalizedText = z.infer<typeof LocalizedText>;

export type Language = keyof LocalizedText;
export const LANGUAGES = ['vi', 'en'] as const satisfies readonly Language[];
