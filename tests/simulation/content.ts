import type { Sha256 } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { canonicalJson } from '#server/commands/digest.ts';

export type Content = Pick<Draft, 'unit' | 'answers' | 'attachments'> &
  ({ readonly version: number } | { readonly procedure: { readonly version: number } });

const contents = new WeakMap<object, string>();

/**
 * What a version of a draft says as one text, and by which version of the form: nobody but the person changes that
 * either. In which order the answers were written says nothing: who answers again just what was there has written
 * nothing new, and nobody is asked to choose between the two. Versions are never changed in place.
 */
export function contentOf(said: Content): string {
  let content = contents.get(said);
  if (content === undefined) {
    const { unit, answers, attachments } = said;
    const version = 'version' in said ? said.version : said.procedure.version;
    content = canonicalJson([version, unit, answers, attachments]);
    contents.set(said, content);
  }
  return content;
}

/** The pages that such a text names. */
export function pagesIn(content: string): Sha256[] {
  return [...content.matchAll(/"hash":"([0-9a-f]+)"/g)].flatMap(([, hash]) => hash ?? []);
}
