import http from 'node:http';
import type { OfficerCommand, OfficerIntent } from '#core/dossier/command.ts';
import { DeskDossier, DeskList, DeskOutcome, type DeskRow, type Queue } from '#protocol/desk.ts';
import { ErrorBody } from '#protocol/http.ts';
import type * as z from 'zod/mini';
import { send } from '#tests/support/send.ts';
import type { SeatOptions } from './phone.ts';

/** One command of the desk; `done` once the server has said so. */
export type DeskCommand = {
  readonly dossier: string;
  readonly command: OfficerCommand;
  state: 'open' | 'done' | 'refused';
};

const AT_ONE_LOOK = 5;

function isComplete({ filesHere, filesAll }: DeskRow): boolean {
  return filesHere === filesAll;
}

/** An officer who works through the queues, sends a command until it is answered, and writes down which were. */
export class Officer {
  readonly made: DeskCommand[] = [];
  readonly #options: SeatOptions;
  readonly #agent = new http.Agent({ keepAlive: true });
  /** What is left of the queue that was looked at last. */
  #list: { readonly queue: Queue; readonly rows: DeskRow[] } = { queue: 'toReceive', rows: [] };

  constructor(options: SeatOptions) {
    this.#options = options;
  }

  get acknowledged(): number {
    return this.made.filter((one) => one.state === 'done').length;
  }

  get settled(): boolean {
    return this.made.every((one) => one.state !== 'open');
  }

  /** Does one thing. False: the server was not there. */
  async step(): Promise<boolean> {
    return this.settled ? await this.#decide() : await this.drain();
  }

  /** Sends the command that has no answer yet. */
  async drain(): Promise<boolean> {
    const open = this.made.find((one) => one.state === 'open');
    if (!open) return true;
    const path = `/api/desk/dossiers/${open.dossier}/commands`;
    const answer = await this.#ask('POST', path, DeskOutcome, open.command);
    if (answer === null) return false;
    open.state = answer.refusal === null ? 'done' : 'refused';
    return true;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #decide(): Promise<boolean> {
    const { random } = this.#options;
    const { queue, rows } = this.#list;
    const [row] = rows.splice(random.int(rows.length), 1);
    if (!row) return await this.#look(random.pick<Queue>(['toReceive', 'inProgress']));
    const shown = await this.#ask('GET', `/api/desk/dossiers/${row.id}`, DeskDossier);
    if (shown === null) return false;
    const id = random.uuid();
    this.made.push({
      dossier: row.id,
      command: { id, seen: shown.events.length, intent: this.#intent(queue, isComplete(row), id) },
      state: 'open',
    });
    return await this.drain();
  }

  async #look(queue: Queue): Promise<boolean> {
    const list = await this.#ask('GET', `/api/desk/dossiers?queue=${queue}`, DeskList);
    if (list === null) return false;
    const rows = list.rows.toSorted((a, b) => Number(isComplete(b)) - Number(isComplete(a)));
    this.#list = { queue, rows: rows.slice(0, AT_ONE_LOOK) };
    return true;
  }

  /** Reasons carry the command's id, as a phone's notes do. */
  #intent(queue: Queue, complete: boolean, id: string): OfficerIntent {
    const { random } = this.#options;
    const ask: OfficerIntent = { type: 'requestSupplement', items: [{ what: id }], reason: id, dueDay: '2027-12-31' };
    const askFee: OfficerIntent = { type: 'requestFee', amount: 16_000, reason: id };
    // Most dossiers come as far as a fee: all that has to do with money is further on.
    const [often, seldom]: [OfficerIntent, OfficerIntent[]] =
      queue === 'toReceive'
        ? [{ type: 'receive' }, [{ type: 'notAccept', reason: id }, ask]]
        : [askFee, [{ type: 'startProcessing' }, { type: 'stop', reason: id }, ask]];
    return random.chance(complete ? 0.8 : 0.4) ? often : random.pick(seldom);
  }

  async #ask<S extends z.ZodMiniType>(
    method: 'GET' | 'POST',
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.infer<S> | null> {
    const { port, origin, person, findings } = this.#options;
    const sent = await send({
      port,
      method,
      path,
      headers: {
        Origin: origin,
        Cookie: person.cookie,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      agent: this.#agent,
    });
    const about = `desk ${method}`;
    if (!sent.ok) {
      if (sent.why === 'hung') findings.add('bugs', `${about} hung`);
      return null;
    }
    const { status, body: text } = sent.answer;
    const json: unknown = JSON.parse(text.toString());
    if (status === 200) return schema.parse(json);
    const { error } = ErrorBody.parse(json);
    if (error.code !== 'busy')
      findings.add('bugs', `${about}: refused with ${JSON.stringify({ ...error, request: undefined })}`);
    return null;
  }
}
