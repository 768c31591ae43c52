import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely';
import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { STATUSES, Uuid, type Status } from '#core/dossier/dossier.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import { fold } from '#core/text/fold.ts';
import { QUEUES, type DeskRow, type Queue } from '#protocol/desk.ts';

const PAGE = 50;
/** Of what is closed, and of what a search finds everywhere, so many of the newest can be paged through. */
const NEWEST = 200;

/**
 * The statuses of each queue. Overdue are those whose legal clock runs and whose promised day is past: while a
 * supplement or a payment is awaited the clock stands still and the day will move, and a result that waits to be
 * fetched has stopped it.
 */
const STATUSES_OF = {
  toReceive: ['registered'],
  inProgress: ['received', 'processing'],
  toSupplement: ['supplementRequested'],
  toPay: ['paymentRequested'],
  toReturn: ['finished'],
  overdue: ['received', 'processing'],
  closed: STATUSES.filter(isClosed),
} as const satisfies Record<Queue, readonly Status[]>;

/** What the desk asks for. Without a queue: the search in all of them. `after`: where the page before ended. */
export type DeskQuestion = {
  readonly unit: string;
  readonly today: Day;
  readonly queue: Queue | null;
  readonly search: string;
  readonly after: Place | null;
};

/** Where a page ended: by due day (null sorts last) and submission, or by the last change. Times in microseconds. */
export const Place = z.union([
  z.strictObject({ due: z.nullable(Day), submitted: z.int(), id: Uuid }),
  z.strictObject({ changed: z.int(), id: Uuid }),
]);
export type Place = z.infer<typeof Place>;

