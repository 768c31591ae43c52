import type { Day } from '#core/calendar/day.ts';
import type { LifeEvent, Procedure } from '#core/procedure/procedure.ts';
import { fold } from '#core/text/fold.ts';
import { buildIndex, search, type SearchIndex } from '#core/text/search.ts';
import type { Catalogue } from '#app/state/catalogue.ts';

/** What can be done on this phone from beginning to end is found before what cannot. */
const RANK_WITH_FORM = 0.6;

let built: { readonly of: Catalogue; readonly index: SearchIndex } | null = null;

/** The catalogue's index, built at the first search. Both languages are in it: neighbours mix them. */
function indexOf(catalogue: Catalogue): SearchIndex {
  if (built?.of !== catalogue) {
    const entries = catalogue.procedures.map((procedure) => ({
      id: procedure.code,
      name: procedure.name.vi,
      keywords: [...procedure.keywords, procedure.name.en, procedure.officialName],
      summary: `${procedure.summary.vi} ${procedure.summary.en} ${procedure.field.vi} ${procedure.field.en}`,
      rank: procedure.form ? RANK_WITH_FORM : 0,
    }));
    built = { of: catalogue, index: buildIndex(entries) };
  }
  return built.index;
}

/** True once a procedure has been withdrawn; it is then found by search only, to say what replaced it. */
export function isWithdrawn(procedure: Procedure, today: Day): boolean {
  return procedure.validTo !== undefined && procedure.validTo < today;
}

/**
 * What the list shows: for words the best first, otherwise everything in force, what has a form first
 * and then by name. `event` keeps those of one life event.
 */
export function findProcedures(
  catalogue: Catalogue,
  { query, event, today }: { query: string; event: LifeEvent | null; today: Day },
): Procedure[] {
  const found =
    query.trim() === ''
      ? inOrder(catalogue.procedures.filter((procedure) => !isWithdrawn(procedure, today)))
      : search(indexOf(catalogue), query, catalogue.procedures.length).flatMap(({ id }) => catalogue.find(id) ?? []);
  return event ? found.filter((procedure) => procedure.lifeEvents.includes(event)) : found;
}

function inOrder(procedures: readonly Procedure[]): Procedure[] {
  const names = new Map(procedures.map((procedure) => [procedure.code, fold(procedure.name.vi)]));
  const name = ({ code }: Procedure) => names.get(code) ?? '';
  return procedures.toSorted(
    (a, b) => Number(b.form !== undefined) - Number(a.form !== undefined) || (name(a) < name(b) ? -1 : 1),
  );
}

/** A piece of a text, and whether the words typed match it. `at` is where it begins. */
export type Piece = { readonly at: number; readonly text: string; readonly found: boolean };

/** Splits a text into pieces; a word that begins with one of those typed is found, whatever its marks. */
export function highlight(text: string, query: string): Piece[] {
  const typed = fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];
  const pieces: Piece[] = [];
  for (const { 0: piece, index } of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu)) {
    const folded = fold(piece);
    const found = folded !== '' && typed.some((word) => folded.startsWith(word));
    const last = pieces.at(-1);
    if (last && !last.found && !found) pieces[pieces.length - 1] = { ...last, text: last.text + piece };
    else pieces.push({ at: index, text: piece, found });
  }
  return pieces;
}
