import { conditionWords } from './condition-words.ts';
import type { Deadline, DocumentRequirement, Fee, Procedure } from './procedure.ts';
import type { Channel, FeeAmount, ProcedureRecord, RecordDocument, RecordFee, RecordMethod, Term } from './record.ts';

/**
 * The facts of one of our own procedures as a record of the catalogue, for the parts that know records alone
 * (the pocket's index, plain pages) and for procedures the import lacks.
 */
export function recordOfAuthored(procedure: Procedure): ProcedureRecord {
  const { source, confidence, fee, deadline } = procedure;
  const channels: Channel[] = procedure.onlineLevel === 'inPerson' ? ['direct'] : ['online', 'direct'];
  const { decision } = source;
  return {
    code: procedure.code,
    name: procedure.officialName,
    field: procedure.field.vi,
    level: procedure.level,
    levels: [procedure.level],
    agencies: { executing: [], receivedAt: procedure.where.vi },
    audience: 'person',
    applicants: [procedure.whoMayApply.vi],
    keywords: procedure.keywords,
    methods: [{ channels, term: saidTerm(deadline), fees: [feeOf(fee)] }],
    exemptions: [],
    cases: [{ name: '', documents: procedure.documents.map((document) => paperOf(document, procedure)) }],
    steps: procedure.steps.map(({ title, detail }) => ({ title: title.vi, text: detail ? [detail.vi] : [] })),
    conditions: [],
    legalBases: procedure.legalBasis.map((number) => ({ number })),
    results: procedure.results.map(({ vi }) => vi),
    onlineLevel: confidence.onlineLevel === 'low' ? 'unverified' : procedure.onlineLevel,
    confidence: { fee: confidence.fee, term: confidence.deadline, documents: confidence.documents },
    source: decision === undefined ? {} : { decision },
  };
}

/** A paper that depends on an answer is asked of nobody without it. How many of it, ours do not say. */
function paperOf({ name, note, required, showWhen }: DocumentRequirement, { form }: Procedure): RecordDocument {
  const notes = [...(showWhen ? [conditionWords(showWhen, form)] : []), ...(note ? [note.vi] : [])];
  return {
    name: name.vi,
    originals: 0,
    copies: 0,
    required: required && showWhen === undefined,
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
  };
}

/** What stands in place of a number is the source's words. */
function saidTerm(deadline: Deadline): Term {
  const note = deadline.kind === 'unverified' ? deadline.note : undefined;
  return note ? { kind: 'asText', text: note.vi } : termOf(deadline);
}

/**
 * The imported facts with what we wrote on top, joined by code. Ours fill what the source leaves open and we checked
 * (our confidence is not low); an amount or a number of days that the source states for a channel stands. The name
 * stays the official one, and the official papers, steps and acts stay whole.
 */
export function withAuthored(record: ProcedureRecord, authored: Procedure): ProcedureRecord {
  const own = recordOfAuthored(authored);
  const ownFee = authored.confidence.fee === 'low' || authored.fee.kind === 'unverified' ? null : feeOf(authored.fee);
  const ownTerm = authored.confidence.deadline === 'low' ? null : termOf(authored.deadline);
  const differs = disagreements(record, authored);
  // Who of us is right nobody can tell from here.
  const sureness = (fact: 'fee' | 'term', isOurs: boolean) =>
    differs.includes(fact) ? { [fact]: 'low' as const } : isOurs ? { [fact]: own.confidence[fact] } : {};
  const methods = record.methods.map((method): RecordMethod => {
    const isStated = method.fees.length > 0 && method.fees.every(({ amount }) => amount.kind === 'fixed');
    const fees = ownFee === null || isStated ? method.fees : [ownFee];
    const term = ownTerm === null ? method.term : fillTerm(method.term, ownTerm);
    const confidence = { ...sureness('fee', fees !== method.fees), ...sureness('term', term === ownTerm) };
    return { ...method, fees, term, confidence };
  });
  return {
    ...record,
    level: own.level,
    levels: record.levels.includes(own.level) ? record.levels : [own.level, ...record.levels],
    keywords: [...new Set([...(own.keywords ?? []), ...(record.keywords ?? [])])],
    onlineLevel: own.onlineLevel === 'unverified' ? record.onlineLevel : own.onlineLevel,
    methods,
  };
}

