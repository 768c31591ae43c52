import { createHash } from 'node:crypto';
import type { Sha256 } from '#core/dossier/dossier.ts';

/**
 * JSON with the keys of every object sorted, so that the same value has the same text wherever it has been:
 * a database's jsonb, another version's client. Members that are undefined are left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = value as Readonly<Record<string, unknown>>;
    const said = Object.keys(members)
      .sort()
      .flatMap((key) => (members[key] === undefined ? [] : `${JSON.stringify(key)}:${canonicalJson(members[key])}`));
    return `{${said.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 in hex of a text. */
export function sha256(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex');
}

/** The fingerprint by which a repeated command is known to be the same one. */
export function digestOf(value: unknown): Sha256 {
  return sha256(canonicalJson(value));
}
