import { must } from '#core/assert.ts';
import { attachmentsOf, CitizenIntent, type Command, type Refusal } from '#core/dossier/command.ts';
import { decideCitizen, decidePapersComplete, type Decision, type Ground } from '#core/dossier/decide.ts';
import type { Dossier, DossierEvent, Happening, Role, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import { filesGone } from '#core/dossier/replacement.ts';
import { apply } from '#core/dossier/fold.ts';
import { decideDraft, sameBody, type StoredDraft } from './drafts.ts';
import type { Ledger, LedgerTx, ServerState } from './ledger.ts';
import {
  PROTOCOL,
  type DraftOutcome,
  type DraftPush,
  type Outcome,
  type RequestRefusal,
  type SentCommand,
  type SyncRequest,
  type SyncResponse,
} from './messages.ts';

/** At most so many changes in one answer; `more` asks the phone to come again. */
const CHANGES_PER_ANSWER = 200;
const DRAFTS_PER_ANSWER = 20;

/** What serving needs besides the ledger. */
export type ServeContext = {
  readonly now: number;
  /** The name shown as the author of the citizen's events. */
  readonly name: string;
  readonly ground: (procedure: string, version: number, unit: string) => Ground;
  readonly digest: (command: SentCommand) => Promise<Sha256>;
  /** Signs that a command is stored (compact JWS). */
  readonly sign: (stored: Receipted) => Promise<string>;
  /** The id of the command that a receipt of this server is for; null for anything else. */
  readonly receiptFor: (proof: string) => Promise<Uuid | null>;
  /** True for a failure of the surroundings (database away, disk full), after which the whole request comes again. */
  readonly passing: (error: unknown) => boolean;
  /** Told of a command that fails by itself and is set aside, and of one that contradicts what is stored. */
  readonly alarm: (command: { readonly id: Uuid; readonly seq: number }, why: 'setAside' | 'conflict') => void;
};

/** What a receipt is given for: a command, and the dossier as it is with its effect. `at` is server time. */
export type Receipted = { readonly command: Command; readonly dossier: Dossier; readonly at: number };

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
 *
 * A command at which the server itself fails must not hold up everything behind it: the request is then served
 * again with each command in a part of its own, and the one that fails is refused as set aside.
 */
export async function serveSync(ledger: Ledger, request: SyncRequest, context: ServeContext): Promise<Served> {
  if (request.protocol !== PROTOCOL) {
    return { ok: false, refusal: { code: 'protocolUnsupported', supported: [PROTOCOL] } };
  }
  try {
    return await serveOnce(ledger, request, context, false);
  } catch (error) {
    if (context.passing(error)) throw error;
    return serveOnce(ledger, request, context, true);
  }
}

async function serveOnce(
  ledger: Ledger,
  request: SyncRequest,
  context: ServeContext,
  careful: boolean,
): Promise<Served> {
  const commands = request.commands.toSorted((a, b) => a.seq - b.seq);
  const digests = await Promise.all(commands.map(context.digest));
  try {
    const response = await ledger.transaction(async (tx): Promise<SyncResponse> => {
      const { account, device } = request;
      const locked = await tx.lockDevice(account, device, context.now);
      let { lastSeq } = locked;
      const { epoch, backedUpTo } = await stateFor(tx, request, locked.answeredAt, context);
      // Cursors of another epoch count what is no longer there.
      const known = request.epoch === null || request.epoch === epoch;
      const cursor = known ? await reached(tx, request) : 0;
      const outcomes: Outcome[] = [];
      for (const [index, command] of commands.entries()) {
        const digest = must(digests[index], 'digest');
        if (command.seq <= lastSeq) {
          outcomes.push(await sameAsBefore(tx, request, command, digest, context));
          continue;
        }
        if (command.seq !== lastSeq + 1) throw new Refused({ code: 'gap', resendFrom: lastSeq + 1 });
        if (await tx.commandIdUsed(command.id)) throw conflict(command, context);
        const taking = () => take(tx, account, command, context);
        const outcome = careful ? await setAsideIfFailing(tx, command, taking, context) : await taking();
        await tx.saveOutcome(account, device, { digest, outcome });
        outcomes.push(outcome);
        lastSeq = command.seq;
      }
      await tx.setLastSeq(account, device, lastSeq);

      const draftOutcomes = await takeDrafts(tx, request, known);
      const changes = await tx.changesAfter(account, cursor, CHANGES_PER_ANSWER);
      const drafts = await tx.draftsAfter(account, known ? request.draftCursor : 0, DRAFTS_PER_ANSWER);
      const own = new Set(draftOutcomes.filter(({ result }) => result === 'kept').map(({ id }) => id));
      return {
        protocol: PROTOCOL,
        epoch,
        lastSeq,
        outcomes,
        missingFiles: [...(await tx.missingFiles(account))],
        changes: [...changes],
        cursor: changes.at(-1)?.n ?? cursor,
        draftOutcomes,
        drafts: drafts.filter(({ id }) => !own.has(id)).map(({ id, rev, body, over }) => ({ id, rev, body, over })),
        draftCursor: drafts.at(-1)?.n ?? (known ? request.draftCursor : 0),
        more: changes.length === CHANGES_PER_ANSWER || drafts.length === DRAFTS_PER_ANSWER,
        backedUpTo,
        serverTime: context.now,
      };
    });
    return { ok: true, response };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/**
 * The server's state; a new epoch where a phone was answered later than this server remembers, or has a receipt for
 * a command that is not here. Only a backup that came back explains it, and nobody else may have said so. Anybody can
 * claim to have been answered, so that counts for the account alone; a receipt only this server can have signed.
 */
async function stateFor(
  tx: LedgerTx,
  { account, epoch, proof }: SyncRequest,
  answeredAt: number | null,
  context: ServeContext,
): Promise<ServerState> {
  const state = await tx.serverState(account);
  if (proof === undefined || epoch !== state.epoch) return state;
  if (DIGITS.test(proof)) {
    const remembers = Number(proof) <= (answeredAt ?? 0);
    return remembers ? state : { ...state, epoch: await tx.openEpoch(account) };
  }
  const command = await context.receiptFor(proof);
  if (command === null || (await tx.commandIdUsed(command))) return state;
  return { ...state, epoch: await tx.openEpoch(null) };
}

const DIGITS = /^\d{1,16}$/;

/**
 * The number up to which a phone has heard. One that knows no epochs may have heard of more than there is: then the
 * server went back, and it hears all from the start.
 */
async function reached(tx: LedgerTx, { account, epoch, cursor }: SyncRequest): Promise<number> {
  if (epoch !== null || cursor === 0) return cursor;
  return (await tx.changesAfter(account, cursor - 1, 1)).length > 0 ? cursor : 0;
}

/** `known`: the phone's revisions are of this epoch; those of another count what is no longer there. */
async function takeDrafts(tx: LedgerTx, request: SyncRequest, known: boolean): Promise<DraftOutcome[]> {
  const { account, device } = request;
  const outcomes: DraftOutcome[] = [];
  for (const told of request.drafts) {
    const push = known ? told : { ...told, base: 0 };
    const stored = (await tx.findDraft(account, push.id)) ?? (await submittedBefore(tx, request, push));
    const decision = decideDraft(stored, push, device, sameBody);
    if (decision.result === 'write') await tx.saveDraft(account, decision.next);
    const rev = decision.result === 'write' ? decision.next.rev : decision.rev;
    outcomes.push({ id: push.id, rev, result: decision.result === 'differs' ? 'differs' : 'kept' });
  }
  return outcomes;
}

/**
 * A draft that was submitted before the server heard of it, told by a request that was long on its way: it is over,
 * and every phone is told so. Null for any other.
 */
async function submittedBefore(
  tx: LedgerTx,
  request: SyncRequest,
  { id, body }: DraftPush,
): Promise<StoredDraft | null> {
  const { account, device } = request;
  const found = body === null ? null : await tx.lockDossier(id);
  if (found?.owner !== account) return null;
  const over: StoredDraft = { id, rev: 1, body: null, over: 'submitted', device, base: 0 };
  await tx.saveDraft(account, over);
  return over;
}

/** What the surroundings did is no command's fault: then nothing is decided, and the request comes again. */
async function setAsideIfFailing(
  tx: LedgerTx,
  command: SentCommand,
  taking: () => Promise<Outcome>,
  context: ServeContext,
): Promise<Outcome> {
  // Twice: where another transaction was faster, a second look sees what the first could not.
  for (let tries = 0; tries < 2; tries += 1) {
    const taken = await tx.attempt(taking);
    if (taken.ok) return taken.value;
    if (context.passing(taken.error)) throw taken.error;
  }
  context.alarm(command, 'setAside');
  return refused(command, context, { code: 'setAside' });
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

function refused(command: SentCommand, context: ServeContext, refusal: Refusal): Outcome {
  return { result: 'refused', seq: command.seq, id: command.id, at: context.now, refusal };
}

async function take(tx: LedgerTx, account: string, command: SentCommand, context: ServeContext): Promise<Outcome> {
  const stamp = { seq: command.seq, id: command.id, at: context.now };
  if (isVoid(command.intent)) return { result: 'done', ...stamp, receipt: '' };
  const read = CitizenIntent.safeParse(command.intent);
  if (!read.success) return refused(command, context, { code: 'notUnderstood', detail: detailOf(read.error.issues) });
  const intent = read.data;
  const id = intent.dossier;
  const found = await tx.lockDossier(id);
  if (found && found.owner !== account) {
    return refused(command, context, { code: intent.type === 'submit' ? 'dossierExists' : 'unknownDossier' });
  }
  const state = found?.dossier ?? null;
  const about = intent.type === 'submit' ? intent : state;
  const missing = new Set(intent.type === 'replacePapers' && state ? await tx.missingFilesOf(account, id) : []);
  const decision: Decision = about
    ? decideCitizen(state, intent, command.madeAt, context.ground(about.procedure, about.version, about.unit), missing)
    : { ok: false, refusal: { code: 'unknownDossier' } };
  if (!decision.ok) return refused(command, context, decision.refusal);
  const happened = await withCode(tx, decision.happened, context.now);
  let dossier = await enact(tx, account, id, state, happened, context.now, { role: 'citizen', name: context.name });
  if (intent.type === 'replacePapers' && state) {
    await tx.forgetFiles(id, filesGone(state.attachments, dossier.attachments));
  }
  const files = filesOf(attachmentsOf(intent));
  if (files.length > 0) {
    await tx.expectFiles(account, id, files);
    dossier = await completePapers(tx, account, dossier, context.now);
  }
  await keepBeside(tx, account, intent, context.now);
  const { seq, madeAt } = command;
  const receipt = await context.sign({ command: { id: command.id, seq, madeAt, intent }, dossier, at: context.now });
  return { result: 'done', ...stamp, receipt };
}

/** What a command leaves beside the dossier. */
async function keepBeside(tx: LedgerTx, account: string, intent: CitizenIntent, now: number): Promise<void> {
  if (intent.type === 'reportPayment') await tx.reportPayment(intent.dossier, intent.fee, now);
  if (intent.type === 'rate') await tx.rate(intent.dossier, intent.rating, intent.words, now);
  if (intent.type !== 'submit') return;
  const draft = await tx.findDraft(account, intent.dossier);
  if (!draft) return;
  await tx.saveDraft(account, { ...draft, rev: draft.rev + 1, base: draft.rev, body: null, over: 'submitted' });
}

function isVoid(intent: unknown): boolean {
  return typeof intent === 'object' && intent !== null && 'type' in intent && intent.type === 'void';
}

/** Which parts of an intent were not understood, without what they say. */
function detailOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string | undefined }[]) {
  return issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.map(String).join('.')}: ${code ?? 'invalid'}`)
    .join('; ')
    .slice(0, 200);
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
  { account, device }: SyncRequest,
  command: SentCommand,
  digest: Sha256,
  context: ServeContext,
): Promise<Outcome> {
  const stored = await tx.findOutcome(account, device, command.seq);
  // An empty command under the id of the one that came before asks what became of it: the phone cannot read it any more.
  if (isVoid(command.intent) && stored?.outcome.id === command.id) return stored.outcome;
  if (!stored || stored.digest !== digest) throw conflict(command, context);
  return stored.outcome;
}

/** Two things under one name: no phone of ours makes that, so somebody has to look. */
function conflict(command: SentCommand, context: ServeContext): Refused {
  context.alarm(command, 'conflict');
  return new Refused({ code: 'conflict', seq: command.seq });
}

function authorOf(what: Happening, by: { readonly role: Role; readonly name: string }) {
  return what.type === 'refundOpened' || what.type === 'papersComplete' ? { role: 'system' as const, name: '' } : by;
}
