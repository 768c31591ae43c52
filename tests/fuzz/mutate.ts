import type { Random } from '#tests/support/random.ts';

/** Any JSON, as `JSON.stringify` takes it. */
type Json = unknown;

/** Never a UUID nobody knows, and never the next number of anything: what is made of these can only be refused or repeat. */
const JUNK: readonly Json[] = [
  null,
  true,
  '',
  ' ',
  'x',
  '\u0000',
  '\uD800',
  'Ủ'.repeat(300),
  '../../etc/passwd',
  "'; DROP TABLE dossier; --",
  '<script>alert(1)</script>',
  '00000000-0000-0000-0000-00000000000g',
  -1,
  -0,
  1.5,
  1e21,
  2 ** 53,
  -(2 ** 63),
  [],
  {},
  [[]],
  [null],
  { type: 'submit' },
  { toString: 1, constructor: 2 },
  '9'.repeat(400),
];

/** The value with one to three of its places changed: replaced, removed, doubled, or given a neighbour. */
export function mutate(random: Random, value: Json): Json {
  let mutated = value;
  for (let times = 1 + random.int(3); times > 0; times -= 1) mutated = once(random, mutated);
  return mutated;
}

function once(random: Random, value: Json): Json {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.85)) {
    const at = random.int(value.length);
    const roll = random.int(10);
    if (roll === 0) return value.toSpliced(at, 1);
    if (roll === 1) return [...value, value[at]];
    return value.with(at, once(random, value[at]));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && random.chance(0.9)) {
    const entries = Object.entries(value);
    const roll = random.int(10);
    if (entries.length === 0 || roll === 0) return { ...value, [junkKey(random)]: random.pick(JUNK) };
    const at = random.int(entries.length);
    const [key, inner] = entries[at] ?? ['', null];
    if (roll === 1) return Object.fromEntries(entries.toSpliced(at, 1));
    return { ...value, [key]: once(random, inner) };
  }
  if (typeof value === 'string' && value !== '' && random.chance(0.3)) {
    const at = random.int(value.length);
    return value.slice(0, at) + random.pick(['', '\u0000', 'Z', '\u202E', ' ', '😀']) + value.slice(at + 1);
  }
  return random.pick(JUNK);
}

function junkKey(random: Random): string {
  return random.pick(['x', 'constructor', 'toString', 'hasOwnProperty', '', '\u0000', 'type', 'id', 'seq']);
}

/** Text that is no JSON, or JSON that should not be read. */
export function brokenText(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text);
  const at = random.int(bytes.length);
  switch (random.int(9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc0, 0x80]), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes.subarray(0, at)]);
    case 3:
      return Buffer.from(text, 'utf16le');
    case 4:
      return Buffer.from(`${'['.repeat(1 + random.int(100_000))}`);
    case 5:
      return Buffer.from(`{"a":`.repeat(33 + random.int(5_000)) + '1' + '}'.repeat(5_033));
    case 6:
      return Buffer.from(text.replace('{', `{"__proto__":{"account":"x"},`));
    case 7:
      return Buffer.alloc(256 * 1024 + 1 + random.int(64 * 1024), 0x20);
    default:
      return Buffer.alloc(random.int(3), 0x30 + random.int(10));
  }
}
