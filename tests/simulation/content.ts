import type { Draft } from '#core/dossier/draft.ts';

export type Content = Pick<Draft, 'unit' | 'answers' | 'attachments'> &
  ({ readonly version: number } | { readonly procedure: { readonly version: number } });

const contents = new WeakMap<object, string>();

/**
 * What a version of a draft says as one text, and by which version of the form: nobody but the person changes that
 * either. Versions are never changed in place.
 */
export function contentOf(said: Content): string {
  let content = contents.get(said);
  if (content === undefined) {
    const { unit, answers, attachments } = said;
    const version = 'version' in said ? said.version : said.procedure.version;
    content = JSON.stringify([version, unit, answers, attachments]);
    contents.set(said, content);
  }
  return content;
}
