import type { Logger } from 'pino';
import type { OpenDatabase } from '#server/db/database.ts';
import { signBody, SIGNATURE_HEADER } from './signature.ts';
import { takeStatement, type StatementReport } from './statement.ts';
import type { Taken } from './take.ts';
import type { BankTransfer } from './transfer.ts';

export type PollOptions = {
  /** The bank's name in the log. */
  readonly provider: string;
  /** Where the bank answers what has come in: `GET …?since=<milliseconds>`, a `BankTransfer` a line as JSON. */
  readonly url: string;
  /** Shared with the bank alone. */
  readonly secret: string;
  readonly isAwaited: () => Promise<boolean>;
  readonly take: (transfer: BankTransfer) => Promise<Taken>;
  /** The machine's clock, by which a bank signs and books. */
  readonly machineNow: () => number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** `idle`: nobody's money is awaited, and the bank was not asked. `unanswered`: why there was no statement. */
export type Polled =
  | { readonly kind: 'idle' }
  | { readonly kind: 'unanswered'; readonly why: string }
  | { readonly kind: 'taken'; readonly report: StatementReport };

const DAY_MS = 24 * 60 * 60_000;

/** What is older comes with the daily statement. */
const LOOK_BACK_MS = 2 * DAY_MS;

/** A bank may book a transfer a little later than the time it gives it. */
const OVERLAP_MS = 60 * 60_000;

const ANSWER_WITHIN_MS = 60_000;

/**
 * Asks the bank what has come in, as long as a fee is awaited: money arrives also where a webhook never does, and
 * without anybody's doing. What the answer says goes the way of the daily statement, so that asking too often or twice
 * pays nothing twice. The question is signed as the bank's own reports are, over its query.
 */
export function pollingBank({ url, secret, isAwaited, take, machineNow, provider, log }: PollOptions) {
  let heardUpTo = Number.NEGATIVE_INFINITY;

  return async (signal: AbortSignal): Promise<Polled> => {
    if (!(await isAwaited())) return { kind: 'idle' };
    const askedAt = machineNow();
    const since = Math.max(heardUpTo - OVERLAP_MS, askedAt - LOOK_BACK_MS);
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const report = await takeStatement(statementSince(since, askedAt, within), take);
      // What is no statement, a portal's page, tells nothing of what came in.
      if (report.failure === null && report.bad.length === 0) heardUpTo = askedAt;
      logReport(report);
      return { kind: 'taken', report };
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (!signal.aborted) log.warn({ provider, why: error.message }, 'the bank gave no statement');
      return { kind: 'unanswered', why: error.message };
    }
  };

  function logReport({ paid, refunds, suspended, bad, failure }: StatementReport): void {
    if (paid + suspended > 0) log.info({ provider, paid, refunds, suspended }, 'money no webhook had reported');
    for (const { line, code, reason } of bad) {
      if (code === 'conflict')
        log.error({ provider, transfer: reason }, 'ALARM: the bank gave one number to two transfers');
      else log.error({ provider, line, code, reason }, 'a line of the bank that is no transfer');
    }
    if (failure !== null) log.error({ provider, failure }, 'a statement that cannot be read to its end');
  }

  async function* statementSince(since: number, now: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const address = new URL(url);
    address.searchParams.set('since', String(since));
    const signature = signBody(secret, now, new TextEncoder().encode(address.search.slice(1)));
    try {
      const answer = await fetch(address, { headers: { [SIGNATURE_HEADER]: signature }, redirect: 'error', signal });
      if (answer.status !== 200) {
        await answer.body?.cancel();
        throw new Unanswered(`status ${answer.status}`);
      }
      if (answer.body !== null) yield* answer.body;
    } catch (error) {
      throw error instanceof Unanswered ? error : new Unanswered(describe(error));
    }
  }
}

/** Whether some dossier waits for money. */
export async function isMoneyAwaited({ db }: Pick<OpenDatabase, 'db'>): Promise<boolean> {
  const awaited = await db
    .selectFrom('fee')
    .innerJoin('dossier', 'dossier.id', 'fee.dossier')
    .select('fee.id')
    .where('fee.paid_at', 'is', null)
    .where('dossier.status', '=', 'paymentRequested')
    .limit(1)
    .executeTakeFirst();
  return awaited !== undefined;
}

/** No statement, or only the beginning of one: what was read before is taken, and the next time brings the rest. */
class Unanswered extends Error {}

function describe(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