/** An opaque word for a place, for the next page's address. */
export function placeWord(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place a word means, or null when it is not one of ours. */
export function findPlace(word: string): Place | null {
  try {
    const parsed = Place.safeParse(JSON.parse(Buffer.from(word, 'base64url').toString()));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** How many dossiers of a unit are in each queue. */
export async function countQueues(db: QueryExecutorProvider, unit: string, today: Day): Promise<Record<Queue, number>> {
  const { rows } = await sql<{ status: Status; all: number; late: number }>`
    SELECT status, count(*)::int AS all, (count(*) FILTER (WHERE promised_day < ${today}::date))::int AS late
      FROM dossier WHERE unit = ${unit} GROUP BY status`.execute(db);
  const count = (queue: Queue) =>
    rows
      .filter(({ status }) => isIn(status, queue))
      .reduce((sum, row) => sum + (queue === 'overdue' ? row.late : row.all), 0);
  return Object.fromEntries(QUEUES.map((queue) => [queue, count(queue)])) as Record<Queue, number>;
}

/** One page of a queue or a search, and where it ended when there is more. */
export async function listQueue(
  db: QueryExecutorProvider,
  question: DeskQuestion,
): Promise<{ rows: DeskRow[]; next: Place | null }> {
  const byDue = question.queue !== null && question.queue !== 'closed';
  const { rows } = await (byDue ? dueFirst(question) : newestFirst(question)).execute(db);
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return { rows: shown.map(deskRow), next: last ? placeOf(last, byDue) : null };
}

type Row = {
  readonly id: string;
  readonly code: string;
  readonly status: Status;
  readonly procedure: string;
  readonly version: number;
  readonly applicant: string;
  readonly submitted_at: Date;
  readonly claimed_at: Date;
  readonly promised_day: Day | null;
  readonly files_here: number;
  readonly files_all: number;
  readonly bytes: number;
  readonly paid: boolean;
  readonly submitted: number;
  readonly changed: number;
};

const DUE = sql`coalesce(d.promised_day, 'infinity'::date)`;

const COLUMNS = sql`
  d.id, d.code, d.status, d.procedure, d.version, d.applicant, d.submitted_at, d.claimed_at,
  d.promised_day::text AS promised_day,
  (SELECT count(*)::int FROM dossier_file p JOIN file f ON f.owner = p.owner AND f.hash = p.hash
    WHERE p.dossier = d.id AND p.role = 'paper') AS files_here,
  d.files_all, d.bytes::float8 AS bytes, d.paid,
  ${microseconds(sql`d.submitted_at`)} AS submitted, ${microseconds(sql`d.updated_at`)} AS changed`;

function dueFirst(question: DeskQuestion): RawBuilder<Row> {
  const { after } = question;
  const rest =
    after !== null && 'due' in after
      ? sql`AND (${DUE}, d.submitted_at, d.id) > (${after.due ?? 'infinity'}::date, ${instant(after.submitted)}, ${after.id}::uuid)`
      : sql``;
  return sql<Row>`
    SELECT ${COLUMNS} FROM dossier d WHERE ${conditions(question)} ${rest}
     ORDER BY ${DUE}, d.submitted_at, d.id LIMIT ${PAGE + 1}`;
}

function newestFirst(question: DeskQuestion): RawBuilder<Row> {
  const { after } = question;
  const rest =
    after !== null && 'changed' in after
      ? sql`WHERE (d.updated_at, d.id) < (${instant(after.changed)}, ${after.id}::uuid)`
      : sql``;
  return sql<Row>`
    SELECT ${COLUMNS}
      FROM (SELECT * FROM dossier d WHERE ${conditions(question)}
             ORDER BY d.updated_at DESC, d.id DESC LIMIT ${NEWEST}) d
      ${rest} ORDER BY d.updated_at DESC, d.id DESC LIMIT ${PAGE + 1}`;
}

function conditions({ unit, today, queue, search }: DeskQuestion): RawBuilder<unknown> {
  const all = [sql`d.unit = ${unit}`];
  if (queue !== null) all.push(sql`d.status IN (${sql.join(STATUSES_OF[queue])})`);
  if (queue === 'overdue') all.push(sql`d.promised_day < ${today}::date`);
  const words = search.trim();
  if (words !== '') all.push(sql`(${sql.join(waysToFind(words), sql` OR `)})`);
  return sql.join(all, sql` AND `);
}

/** By a piece of the code or of the name, or by a whole personal number (or its nine-digit elder) in the answers. */
function waysToFind(words: string): RawBuilder<unknown>[] {
  const ways = [
    sql`position(${words.toUpperCase()}::text in d.code) > 0`,
    sql`position(${fold(words)}::text in d.applicant_folded) > 0`,
  ];
  const number = words.replace(/\s/g, '');
  if (/^(\d{9}|\d{12})$/.test(number)) {
    ways.push(sql`EXISTS (
      SELECT FROM dossier_event e WHERE e.dossier = d.id AND e.n = 1
         AND jsonb_path_exists(e.event, '$.what.answers.** ? (@ == $q)', jsonb_build_object('q', ${number}::text)))`);
  }
  return ways;
}

function isIn(status: Status, queue: Queue): boolean {
  const statuses: readonly Status[] = STATUSES_OF[queue];
  return statuses.includes(status);
}

function microseconds(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(extract(epoch FROM ${column}) * 1000000)::bigint`;
}

function instant(microsecondsSinceEpoch: number): RawBuilder<unknown> {
  return sql`('epoch'::timestamptz + ${microsecondsSinceEpoch}::bigint * interval '1 microsecond')`;
}

function placeOf({ id, promised_day: due, submitted, changed }: Row, byDue: boolean): Place {
  return byDue ? { due, submitted, id } : { changed, id };
}

function deskRow(row: Row): DeskRow {
  return {
    id: row.id,
    code: row.code,
    status: row.status,
    procedure: row.procedure,
    version: row.version,
    applicant: row.applicant,
    submittedAt: row.submitted_at.getTime(),
    claimedAt: row.claimed_at.getTime(),
    promisedDay: row.promised_day,
    filesHere: row.files_here,
    filesAll: row.files_all,
    bytes: row.bytes,
    paid: row.paid,
  };
}
