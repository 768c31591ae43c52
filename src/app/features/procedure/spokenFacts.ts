import type { TFunction } from 'i18next';
import { spokenVnd } from '#core/fee/money.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import type { Language } from '#core/text/localized.ts';
import { deadlineFact, feeFact } from '#app/parts/facts.ts';
import { feeGlance, termGlance, type ProvinceSets } from './recordFacts.ts';

/** The words of procedures in the language that is read aloud, which need not be the screen's. */
export type Voice = { readonly t: TFunction<'procedures'>; readonly language: Language };

/**
 * How long it takes and what it costs, for a voice. `procedure` as it holds in the province. What is not verified has no
 * value here either; a note beside an amount that is verified belongs to it ("15.000 đồng khi nộp tận nơi").
 */
export function spokenFacts(procedure: Procedure, sets: ProvinceSets, voice: Voice): string[] {
  const online = [voice.t('reading.online')];
  return [
    ...termOfOurs(procedure, sets.term, voice),
    ...(sets.term?.onlineOnly === true ? online : []),
    ...feeOfOurs(procedure, sets.fee, voice),
    ...(sets.fee?.onlineOnly === true ? online : []),
  ];
}

function termOfOurs(procedure: Procedure, set: ProvinceSets['term'], { t }: Voice): string[] {
  const term = set?.term;
  // What the clock cannot count it is told as it is written.
  if (term?.kind === 'asText') return [t('reading.term', { term: term.text })];
  if (term?.kind === 'within' && term.unit !== 'workingDay')
    return [t('reading.term', { term: t(`official.unit.${term.unit}`, { count: term.count }) })];
  const fact = deadlineFact(procedure);
  switch (fact.kind) {
    case 'unverified':
      return [t('reading.termUnverified')];
    case 'sameDay':
      return [t('reading.sameDayBefore', { hour: fact.hour })];
    case 'workingDays':
      return [
        t('reading.term', { term: t('official.unit.workingDay', { count: fact.days }) }),
        ...(fact.extra > 0 ? [t('reading.mountain', { count: fact.extra })] : []),
      ];
  }
}

function feeOfOurs(procedure: Procedure, set: ProvinceSets['fee'], { t, language }: Voice): string[] {
  const fact = feeFact(procedure);
  const { note } = procedure.fee;
  const beside = note ? [note[language]] : [];
  if (set?.amount.kind === 'asText') return note ? beside : [t('reading.feeByCase')];
  switch (fact.kind) {
    case 'unverified':
      return [t('reading.feeUnverified')];
    case 'byProvince':
      return [t('reading.byProvince')];
    case 'free':
      return [t('reading.free'), ...beside];
    case 'amount':
      return [t('reading.fee', { amount: spokenVnd(fact.amount, language) }), ...beside];
    case 'perUnit': {
      const amount = spokenVnd(fact.amount, language);
      return [t('reading.feePer', { amount, unit: fact.unit[language] }), ...beside];
    }
    case 'seeNote':
      return beside;
  }
}

/** The same of a record of the catalogue, whose ways to hand it in may differ. */
export function spokenGlance(record: ProcedureRecord, voice: Voice): string[] {
  return [termOfRecord(record, voice), feeOfRecord(record, voice)];
}

function termOfRecord(record: ProcedureRecord, { t }: Voice): string {
  const glance = termGlance(record);
  switch (glance.kind) {
    case 'unverified':
      return t('reading.termUnverified');
    case 'byCase':
      return t('reading.termByCase');
    case 'sameDay':
      return t('reading.sameDay');
    case 'within': {
      const { least, unit } = glance;
      const most = t(`official.unit.${unit}`, { count: glance.most });
      return t('reading.term', { term: least === glance.most ? most : t('reading.range', { least, most }) });
    }
  }
}

function feeOfRecord(record: ProcedureRecord, { t, language }: Voice): string {
  const glance = feeGlance(record);
  switch (glance.kind) {
    case 'unverified':
      return t('reading.feeUnverified');
    case 'free':
    case 'byProvince':
      return t(`reading.${glance.kind}`);
    case 'asText':
      return t('reading.feeByCase');
    case 'vnd': {
      const [least, most] = [spokenVnd(glance.least, language), spokenVnd(glance.most, language)];
      return t('reading.fee', { amount: least === most ? most : t('reading.range', { least, most }) });
    }
  }
}
