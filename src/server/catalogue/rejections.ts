import { closeSync, openSync, writeSync } from 'node:fs';
import type { Rejection } from '#protocol/catalogue-import.ts';
import { reasonOf } from './words.ts';

export type Rejections = { readonly add: (rejection: Rejection) => void; readonly close: () => void };

/**
 * A file of every rejected record, "line<TAB>code<TAB>reason" each, however many: the report itself lists the first
 * ones alone. What was there before is overwritten.
 *
 * @throws when the file cannot be written
 */
export function openRejections(path: string): Rejections {
  const file = openSync(path, 'w');
  return {
    add: (rejection) => {
      const fields = [String(rejection.line), rejection.code ?? '', reasonOf(rejection)];
      // What a source wrote may hold what separates fields and lines here.
      writeSync(file, `${fields.map((field) => field.replace(/[\t\r\n\u2028\u2029]+/g, ' ')).join('\t')}\n`);
    },
    close: () => closeSync(file),
  };
}
