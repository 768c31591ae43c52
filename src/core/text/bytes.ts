import type { Language } from './localized.ts';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** Bytes of a text in UTF-8. Half a surrogate pair counts as what encoders write in its place. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else bytes += 3;
    const pair = unit >= 0xd800 && unit < 0xdc00 && text.charCodeAt(at + 1) >> 10 === 0x37;
    if (pair) {
      bytes += 1;
      at += 1;
    }
  }
  return bytes;
}

/**
 * A size people compare with their data plan: "409 KB", "7,4 MB" ("7.4 MB" in English). Steps of 1,000
 * as phones count storage; one decimal from MB on, where it matters, and none that is zero.
 */
export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  // 999,950 bytes are "1 MB": what would round up to 1,000 goes to the next unit.
  while (unit < UNITS.length - 1 && rounded(value, unit) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  const digits = String(rounded(value, unit));
  return `${language === 'vi' ? digits.replace('.', ',') : digits}\u00a0${UNITS[unit]}`;
}

function rounded(value: number, unit: number): number {
  return unit < 2 ? Math.round(value) : Math.round(value * 10) / 10;
}
