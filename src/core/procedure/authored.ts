import type { Deadline, Fee, Procedure } from './procedure.ts';
import type { Channel, FeeAmount, ProcedureRecord, RecordFee, Term } from './record.ts';

/**
 * The facts of one of our own procedures as a record of the catalogue, for the parts that know records alone
 * (the pocket's index, plain pages) and for procedures the import lacks.
 */
export function recordOfAuthored(procedure: Procedure): ProcedureRecord {
  const channels: Channel[] = procedure.onlineLevel === 'inPerson' ? ['direct'] : ['online', 'direct'];
  const { decision } = procedure.source;
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
    methods: [{ channels, term: termOf(procedure.deadline), fees: [feeOf(procedure.fee)] }],
    exemptions: [],
    cases: [
      {
        name: '',
        documents: procedure.documents.map(({ name, required }) => ({
          name: name.vi,
          originals: 1,
          copies: 0,
          required,
        })),
      },
    ],
    steps: procedure.steps.map(({ title, detail }) => ({ title: title.vi, text: detail ? [detail.vi] : [] })),
    conditions: [],
    legalBases: procedure.legalBasis.map((number) => ({ number })),
    results: procedure.results.map(({ vi }) => vi),
    onlineLevel: procedure.onlineLevel,
    confidence: { fee: procedure.confidence.fee, term: procedure.confidence.deadline },
    source: decision === undefined ? {} : { decision },
  };
}

/**
 * The imported facts with what we wrote on top, joined by code. Where we checked a fact ourselves (our confidence
 * is not low) ours stands; the name stays the official one, and the official papers, steps and acts stay whole.
 */
export function withAuthored(record: ProcedureRecord, authored: Procedure): ProcedureRecord {
  const own = recordOfAuthored(authored);
  const sureOfFee = authored.confidence.fee !== 'low' && authored.fee.kind !== 'unverified';
  const sureOfTerm = authored.confidence.deadline !== 'low' && authored.deadline.kind !== 'unverified';
  return {
    ...record,
    level: own.level,
    levels: record.levels.includes(own.level) ? record.levels : [own.level, ...record.levels],
    keywords: [...new Set([...(own.keywords ?? []), ...(record.keywords ?? [])])],
    onlineLevel: own.onlineLevel === 'unverified' ? record.onlineLevel : own.onlineLevel,
    methods: record.methods.map((method) => ({
      ...method,
      ...(sureOfFee ? { fees: [feeOf(authored.fee)] } : {}),
      ...(sureOfTerm ? { term: termOf(authored.deadline) } : {}),
    })),
    confidence: {
      fee: sureOfFee ? own.confidence.fee : record.confidence.fee,
      term: sureOfTerm ? own.confidence.term : record.confidence.term,
    },
  };
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
