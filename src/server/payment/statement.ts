import { linesOf, Unreadable } from '#server/catalogue/lines.ts';
import type { Taken } from './take.ts';
import { BankTransfer } from './transfer.ts';

/** A line nothing was taken of. `conflict`: its number is on record with another content. */
export type BadLine = {
  readonly line: number;
  readonly code: 'encoding' | 'tooLong' | 'notJson' | 'notATransfer' | 'conflict';
  /** The transfer's number, or which parts are wrong; never what they say. */
  readonly reason: string;
};

export type StatementReport = {
  /** Lines with something on them. */
  readonly read: number;
  readonly paid: number;
  /** Of those paid: money nobody waited for any more, with a refund opened. */
  readonly refunds: number;
  readonly suspended: number;
  /** On record already, from the webhook or an earlier statement. */
  readonly known: number;
  readonly bad: readonly BadLine[];
  /** Why the rest of the file could not be read; null when all of it was. */
  readonly failure: Unreadable['code'] | null;
};

/**
 * Takes a bank's statement: JSON lines, a `BankTransfer` each, packed with gzip or not. It is what comes when a webhook
 * never did. Every line goes the way of a webhook's report, so that a file may be given again whole; one bad line holds
 * up no other.
 */
export async function takeStatement(
  bytes: AsyncIterable<Uint8Array>,
  take: (transfer: BankTransfer) => Promise<Taken>,
): Promise<StatementReport> {
  const counts = { read: 0, paid: 0, refunds: 0, suspended: 0, known: 0 };
  const bad: BadLine[] = [];
  try {
    for await (const line of linesOf(bytes)) {
      if (line.kind === 'text' && line.text === '') continue;
      counts.read += 1;
      const found = line.kind === 'text' ? read(line.text) : { code: line.kind, reason: '' };
      if ('code' in found) {
        bad.push({ line: line.number, ...found });
        continue;
      }
      const taken = await take(found.transfer);
      if (taken.kind === 'paid') counts.paid += 1;
      if (taken.kind === 'paid' && taken.refund) counts.refunds += 1;
      if (taken.kind === 'suspended') counts.suspended += 1;
      if (taken.kind === 'duplicate') counts.known += 1;
      if (taken.kind === 'conflict') bad.push({ line: line.number, code: 'conflict', reason: found.transfer.id });
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ...counts, bad, failure: error.code };
  }
  return { ...counts, bad, failure: null };
}

function read(text: string): { readonly transfer: BankTransfer } | Omit<BadLine, 'line'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { code: 'notJson', reason: '' };
  }
  const parsed = BankTransfer.safeParse(json);
  if (parsed.success) return { transfer: parsed.data };
  const parts = parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`);
  return { code: 'notATransfer', reason: parts.slice(0, 3).join('; ') };
}
