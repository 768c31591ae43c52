import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import { dayOf } from '#core/calendar/day.ts';
import { fold } from '#core/dossier/fold.ts';
import { sameJson } from '#core/same-json.ts';
import type { Outcome } from '#core/sync/messages.ts';
import type { Bank } from './bank.ts';
import { readHistory } from './model.ts';
import { CLOSED, hasEffect, PAYEE, type ServerSide } from './server-side.ts';
import type { ShownCommand } from './shown.ts';
import { CHANGE_AT, OLD_TAKEN_BEFORE } from './versions.ts';
import { sha256, type World } from './world.ts';

/** Compares, once everything has healed, what people were shown and what the bank did with what the server holds. */
export function judgeServer(world: World, server: ServerSide, bank: Bank): void {
  const outcomes = new Map<Uuid, Outcome>();
  for (const { outcome } of server.ledger.rows.outcomes.values()) {
    if (outcome.result === 'refused' || hasEffect(outcome)) outcomes.set(outcome.id, outcome);
  }
  for (const command of world.shown.commands.values()) judgeCommand(world, server, command, outcomes.get(command.id));
  judgeCount(world, server, outcomes);
  for (const [id, { owner, dossier }] of server.ledger.rows.dossiers) judgeDossier(world, server, id, owner, dossier);
  judgeCodes(world, server);
  judgeChanges(world, server);
  judgeMoney(world, server, bank);
}

/** What the server may say to a command that should not have been made. */
const FAULTS: ReadonlySet<string> = new Set([
  'papersMissing',
  'answersInvalid',
  'unknownUnit',
  'dossierExists',
  'unknownDossier',
  'notAllowedNow',
  'notUnderstood',
  'setAside',
]);

/** What may become of a command when the world has moved on, or a backup has taken back what it rested on. */
const STALE: ReadonlySet<string> = new Set(['notAllowedNow', 'unknownFee', 'nothingLost']);
const STALE_AFTER_BACKUP: ReadonlySet<string> = new Set([...STALE, 'unknownDossier', 'unknownPaper']);

/** Commands that leave an event in the dossier's history; the others are kept beside it. */
const EVENTFUL: ReadonlySet<string> = new Set(['submit', 'supplement', 'withdraw', 'replacePapers']);

/** Exactly once for every command shown as saved, under its owner, with its words and its papers. */
function judgeCommand(world: World, server: ServerSide, command: ShownCommand, outcome: Outcome | undefined): void {
  const { intent, seen } = command;
  if (seen === 'asked') world.violated('stuck', `nobody was told what became of a ${intent.type} that does not open`);
  if (!outcome) {
    const nobodyCan = seen === 'sent' && command.unrepeatable && world.restoredAt !== null;
    const mayBeMissing = seen === 'gone' || seen === 'attempted' || (seen === 'putAway' && world.restoredAt !== null);
    if (!mayBeMissing && !nobodyCan) world.violated('lost', `a ${intent.type} shown as ${seen}`);
    return;
  }
  if (outcome.result === 'refused') {
    const { code } = outcome.refusal;
    const stale = world.restoredAt === null ? STALE : STALE_AFTER_BACKUP;
    const fair = command.faulty
      ? FAULTS.has(code) || isClosed(intent, outcome)
      : isClosed(intent, outcome) ||
        (intent.type === 'submit' ? isSecond(world, server, command, code) : stale.has(code));
    if (!fair) world.violated('lost', `a ${intent.type} was refused: ${code}`);
    if (seen === 'sent') world.violated('lost', `a refused ${intent.type} was shown as sent`);
    return;
  }
  if (command.faulty && !standsForAnother(world, server, command))
    world.violated('lost', `a ${intent.type} that should be refused was taken`);
  if (intent.type === 'submit' && !isTakenAt(intent.version, outcome.at))
    world.violated('lost', `a submit of version ${intent.version} was taken`);
  if (seen === 'refused') world.violated('lost', `a ${intent.type} that was done was shown as refused`);
  const found = server.ledger.rows.dossiers.get(intent.dossier);
  if (!found) return world.violated('lost', `the dossier of a done ${intent.type}`);
  if (found.owner !== command.account)
    world.violated('leaked', `a ${intent.type} of ${command.account} to ${found.owner}`);
  if (intent.type === 'rate' && server.ledger.rows.ratings.get(intent.dossier)?.words === undefined) {
    world.violated('lost', 'a rating');
  }
  if (intent.type === 'reportPayment' && !server.ledger.rows.paymentReports.has(intent.dossier)) {
    world.violated('lost', 'a report of a payment');
  }
  if (!EVENTFUL.has(intent.type)) return;
  const events = found.dossier.events.filter(({ by, what }) => by.role === 'citizen' && isEffect(command, what));
  if (events.length === 0) world.violated('lost', `what a ${intent.type} said`);
  if (events.length > 1) world.violated('duplicated', `a ${intent.type} had its effect ${events.length} times`);
  const [event] = events;
  if (event && event.by.name !== command.account) world.violated('leaked', `a ${intent.type} under another name`);
  for (const [hash, bytes] of command.files) judgeFile(world, server, command, hash, bytes);
}

