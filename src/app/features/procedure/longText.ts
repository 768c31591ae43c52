import type { StructuredText } from '#core/procedure/record.ts';

/** Characters that are read at once on a small screen; what follows is a tap away. */
const READ_AT_ONCE = 900;
/** Less than this is not worth a tap. */
const WORTH_A_TAP = 350;

export type SplitText = { readonly shown: StructuredText; readonly rest: StructuredText };

/** A text in two: whole paragraphs and list items until it is long enough, and the rest. Nothing is lost or changed. */
export function splitText(text: StructuredText, atOnce = READ_AT_ONCE): SplitText {
  const shown: StructuredText = [];
  const rest: StructuredText = [];
  let left = atOnce;
  const take = (length: number): boolean => {
    const fits = rest.length === 0 && left > 0;
    left -= length;
    return fits;
  };
  for (const block of text) {
    if (!Array.isArray(block)) (take(block.length) ? shown : rest).push(block);
    else {
      const some = block.filter((item) => take(item.length));
      if (some.length > 0) shown.push(some);
      if (some.length < block.length) rest.push(block.slice(some.length));
    }
  }
  return lengthOf(rest) < WORTH_A_TAP ? { shown: [...text], rest: [] } : { shown, rest };
}

export function lengthOf(text: StructuredText): number {
  return text.flat().reduce((sum, part) => sum + part.length, 0);
}

export function partsIn(text: StructuredText): number {
  return text.flat().length;
}

/** A list's first items while it is long, and the others. */
export function splitList<T>(items: readonly T[], most: number): readonly [readonly T[], readonly T[]] {
  return items.length <= most + 2 ? [items, []] : [items.slice(0, most), items.slice(most)];
}

/** Without the dash the source begins a line of a list with, since the list draws its own. */
export function unbulleted(text: string): string {
  return text.replace(/^\s*[-–+*•](?:\s+(?=\S)|(?=[^\s\d]))/u, '');
}

/** "Bước 1:" and what follows it, so that the eye finds the steps. */
export function stepAtHead(text: string): readonly [head: string, rest: string] {
  const head = /^\s*[-–+]?\s*(?:Bước|Giai đoạn)\s+\d+(?:\.\d+)*\s*[:.–-]?/iu.exec(text)?.[0] ?? '';
  return [head, text.slice(head.length)];
}
