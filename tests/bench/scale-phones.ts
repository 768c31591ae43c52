import http from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Command } from '#core/dossier/command.ts';
import { PROTOCOL, type SyncRequest } from '#core/sync/messages.ts';
import { TERSE, TerseResponse } from '#protocol/terse.ts';
import { Random } from '#tests/support/random.ts';
import { shortSubmission } from './sync-work.ts';

/** A phone with commands in its outbox, and what it remembers of the server's answers. */
export type Phone = {
  readonly account: string;
  readonly token: string;
  readonly commands: readonly Command[];
  readonly body: Buffer;
  /** How its answer comes: once; not the first time, the connection having gone; or its request is there twice. */
  readonly luck: 'plain' | 'answerLost' | 'doubled';
  /** Ids the server said are done, as this phone heard it. */
  readonly done: Set<string>;
  changes: number;
};

const SUBMISSIONS = 24;
const WITHDRAWALS = 6;
export const COMMANDS = SUBMISSIONS + WITHDRAWALS;

export function makePhone(number: number, units: readonly string[]): Phone {
  const random = new Random(50_000 + number);
  const account = random.uuid();
  const unit = units[number % units.length] ?? '';
  const submissions = Array.from({ length: SUBMISSIONS }, () => shortSubmission(random, unit));
  const withdrawals = submissions
    .slice(0, WITHDRAWALS)
    .map(({ dossier }) => ({ type: 'withdraw' as const, dossier, reason: 'Gửi nhầm, sẽ làm lại' }));
  const madeAt = Date.now() - 86_400_000;
  const commands = [...submissions, ...withdrawals].map((intent, at) => ({
    id: random.uuid(),
    seq: at + 1,
    madeAt: madeAt + at * 1000,
    intent,
  }));
  const request: SyncRequest = {
    protocol: PROTOCOL,
    account,
    device: random.uuid(),
    epoch: null,
    commands,
    cursor: 0,
    drafts: [],
    draftCursor: 0,
  };
  const luck = random.next();
  return {
    account,
    token: random.uuid(),
    commands,
    body: gzipSync(JSON.stringify(request)),
    luck: luck < 0.1 ? 'answerLost' : luck < 0.15 ? 'doubled' : 'plain',
    done: new Set(),
    changes: 0,
  };
}

/** Sends what a phone has, once; where its answer is lost, once more. Throws when the server does not take it now. */
export async function sync(phone: Phone, origin: string): Promise<void> {
  if (phone.luck === 'answerLost') await post(phone, origin, true).catch(() => null);
  const copies = phone.luck === 'doubled' ? 2 : 1;
  const answers = await Promise.all(Array.from({ length: copies }, () => post(phone, origin, false)));
  for (const text of answers) take(phone, TerseResponse.parse(JSON.parse(text)));
}

function take(phone: Phone, answer: TerseResponse): void {
  for (const outcome of answer.outcomes) {
    if (outcome.result === 'refused') throw new Mistaken(`Refused: ${JSON.stringify(outcome.refusal)}`);
    phone.done.add(outcome.id);
  }
  phone.changes = answer.changes.length;
}

/** The server does not take what this phone says, and will not the next time either. */
export class Mistaken extends Error {}

/** One request on a connection of its own. With `loseAnswer` the connection goes once the request has left. */
function post(phone: Phone, origin: string, loseAnswer: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      'Content-Length': phone.body.length,
      Cookie: `banso=${phone.token}`,
      Prefer: TERSE,
      Origin: origin,
    };
    const request = http.request(`${origin}/api/sync`, { method: 'POST', headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const { statusCode: status = 0 } = answer;
        const passing = status >= 500 || status === 429;
        if (status === 200) resolve(text);
        else reject(new (passing ? Error : Mistaken)(`${status}: ${text}`));
      });
    });
    request.on('error', reject);
    request.end(phone.body, () => {
      if (loseAnswer) setTimeout(() => request.destroy(new Error('lost')), 5);
    });
  });
}