/**
 * Where the catalogue states another amount or another number of days than we do: after a new version of it, or because
 * one of us is wrong. A screen that shows ours has to say so.
 */
export function disagreements(official: ProcedureRecord, authored: Procedure): ('fee' | 'term')[] {
  const { fee, deadline, confidence } = authored;
  const amounts = official.methods.flatMap(({ fees }) => fees.map(({ amount }) => amount)).filter(statesAmount);
  const terms = official.methods.map(({ term }) => term).filter(({ kind }) => kind === 'within' || kind === 'sameDay');
  const ownAmount = confidence.fee === 'low' ? null : amountOf(fee);
  const ownTerm = confidence.deadline === 'low' ? null : termOf(deadline);
  const saysOther = <T>(own: T | null, stated: readonly T[], same: (a: T, b: T) => boolean) =>
    own !== null && stated.length > 0 && !stated.some((one) => same(own, one));
  return [
    ...(saysOther(ownAmount && statesAmount(ownAmount) ? ownAmount : null, amounts, sameText)
      ? (['fee'] as const)
      : []),
    ...(saysOther(ownTerm?.kind === 'unverified' ? null : ownTerm, terms, sameTerm) ? (['term'] as const) : []),
  ];
}

function statesAmount({ kind }: FeeAmount): boolean {
  return kind === 'fixed' || kind === 'free';
}

function sameText(a: FeeAmount, b: FeeAmount): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The extra days of mountain communes are ours alone, and the portal has no word for "the same day" but a day. */
function sameTerm(a: Term, b: Term): boolean {
  if (a.kind === 'within' && b.kind === 'within') return a.count === b.count && a.unit === b.unit;
  const isOneDay = (term: Term) =>
    term.kind === 'sameDay' ||
    (term.kind === 'within' && term.count <= 1 && term.unit !== 'month' && term.unit !== 'year');
  return isOneDay(a) && isOneDay(b);
}

/** Ours where the source is open; where it says the same number, ours knows the days of mountain communes besides. */
function fillTerm(stated: Term, own: Term): Term {
  if (own.kind === 'unverified') return stated;
  if (stated.kind !== 'within') return own;
  return own.kind === 'within' && own.count === stated.count && own.unit === stated.unit ? own : stated;
}

function termOf(deadline: Deadline): Term {
  switch (deadline.kind) {
    case 'sameDay':
      return { kind: 'sameDay', cutoffHour: deadline.cutoffHour };
    case 'workingDays':
      return {
        kind: 'within',
        count: deadline.days,
        unit: 'workingDay',
        ...(deadline.mountainExtraDays === undefined ? {} : { mountainExtraDays: deadline.mountainExtraDays }),
      };
    case 'unverified':
      return { kind: 'unverified' };
  }
}

function feeOf(fee: Fee): RecordFee {
  const unit = fee.kind === 'fixed' && fee.per ? `mỗi ${fee.per.unit.vi}` : null;
  const note = [unit, fee.note?.vi].filter((part) => part !== null && part !== undefined).join('; ');
  return { type: 'fee', amount: amountOf(fee), ...(note === '' ? {} : { note }) };
}

function amountOf(fee: Fee): FeeAmount {
  switch (fee.kind) {
    case 'fixed':
      return fee.amount > 0 ? { kind: 'fixed', amount: fee.amount, currency: 'VND' } : { kind: 'unverified' };
    case 'free':
    case 'byProvince':
    case 'unverified':
      return { kind: fee.kind };
  }
}