/** By the calendar alone: the old version until its grace is over, the new one once the server has it. */
function isTakenAt(version: number, at: number): boolean {
  return version === 1 ? at < OLD_TAKEN_BEFORE : at >= CHANGE_AT;
}

/** A submission that came too late by the old version, or too early by the new one, and was told just that. */
function isClosed(intent: ShownCommand['intent'], outcome: Extract<Outcome, { result: 'refused' }>): boolean {
  const { code } = outcome.refusal;
  if (intent.type !== 'submit' || isTakenAt(intent.version, outcome.at)) return false;
  return code === (intent.version === 1 ? 'versionClosed' : 'versionUnknown');
}

/** Two phones submitted one draft, or the id stands for another now: the second is told so, and keeps its answers. */
function isSecond(world: World, server: ServerSide, command: ShownCommand, code: string): boolean {
  if (code !== 'dossierExists') return false;
  return others(world, command).some((other) =>
    other.faulty
      ? standsForAnother(world, server, other) && server.hasDone(other.account, other.id)
      : other.account === command.account,
  );
}

/**
 * A dossier's id taken once more, with the same answers, on a server that had forgotten the first submission with its
 * disk: then it is the one that counts, and the first is told so when it comes again. The same where it was somebody
 * else who took it: the server cannot know any more whose it was. Papers may have been added to the first meanwhile.
 */
function standsForAnother(world: World, server: ServerSide, command: ShownCommand): boolean {
  if (command.intent.type !== 'submit' || !server.hasForgotten(command.intent.dossier)) return false;
  return others(world, command).some((other) => !other.faulty && sameAnswers(other, command));
}

function others(world: World, { id, intent }: ShownCommand): ShownCommand[] {
  return [...world.shown.commands.values()].filter(
    (other) => other.id !== id && other.intent.type === 'submit' && other.intent.dossier === intent.dossier,
  );
}

const sameAnswers = ({ intent: a }: ShownCommand, { intent: b }: ShownCommand): boolean =>
  'answers' in a && 'answers' in b && sameJson(a.answers, b.answers);

function isEffect({ intent, madeAt }: ShownCommand, what: Dossier['events'][number]['what']): boolean {
  switch (what.type) {
    case 'submitted':
      return (
        intent.type === 'submit' &&
        what.claimedAt === madeAt &&
        what.version === intent.version &&
        what.unit === intent.unit &&
        JSON.stringify(what.answers) === JSON.stringify(intent.answers) &&
        JSON.stringify(what.attachments) === JSON.stringify(intent.attachments)
      );
    case 'supplemented':
      return (
        intent.type === 'supplement' &&
        what.claimedAt === madeAt &&
        what.note === intent.note &&
        JSON.stringify(what.attachments) === JSON.stringify(intent.attachments)
      );
    case 'papersReplaced':
      return (
        intent.type === 'replacePapers' &&
        what.claimedAt === madeAt &&
        what.lost.every((hash) => intent.lost.includes(hash)) &&
        JSON.stringify(what.attachments) === JSON.stringify(intent.attachments)
      );
    case 'withdrawn':
      return intent.type === 'withdraw' && what.reason === intent.reason;
    default:
      return false;
  }
}

