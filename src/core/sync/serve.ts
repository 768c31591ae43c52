import type { Command } from '#core/dossier/command.ts';
import { dossierOf } from '#core/dossier/command.ts';
import { decideCitizen, decidePapersComplete, type Decision, type Ground } from '#core/dossier/decide.ts';
import type { Dossier, DossierEvent, FileRef, Happening, Role, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import { apply } from '#core/dossier/fold.ts';
import { must } from '#core/assert.ts';
import { attachmentsOf } from '#core/dossier/command.ts';
import {
  PROTOCOL,
  type Change,
  type Outcome,
  type RequestRefusal,
  type SyncRequest,
  type SyncResponse,
} from '#core/sync/messages.ts';

/** At most so many changes in one answer; `more` asks the phone to come again. */
const CHANGES_PER_ANSWER = 200;

/** An outcome as the server keeps it: with the digest of the command it answered. */
export type StoredOutcome = { readonly digest: Sha256; readonly outcome: Outcome };

/** The server's rows that sync reads and writes, inside one transaction. */
export interface LedgerTx {
  /** Locks the device's row until the transaction ends, creating it at 0. Answers its last seq. */
  lockDevice(account: string, device: Uuid): Promise<number>;
  setLastSeq(account: string, device: Uuid, seq: number): Promise<void>;
  findOutcome(account: string, device: Uuid, seq: number): Promise<StoredOutcome | null>;
  saveOutcome(account: string, device: Uuid, stored: StoredOutcome): Promise<void>;
  /** True when any device has used this command id before. */
  commandIdUsed(id: Uuid): Promise<boolean>;
  /** Locks the dossier's row. A dossier of another account is as good as none, but its id is taken. */
  lockDossier(id: Uuid): Promise<{ readonly owner: string; readonly dossier: Dossier } | null>;
  /** Appends events, keeps the dossier's columns true and numbers a change per event for the owner, under the account's lock. */
  append(owner: string, dossier: Dossier, events: readonly DossierEvent[]): Promise<void>;
  /** Notes that a dossier waits for these files of its owner. */
  expectFiles(owner: string, dossier: Uuid, files: readonly FileRef[]): Promise<void>;
  /** Files of this dossier not yet stored and verified. */
  missingFilesOf(owner: string, dossier: Uuid): Promise<readonly Sha256[]>;
  /** Files of the account's open dossiers not yet stored and verified. */
  missingFiles(account: string): Promise<readonly Sha256[]>;
  changesAfter(account: string, cursor: number, limit: number): Promise<readonly Change[]>;
  /** The next dossier code of a unit on the day of `now`: "H38.16-261109-0042". */
  nextCode(unit: string, now: number): Promise<string>;
}

/** The server's database as sync sees it: `work` commits as a whole or not at all. */
export interface Ledger {
  transaction<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T>;
}

/** What serving needs besides the ledger. */
export type ServeContext = {
  readonly now: number;
  /** The name shown as the author of the citizen's events. */
  readonly name: string;
  readonly ground: (procedure: string, version: number, unit: string) => Ground;
  readonly digest: (command: Command) => Promise<Sha256>;
};

export type Served =
  { readonly ok: true; readonly response: SyncResponse } | { readonly ok: false; readonly refusal: RequestRefusal };

/** Undoes the transaction and answers a refusal instead. */
class Refused extends Error {
  readonly refusal: RequestRefusal;
  constructor(refusal: RequestRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * Serves one sync request for a signed-in account. The device's row is locked first, so that two
 * copies of a request run one after the other; effect, outcome and last seq commit together, and the
 * answer is made before the commit and leaves after it.
 */
export async function serveSync(ledger: Ledger, request: SyncRequest, context: ServeContext): Promise<Served> {
  if (request.protocol !== PROTOCOL) {
    return { ok: false, refusal: { code: 'protocolUnsupported', supported: [PROTOCOL] } };
  }
  const commands = [...request.commands].sort((a, b) => a.seq - b.seq);
  const digests = await Promise.all(commands.map(context.digest));
  try {
    const response = await ledger.transaction(async (tx) => {
      const { account, device } = request;
      let lastSeq = await tx.lockDevice(account, device);
      const outcomes: Outcome[] = [];
      for (const [index, command] of commands.entries()) {
        const digest = must(digests[index], 'digest');
        if (command.seq <= lastSeq) {
          outcomes.push(await sameAsBefore(tx, account, device, command, digest));
          continue;
        }
        if (command.seq !== lastSeq + 1) throw new Refused({ code: 'gap', resendFrom: lastSeq + 1 });
        if (await tx.commandIdUsed(command.id)) throw new Refused({ code: 'conflict', seq: command.seq });
        const outcome = await take(tx, account, command, context);
        await tx.saveOutcome(account, device, { digest, outcome });
        outcomes.push(outcome);
        lastSeq = command.seq;
      }
      await tx.setLastSeq(account, device, lastSeq);
      const changes = await tx.changesAfter(account, request.cursor, CHANGES_PER_ANSWER);
      return {
        protocol: PROTOCOL,
        lastSeq,
        outcomes,
        missingFiles: [...(await tx.missingFiles(account))],
        changes: [...changes],
        cursor: changes.at(-1)?.n ?? request.cursor,
        more: changes.length === CHANGES_PER_ANSWER,
        serverTime: context.now,
      };
    });
    return { ok: true, response };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** Writes what was decided about a dossier; answers the dossier as it is afterwards. */
export async function enact(
  tx: LedgerTx,
  owner: string,
  id: Uuid,
  before: Dossier | null,
  happened: readonly Happening[],
  at: number,
  by: { readonly role: Role; readonly name: string },
): Promise<Dossier> {
  let state = before;
  const events: DossierEvent[] = [];
  for (const what of happened) {
    const event: DossierEvent = { n: (state?.events.length ?? 0) + 1, at, by: authorOf(what, by), what };
    state = must(apply(id, state, event), `the state after ${what.type}`);
    events.push(event);
  }
  const after = must(state, 'dossier');
  if (events.length > 0) await tx.append(owner, after, events);
  return after;
}

/** When the last expected file of a dossier is stored, the dossier's papers are complete. */
export async function completePapers(tx: LedgerTx, owner: string, state: Dossier, now: number): Promise<Dossier> {
  if (state.papersComplete || (await tx.missingFilesOf(owner, state.id)).length > 0) return state;
  const decision = decidePapersComplete(state);
  return decision.ok ? enact(tx, owner, state.id, state, decision.happened, now, { role: 'system', name: '' }) : state;
}

async function take(tx: LedgerTx, account: string, command: Command, context: ServeContext): Promise<Outcome> {
  const { intent } = command;
  const id = dossierOf(command);
  const found = await tx.lockDossier(id);
  const stamp = { seq: command.seq, id: command.id, at: context.now };
  if (found && found.owner !== account) {
    return {
      result: 'refused',
      ...stamp,
      refusal: { code: intent.type === 'submit' ? 'dossierExists' : 'unknownDossier' },
    };
  }
  const state = found?.dossier ?? null;
  const about = intent.type === 'submit' ? intent : state;
  const decision: Decision = about
    ? decideCitizen(state, intent, command.madeAt, context.ground(about.procedure, about.version, about.unit))
    : { ok: false, refusal: { code: 'unknownDossier' } };
  if (!decision.ok) return { result: 'refused', ...stamp, refusal: decision.refusal };

  const happened = await withCode(tx, decision.happened, context.now);
  const after = await enact(tx, account, id, state, happened, context.now, { role: 'citizen', name: context.name });
  const files = filesOf(attachmentsOf(intent));
  if (files.length > 0) {
    await tx.expectFiles(account, id, files);
    await completePapers(tx, account, after, context.now);
  }
  return { result: 'done', ...stamp };
}

/** A code is drawn only for a submission that was accepted, so that refused ones leave no holes in the day's numbers. */
async function withCode(tx: LedgerTx, happened: readonly Happening[], now: number): Promise<Happening[]> {
  const coded: Happening[] = [];
  for (const what of happened) {
    coded.push(what.type === 'submitted' ? { ...what, code: await tx.nextCode(what.unit, now) } : what);
  }
  return coded;
}

async function sameAsBefore(
  tx: LedgerTx,
  account: string,
  device: Uuid,
  command: Command,
  digest: Sha256,
): Promise<Outcome> {
  const stored = await tx.findOutcome(account, device, command.seq);
  if (!stored || stored.digest !== digest) throw new Refused({ code: 'conflict', seq: command.seq });
  return stored.outcome;
}

function authorOf(what: Happening, by: { readonly role: Role; readonly name: string }) {
  return what.type === 'refundOpened' || what.type === 'papersComplete' ? { role: 'system' as const, name: '' } : by;
}
