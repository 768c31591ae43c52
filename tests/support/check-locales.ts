// Texts are complete when both languages have the same keys with the same placeholders and each is used.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = 'locales';
const BASE = 'vi';
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of leaves(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

function read(language: string, file: string): Map<string, string> {
  return leaves(JSON.parse(readFileSync(path.join(ROOT, language, file), 'utf8')) as Tree);
}

const stem = (key: string) => key.replace(PLURAL, '');
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]);
const problems: string[] = [];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  .map((file) => readFileSync(path.join('src', file), 'utf8'))
  .join('\n');
/** `status.${…}` in a template uses every key that begins with "status.". */
const usedPrefixes = [...sources.matchAll(/[`:]([A-Za-z][\w.]*\.)\$\{/g)].map((match) => match[1] ?? '');
const isUsed = (key: string) =>
  new RegExp(`['"\`:]${key.replaceAll('.', '\\.')}['"\`]`).test(sources) ||
  usedPrefixes.some((prefix) => key.startsWith(prefix));

const languages = readdirSync(ROOT).filter((name) => !name.includes('.'));
const files = new Set(languages.flatMap((language) => readdirSync(path.join(ROOT, language))));
for (const file of files) {
  const base = read(BASE, file);
  const baseStems = new Set([...base.keys()].map(stem));
  for (const [key, text] of base) {
    if (text.trim() === '') problems.push(`${BASE}/${file}: "${key}" is empty`);
    if (!isUsed(stem(key))) problems.push(`${BASE}/${file}: "${key}" is used nowhere`);
  }
  for (const language of languages.filter((name) => name !== BASE)) {
    const other = read(language, file);
    const otherStems = new Set([...other.keys()].map(stem));
    for (const key of baseStems) if (!otherStems.has(key)) problems.push(`${language}/${file}: "${key}" is missing`);
    for (const [key, text] of other) {
      if (text.trim() === '') problems.push(`${language}/${file}: "${key}" is empty`);
      if (!baseStems.has(stem(key))) problems.push(`${language}/${file}: "${key}" is not in ${BASE}`);
      const twin = base.get(key) ?? base.get(`${stem(key)}_other`) ?? base.get(stem(key));
      const [ours, theirs] = [placeholders(twin ?? ''), placeholders(text)].map((names) =>
        [...new Set(names)].sort().join(),
      );
      if (twin !== undefined && ours !== theirs && !key.endsWith('_one')) {
        problems.push(`${language}/${file}: "${key}" has other placeholders than ${BASE}`);
      }
    }
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