function judgeFile(world: World, server: ServerSide, command: ShownCommand, hash: string, bytes: Uint8Array): void {
  const stored = server.stored.get(`${command.account}/${hash}`);
  const recorded = server.ledger.rows.files.has(`${command.account}\n${hash}`);
  if (stored && recorded) {
    if (sha256(stored) !== hash || stored.length !== bytes.length) world.violated('lost', 'a paper arrived changed');
    return;
  }
  // Papers of a dossier that ended before they came are asked for no more.
  const { status } = server.ledger.rows.dossiers.get(command.intent.dossier)!.dossier;
  if (!CLOSED.has(status) && !world.shown.papers.isDestroyed(command.account, hash) && !server.isGivenUp(hash))
    world.violated('lost', `a paper of a ${command.intent.type} ${hash.slice(0, 4)}`);
}

/** Nothing on the server that nobody made: one citizen's event for every command done. */
function judgeCount(world: World, server: ServerSide, outcomes: ReadonlyMap<Uuid, Outcome>): void {
  let done = 0;
  for (const [id, outcome] of outcomes) {
    const command = world.shown.commands.get(id);
    if (outcome.result === 'done' && EVENTFUL.has(command?.intent.type ?? '')) done += 1;
    // After a backup came back, numbers of commands that were put away are filled with empty ones.
    if (!command && world.restoredAt === null) world.violated('leaked', 'an outcome of a command that nobody made');
  }
  let events = 0;
  for (const { dossier } of server.ledger.rows.dossiers.values()) {
    events += dossier.events.filter(({ by }) => by.role === 'citizen').length;
  }
  if (events > done) world.violated('duplicated', `${events} events for ${done} commands`);
  if (events < done) world.violated('lost', `${events} events for ${done} commands`);
}

/** The history is the one that was committed, event by event, and the dossier is what it adds up to. */
function judgeDossier(world: World, server: ServerSide, id: Uuid, owner: string, dossier: Dossier): void {
  const page = server.journal.get(id);
  const text = JSON.stringify(dossier.events);
  if (page?.owner !== owner || text !== JSON.stringify(page.events)) world.violated('lost', `the history of ${id}`);
  if (dossier.events.some((event, at) => event.n !== at + 1))
    world.violated('lost', `the order of the history of ${id}`);
  if (JSON.stringify(fold(id, dossier.events)) !== JSON.stringify(dossier)) world.violated('lost', `the sum of ${id}`);

  const read = readHistory(dossier.events, (wrong) => world.violated('lost', wrong));
  const check = (what: string, right: boolean) => {
    if (!right) world.violated('lost', `${what} of a dossier that is ${read.status}`);
  };
  check(`status ${dossier.status}`, dossier.status === read.status);
  check('promised day', dossier.promisedDay === read.promised && dossier.pausedSince === read.paused);
  check('payments', dossier.payments.reduce((sum, { amount }) => sum + amount, 0) === read.paid);
  check('refund', dossier.refundsOpened === read.refunds && read.refunds === read.unasked);
  check('papers', dossier.papersComplete === read.complete);
  const named = new Set(dossier.attachments.flatMap(({ files }) => files.map(({ hash }) => hash)));
  check('files', [...read.files].every((hash) => named.has(hash)) && named.size === read.files.size);
  check('receiving', (dossier.receivedAt !== null) === read.received);
  check('closing', (dossier.closedReason !== null) === ['withdrawn', 'stopped', 'notAccepted'].includes(read.status));
  check('results', dossier.results.length > 0 === ['finished', 'returned'].includes(read.status));
  const arrived = [...named].every((hash) => server.ledger.rows.files.has(`${owner}\n${hash}`));
  if (arrived && !read.complete) world.violated('stuck', 'papers arrived and were not confirmed');
  if (!read.complete && !CLOSED.has(read.status))
    world.violated('stuck', `a dossier that is ${read.status} waits for papers for ever`);
  if (!arrived && read.complete) world.violated('lost', 'papers were confirmed that have not arrived');
}

