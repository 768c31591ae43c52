import type { Confidence } from './procedure.ts';
import type { ProcedureRecord } from './record.ts';

/** What a person compares when a new catalogue is to be published. */
export const RECORD_FIELDS = [
  'name',
  'field',
  'level',
  'agencies',
  'applicants',
  'methods',
  'fees',
  'terms',
  'exemptions',
  'cases',
  'steps',
  'conditions',
  'legalBases',
  'results',
  'onlineLevel',
  'source',
] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

/** The fields in which two versions of a record differ, in the order of `RECORD_FIELDS`. */
export function changedFields(before: ProcedureRecord, after: ProcedureRecord): RecordField[] {
  return RECORD_FIELDS.filter((field) => partOf(before, field) !== partOf(after, field));
}

/** What stands in a field, as text. Both records come from one mapping, so that equal parts have equal text. */
export function partOf(record: ProcedureRecord, field: RecordField): string {
  return JSON.stringify(valueOf(record, field)) ?? 'null';
}

function valueOf(record: ProcedureRecord, field: RecordField): unknown {
  switch (field) {
    case 'level':
      return [record.level, record.levels];
    case 'applicants':
      return [record.applicants, record.audience, record.internal, record.keywords];
    case 'methods':
      return record.methods.map(({ channels, note }) => [channels, note]);
    case 'fees':
      return [
        record.methods.map(({ channels, fees, confidence }) => [channels, fees, ...of(confidence?.fee)]),
        record.confidence.fee,
      ];
    case 'terms':
      return [
        record.methods.map(({ channels, term, confidence }) => [channels, term, ...of(confidence?.term)]),
        record.caseTerms,
        record.confidence.term,
      ];
    case 'cases':
      return record.confidence.documents === undefined ? record.cases : [record.cases, record.confidence.documents];
    default:
      return record[field];
  }
}

function of(confidence: Confidence | undefined): Confidence[] {
  return confidence === undefined ? [] : [confidence];
}
