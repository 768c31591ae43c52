import http from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { MAX_BODY_BYTES, SyncResponse } from '#core/sync/messages.ts';
import { ErrorBody, HTTP_STATUS } from '#protocol/http.ts';
import { Random } from '#tests/support/random.ts';
import { send, type Answer } from '#tests/support/send.ts';
import type { Case, RefusedCommand } from './asked.ts';
import { makeCase } from './cases.ts';
import { sendBytes, wireBytes } from './wire.ts';
import { FuzzWorld } from './world.ts';

export type FuzzOptions = { readonly requests: number; readonly seed: number; readonly tell?: (line: string) => void };

export type FuzzResult = {
  readonly requests: number;
  /** Answers by status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Commands that were taken and had no effect, by why. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Answers that must not be, each said once. */
  readonly wrong: readonly string[];
  /** Tables and folders that are not as they were. */
  readonly changed: readonly string[];
  /** The server did not fall over. */
  readonly up: boolean;
};

const AT_ONCE = 8;
/** One request in so many is bytes that are no HTTP. */
const WIRE_EVERY = 25;

/** Sends what nobody should send to a real server, and compares what it holds before and after. */
export async function runFuzz({ requests, seed, tell = () => undefined }: FuzzOptions): Promise<FuzzResult> {
  const world = await FuzzWorld.open();
  try {
    await world.server.stop();
    const before = await world.digest();
    await world.server.start();
    const judge = new Judge();
    const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
    let next = 0;
    const work = async () => {
      for (let number = next++; number < requests; number = next++) {
        await one(world, new Random(seed * 1_000_003 + number), number, agent, judge);
        if ((number + 1) % 10_000 === 0) tell(`${number + 1} of ${requests} requests`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    agent.destroy();
    const up = await world.server.ready();
    await world.server.stop();
    const after = await world.digest();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    return { requests, answers: judge.answers, refusals: judge.refusals, wrong: [...judge.wrong], changed, up };
  } finally {
    await world.close();
  }
}

async function one(world: FuzzWorld, random: Random, number: number, agent: http.Agent, judge: Judge): Promise<void> {
  const { port, origin } = world.server;
  if (number % WIRE_EVERY === 0) {
    const bytes = wireBytes(random, origin);
    judge.wire(bytes, await sendBytes(port, bytes));
    return;
  }
  const made = makeCase(world, random);
  const sent = await send({ ...made.asked, port, agent });
  if (sent.ok) judge.answer(made, sent.answer, world);
  // What hangs is wrong always; a connection may be cut only where the answer comes before the body has been read.
  else if (sent.why === 'hung' || !isAnsweredUnread(made)) judge.tell(`${made.kind}: ${sent.why}, request ${number}`);
}

/** A body that says of itself that it is larger than any may be is not read: the answer and the cut race each other. */
function isAnsweredUnread({ asked: { path, body } }: Case): boolean {
  return !path.startsWith('/api/uploads') && body !== undefined && Buffer.byteLength(body) > MAX_BODY_BYTES;
}

/** Says which answers must not be. */
class Judge {
  readonly answers: Record<string, number> = {};
  readonly refusals: Record<string, number> = {};
  readonly wrong = new Set<string>();

  tell(what: string): void {
    this.wrong.add(what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-fA-F]{40,}/g, '…'));
  }

  answer({ kind, expected, codes, asked }: Case, answer: Answer, { answered }: FuzzWorld): void {
    const { status, body } = answer;
    this.#count(status);
    const about = `${kind}: ${asked.method} ${asked.path.slice(0, 60)} → ${status}`;
    if (typeof expected === 'object') {
      this.#eachRefused(about, expected, status, body);
      return;
    }
    if (expected === 'odd') {
      if (status >= 500) this.tell(about);
      return;
    }
    if (status >= 400) {
      if (asked.method === 'HEAD') {
        if (status >= 500) this.tell(about);
        return;
      }
      const refusal = ErrorBody.safeParse(parse(body)).data?.error;
      // An upload keeps the statuses of tus, by which its clients know what to do.
      const status_ = refusal && HTTP_STATUS[refusal.code];
      const right =
        refusal && (status_ === status || (asked.path.startsWith('/api/uploads') && refusal.code === 'malformed'));
      const named = !codes || (refusal && codes.includes(refusal.code));
      if (!right || !named || refusal.code === 'internal') this.tell(`${about}, ${body.toString().slice(0, 120)}`);
      return;
    }
    if (expected === 'refused')
      this.tell(`${about} instead of a refusal: ${JSON.stringify(asked.headers).slice(0, 300)}`);
    if (asked.path === '/api/sync') this.#repeats(about, body, answered.outcomes);
  }

  #eachRefused(about: string, commands: readonly RefusedCommand[], status: number, body: Buffer): void {
    const served = status === 200 ? SyncResponse.safeParse(parse(body)).data : undefined;
    if (served?.outcomes.length !== commands.length) {
      this.tell(`${about} instead of an outcome for each: ${body.toString().slice(0, 200)}`);
      return;
    }
    for (const [at, { id, codes }] of commands.entries()) {
      const outcome = served.outcomes[at];
      const code = outcome?.result === 'refused' ? outcome.refusal.code : 'done';
      this.refusals[code] = (this.refusals[code] ?? 0) + 1;
      const right = outcome?.id === id && outcome.seq === at + 1 && codes.some((each) => each === code);
      if (!right) this.tell(`${about}: ${JSON.stringify(outcome).slice(0, 200)} instead of ${codes.join(', ')}`);
    }
  }

  /** A refusal of ours with our status, or a connection that is closed without a word. */
  wire(bytes: Buffer, told: string): void {
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(told)?.[1] ?? 0);
    this.#count(status);
    if (told === '' || status < 400) return;
    const refusal = ErrorBody.safeParse(parse(Buffer.from(told.slice(told.indexOf('\r\n\r\n') + 4), 'latin1'))).data;
    if (!refusal || status >= 500)
      this.tell(`wire: ${JSON.stringify(bytes.toString('latin1').slice(0, 60))} → ${told.slice(0, 120)}`);
  }

  #repeats(about: string, body: Buffer, before: readonly { seq: number }[]): void {
    const { outcomes = [] } = (parse(body) ?? {}) as { outcomes?: { seq: number; receipt?: string }[] };
    for (const outcome of outcomes) {
      const known = before.find(({ seq }) => seq === outcome.seq);
      const same = isDeepStrictEqual(
        known,
        outcome.receipt === undefined ? { ...outcome, ...receiptOf(known) } : outcome,
      );
      if (!same) this.tell(`${about}: another outcome than before, ${JSON.stringify(outcome).slice(0, 200)}`);
    }
  }

  #count(status: number): void {
    this.answers[status] = (this.answers[status] ?? 0) + 1;
  }
}

/** Protocol 1 has no receipts. */
function receiptOf(known: object | undefined): object {
  return known && 'receipt' in known ? { receipt: known.receipt } : {};
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
