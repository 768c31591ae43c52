import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How a browser may write a text down: databases in UTF-8, session files and web storage in UTF-16. */
const ENCODINGS = {
  'UTF-8': (text: string) => Buffer.from(text, 'utf8'),
  'UTF-16LE': (text: string) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  URL: (text: string) => Buffer.from(encodeURIComponent(text)),
} as const;

/** As typed, decomposed, and without regard to what a form makes of the letters' case. */
function spellings(text: string): string[] {
  return [...new Set([text, text.toLowerCase(), text.toUpperCase()].flatMap((one) => [one, one.normalize('NFD')]))];
}

/**
 * Every place in a folder's files where one of the needles stands: "file: needle (encoding)". A needle is a text,
 * looked for in each spelling and encoding, or bytes as they are. Single words serve best as texts: a compressing
 * database may break up a sentence, hardly an unusual word.
 */
export function findOnDisk(folder: string, needles: Readonly<Record<string, string | Buffer>>): string[] {
  const wanted = Object.entries(needles).flatMap(([name, needle]) =>
    typeof needle === 'string'
      ? Object.entries(ENCODINGS).flatMap(([encoding, write]) =>
          spellings(needle).map((text) => ({ label: `${name} (${encoding})`, bytes: write(text) })),
        )
      : [{ label: `${name} (bytes)`, bytes: needle }],
  );
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    for (const { label, bytes } of wanted) {
      if (content.includes(bytes)) found.add(`${path.relative(folder, file)}: ${label}`);
    }
  }
  return [...found].toSorted();
}
