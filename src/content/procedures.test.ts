import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Condition, Field } from '#core/form/form.ts';
import { Procedure } from '#core/procedure/procedure.ts';
import { faultIn, versionsByCode } from '#core/procedure/versions.ts';

const FOLDER = new URL('procedures/', import.meta.url);

/** The 60 procedures that mountain communes use most. */
const CODES = `
  1.000094 1.000656 1.000689 1.000894 1.001022 1.001193 1.001612 1.001622 1.001653 1.001699
  1.001731 1.001776 1.001939 1.002759 1.003583 1.003677 1.004194 1.004222 1.004837 1.004859
  1.004873 1.004884 1.008004 1.010038 1.010041 1.010803 1.010833 1.011471 1.011606 1.011607
  1.012222 1.012812 1.014027 1.014028 1.014061 1.014062 1.014063 1.014064 1.014336 1.115661
  1.115662 1.115668 1.115679 1.115689 2.000635 2.000720 2.000815 2.000884 2.000908 2.001019
  2.001035 2.001159 2.002770 2.002913 3.000228 3.000333 3.000347 3.000348 3.000412 3.000722
`
  .trim()
  .split(/\s+/);
const NAME_LIMIT = 60;

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function read(file: string): Procedure {
  return Procedure.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));
}

function fieldsIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsIn);
  if ('any' in condition) return condition.any.flatMap(fieldsIn);
  if ('not' in condition) return fieldsIn(condition.not);
  return [condition.field];
}

/** Fields that a condition names although `known` does not hold them. */
function strangers(condition: Condition | undefined, known: ReadonlySet<string>): string[] {
  return condition ? fieldsIn(condition).filter((field) => !known.has(field)) : [];
}

function fieldsOf(procedure: Procedure): Field[] {
  return procedure.form?.pages.flatMap((page) => page.fields) ?? [];
}

function duplicates(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** A page may depend on earlier pages; a field also on the fields of its own page. */
function lateReferences(procedure: Procedure): string[] {
  const known = new Set<string>();
  const late: string[] = [];
  for (const page of procedure.form?.pages ?? []) {
    late.push(...strangers(page.showWhen, known));
    for (const field of page.fields) known.add(field.id);
    for (const field of page.fields) late.push(...strangers(field.showWhen, known));
  }
  return late;
}

test('VERSION-10 versions of before are named as they are, belong to a procedure of today, and rise with it', () => {
  const folder = new URL('former-procedures/', import.meta.url);
  const former = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const all = [...files.map((name) => read(name)), ...former.map((name) => read(`../former-procedures/${name}`))];
  for (const name of former) {
    const { code, version } = read(`../former-procedures/${name}`);
    expect(name).toBe(`${code}-v${version}.json`);
    expect(CODES).toContain(code);
  }
  expect([...versionsByCode(all).values()].flatMap((versions) => faultIn(versions) ?? [])).toEqual([]);
});

test('the catalogue holds exactly the 60 procedures', () => {
  expect(files.toSorted()).toEqual(CODES.map((code) => `${code}.json`).toSorted());
});

describe.each(files)('%s', (file) => {
  test('is a procedure named by its code', () => {
    expect(`${read(file).code}.json`).toBe(file);
  });

  test('has names that fit on a phone', () => {
    const procedure = read(file);
    const names = [procedure.name, ...procedure.documents.map((document) => document.name)];
    const long = names.flatMap(({ vi, en }) => [vi, en]).filter((name) => name.length > NAME_LIMIT);
    expect(long).toEqual([]);
  });

  test('has unique ids of pages, fields and papers', () => {
    const procedure = read(file);
    expect(duplicates(fieldsOf(procedure).map((field) => field.id))).toEqual([]);
    expect(duplicates(procedure.form?.pages.map((page) => page.id) ?? [])).toEqual([]);
    expect(duplicates(procedure.documents.map((document) => document.id))).toEqual([]);
  });

  test('shows pages, fields and papers by answers that exist by then', () => {
    const procedure = read(file);
    expect(lateReferences(procedure)).toEqual([]);
    const all = new Set(fieldsOf(procedure).map((field) => field.id));
    expect(procedure.documents.flatMap((document) => strangers(document.showWhen, all))).toEqual([]);
  });

  test('multiplies the fee by a number the form asks for', () => {
    const procedure = read(file);
    const per = procedure.fee.kind === 'fixed' ? procedure.fee.per : undefined;
    if (!per) return;
    expect(fieldsOf(procedure).find((field) => field.id === per.field)?.type).toBe('number');
  });
});