/** Codes are drawn in order of the day, without holes: none for what was refused or undone. */
function judgeCodes(world: World, server: ServerSide): void {
  const days = new Map<string, number[]>();
  for (const { dossier } of server.ledger.rows.dossiers.values()) {
    const [, day = '', number = ''] = dossier.code.split('-');
    if (day !== dayOf(dossier.submittedAt).slice(2).replaceAll('-', ''))
      world.violated('lost', `the day of ${dossier.code}`);
    days.set(day, [...(days.get(day) ?? []), Number(number)]);
  }
  for (const [day, numbers] of days) {
    if (new Set(numbers).size !== numbers.length) world.violated('duplicated', `a code of ${day}`);
    if (Math.max(...numbers) !== numbers.length) world.violated('lost', `a code of ${day}`);
  }
}

/** Every event of an account is one change, in order and without gaps. */
function judgeChanges(world: World, server: ServerSide): void {
  let events = 0;
  for (const { dossier } of server.ledger.rows.dossiers.values()) events += dossier.events.length;
  let changes = 0;
  for (const [account, list] of server.ledger.rows.changes) {
    changes += list.length;
    list.forEach((change, at) => {
      if (change.n !== at + 1) world.violated('lost', `a change of ${account}`);
      if (server.ledger.rows.dossiers.get(change.dossier)?.owner !== account)
        world.violated('leaked', `a change to ${account}`);
    });
  }
  if (changes !== events) world.violated(changes > events ? 'duplicated' : 'lost', 'a change');
}

/** Every đồng the bank moved is on record once: on the one dossier whose fee it pays, or in suspense. */
function judgeMoney(world: World, server: ServerSide, bank: Bank): void {
  const { transfers, fees } = server.sql;
  const booked = bank.books.reduce((sum, { amount }) => sum + amount, 0);
  const recorded = [...transfers.values()].reduce((sum, { amount }) => sum + amount, 0);
  if (booked !== recorded || transfers.size !== bank.books.length) {
    world.violated(recorded > booked ? 'duplicated' : 'lost', `money: ${recorded} on record, ${booked} at the bank`);
  }
  const paid = new Map<Uuid, number>();
  let suspended = 0;
  for (const { fee, why, amount, account, currency } of transfers.values()) {
    if (why !== null || !fee) {
      suspended += amount;
      continue;
    }
    paid.set(fee, (paid.get(fee) ?? 0) + 1);
    const asked = fees.get(fee);
    if (asked?.amount !== amount || account !== PAYEE.account || currency !== 'VND')
      world.violated('lost', 'money that does not match was taken for a fee');
  }
  if ([...paid.values()].some((times) => times > 1)) world.violated('duplicated', 'a fee was paid twice');
  let onDossiers = 0;
  const receipts = new Set<string>();
  for (const { dossier } of server.ledger.rows.dossiers.values()) {
    for (const payment of dossier.payments) {
      onDossiers += payment.amount;
      if (receipts.has(payment.receiptNo)) world.violated('duplicated', 'a receipt');
      receipts.add(payment.receiptNo);
      if (paid.get(payment.fee) !== 1) world.violated('duplicated', 'a payment on a dossier that no transfer made');
    }
  }
  if (onDossiers + suspended !== recorded)
    world.violated('lost', `money: ${recorded} came, ${onDossiers} paid, ${suspended} in suspense`);
}
