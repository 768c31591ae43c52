import type { ProcedureRecord } from '#core/procedure/record.ts';
import { ProcedureCode } from '#core/procedure/record.ts';
import { createCategories } from './categories.ts';
import { recordOf } from './from-portal.ts';
import { linesOf, Unreadable, type Line } from './lines.ts';
import { PortalProcedure } from './portal.ts';
import type { Rejection } from '#protocol/catalogue-import.ts';

export type ReadItem =
  | { readonly kind: 'record'; readonly line: number; readonly record: ProcedureRecord }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  /** Another province's own procedure. */
  | { readonly kind: 'elsewhere' };

export type ReadOptions = {
  /** The dossier prefix of the province ("H38"): procedures of other provinces' own are passed over. Null takes all. */
  readonly province: string | null;
};

/**
 * Reads a file of the portal, a procedure a line. Bad records are told and passed over; the file's end is reached
 * or the whole of it fails.
 *
 * @throws Unreadable
 */
export async function* readPortal(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<ReadItem> {
  const lineOfCode = new Map<string, number>();
  const categories = createCategories();
  for await (const line of linesOf(bytes)) {
    if (line.kind === 'text' && line.text === '') continue;
    const read = parseLine(line);
    if ('reason' in read) {
      yield { kind: 'rejected', rejection: read };
      continue;
    }
    const { code, procedure } = read;
    const reject = (reason: Rejection['reason'], detail: string): ReadItem => ({
      kind: 'rejected',
      rejection: { line: line.number, code, reason, detail },
    });
    const before = lineOfCode.get(code);
    const cycle = before === undefined ? categories.add(procedure.detail.categoriesDetails) : null;
    if (before !== undefined) yield reject('duplicate', String(before));
    else if (cycle !== null) yield reject('categoryCycle', cycle.join(' → '));
    else {
      lineOfCode.set(code, line.number);
      const record = recordOf(procedure, code);
      const { province } = record.source;
      if (options.province !== null && province !== undefined && province !== options.province) {
        yield { kind: 'elsewhere' };
      } else yield { kind: 'record', line: line.number, record };
    }
  }
}

function parseLine(line: Line): Rejection | { readonly code: string; readonly procedure: PortalProcedure } {
  const reject = (code: string | null, reason: Rejection['reason'], detail: string): Rejection => ({
    line: line.number,
    code,
    reason,
    detail,
  });
  if (line.kind === 'tooLong') return reject(null, 'tooLong', String(line.bytes));
  if (line.kind === 'encoding') return reject(null, 'encoding', '');

  let json: unknown;
  try {
    json = JSON.parse(line.text);
  } catch {
    // Half a record at the end, and no line end behind it: the rest of the file is missing.
    if (line.last && line.text.startsWith('{')) throw new Unreadable('truncated', line.number);
    return reject(null, 'json', '');
  }
  const parsed = PortalProcedure.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return reject(codeIn(json), 'shape', `${issue?.path.join('.') ?? ''}: ${issue?.code ?? ''}`.slice(0, 200));
  }
  const code = parsed.data.code.trim();
  if (!ProcedureCode.safeParse(code).success) return reject(code.slice(0, 40), 'code', code.slice(0, 40));
  if (parsed.data.detail.code.trim() !== code) return reject(code, 'codesDiffer', parsed.data.detail.code.slice(0, 40));
  if (parsed.data.name.trim() === '') return reject(code, 'shape', 'name: empty');
  return { code, procedure: parsed.data };
}

/** The code of something that is no procedure, for the list of what went wrong. */
function codeIn(json: unknown): string | null {
  const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : null;
  return typeof code === 'string' ? code.trim().slice(0, 40) : null;
}
