import { fold } from '#core/text/fold.ts';
import type { Commune, FormerCommune } from './province.ts';

/** A unit of today, and by which name of before July 2025 it was found; null when by its own. */
export type FoundPlace = { readonly commune: Commune; readonly former: FormerCommune | null };

/**
 * Communes and wards whose name has every word typed, with or without marks: those of today, and those that were merged,
 * which people go on saying. A name that begins with the words comes first, and one of today before one that is gone.
 * Nothing typed finds all of today's by name.
 */
export function findPlaces(
  communes: readonly Commune[],
  former: readonly FormerCommune[],
  typed: string,
): readonly FoundPlace[] {
  const words = fold(typed).split(' ').filter(Boolean);
  const fits = (text: string) => words.every((word) => fold(text).includes(word));
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  const ofToday = communes
    .filter(({ type, name }) => fits(`${type} ${name}`))
    .map((commune): FoundPlace => ({ commune, former: null }));
  const gone = words.length === 0 ? [] : former.filter(({ name, district }) => fits(`${name} ${district}`));
  const ofBefore = gone.flatMap((one): FoundPlace[] => {
    const commune = byCode.get(one.to);
    return commune && !isSameName(one, commune) ? [{ commune, former: one }] : [];
  });
  const wanted = words.join(' ');
  const rank = (place: FoundPlace) => (bareName(place).startsWith(wanted) ? 0 : 2) + (place.former ? 1 : 0);
  return [...ofToday, ...ofBefore].toSorted(
    (a, b) =>
      rank(a) - rank(b) || bareName(a).localeCompare(bareName(b), 'vi') || (a.former ? 1 : 0) - (b.former ? 1 : 0),
  );
}

/** A commune that kept its name is the same to whoever looks for it. */
function isSameName({ name }: FormerCommune, { type, name: today }: Commune): boolean {
  return fold(name) === fold(`${type} ${today}`);
}

/** Without its kind: "Bản Phiệt". */
function bareName({ commune, former }: FoundPlace): string {
  return fold(former ? former.name.replace(/^(xã|phường|thị trấn)\s+/i, '') : commune.name);
}
