import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { formatVnd } from '#core/fee/money.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { FactRow, type Fact } from '#ui/FactRow.tsx';
import { Text } from '#ui/Text.tsx';
import { papersFact } from '#app/parts/facts.ts';
import { useDeadline, useFee } from '#app/parts/useFacts.ts';
import { readyGlance, type Ready } from './ready.ts';
import { feeGlance, papersGlance, termGlance, type ProvinceSets } from './recordFacts.ts';
import { useRecordWords } from './useRecordWords.ts';

/**
 * How long, how much, how many papers; what the source says beside an amount or a term stands below. `procedure` as it
 * holds in the province: what that has set takes the place of the nation's, with where it is written. `ready`: papers
 * that are there already, for a dossier made here.
 */
export function Facts({ procedure, sets, ready }: { procedure: Procedure; sets: ProvinceSets; ready: Ready }) {
  const { text } = useText();
  const deadlineNote = procedure.deadline.kind === 'unverified' ? procedure.deadline.note : undefined;
  const notes = [deadlineNote, sets.fee ? undefined : procedure.fee.note].filter((note) => note !== undefined);
  return (
    <Card>
      <FactRow
        facts={[
          useSetTerm(useDeadline(procedure), sets.term),
          useSetFee(useFee(procedure), sets.fee),
          usePapers(procedure, ready),
        ]}
      />
      <Sets sets={sets} />
      {notes.map((note) => (
        <Text key={note.vi} size="s" quiet>
          {text(note)}
        </Text>
      ))}
    </Card>
  );
}

function useSetTerm(fact: Fact, set: ProvinceSets['term']): Fact {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  if (!set) return fact;
  // A term in days or hours is no promise of the clock's, and is told as it is written.
  const isCounted = set.term.kind === 'sameDay' || (set.term.kind === 'within' && set.term.unit === 'workingDay');
  const { value, label } = isCounted ? fact : { value: words.term(set.term), label: t('deadline.label') };
  return { value, label: t(set.onlineOnly ? 'sets.online' : 'sets.by', { label }) };
}

function useSetFee(fact: Fact, set: ProvinceSets['fee']): Fact {
  const { t } = useTranslation('procedures');
  // That the province sets it is all the nation's record says too.
  if (!set || set.amount.kind === 'byProvince') return fact;
  const value = set.amount.kind === 'asText' ? t('glance.below') : fact.value;
  return { ...fact, value, label: t(set.onlineOnly ? 'sets.online' : 'sets.by', { label: fact.label }) };
}

/** The resolutions or decisions by which the province set it, as people can look them up, and whom they exempt. */
function Sets({ sets: { fee, term, byChannel, exemptions } }: { sets: ProvinceSets }) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const words = useRecordWords();
  const lines = [
    ...(term ? [t('sets.termBy', term.source)] : []),
    ...(fee ? [[fee.note && text(fee.note), t('sets.feeBy', fee.source)].filter(Boolean).join(' ')] : []),
    ...exemptions.map(({ who, source }) => t('sets.exempt', { who: who.map(text).join('; '), ...source })),
    ...byChannel.map((one) =>
      t('sets.channel', {
        channels: one.channels.map((channel) => t(`official.channel.${channel}`)).join(', '),
        value: [
          one.fee && [words.amount(one.fee.amount), one.fee.note && text(one.fee.note)].filter(Boolean).join(' · '),
          one.term && words.term(one.term),
        ]
          .filter(Boolean)
          .join('; '),
        ...one.source,
      }),
    ),
    ...(fee?.onlineOnly === true && !byChannel.some((one) => one.fee) ? [t('sets.elsewhere')] : []),
  ];
  return (
    <>
      {lines.map((line) => (
        <Text key={line} size="s" quiet>
          {line}
        </Text>
      ))}
    </>
  );
}

/** The same three for a record of the catalogue. */
export function RecordFacts({ record, sets }: { record: ProcedureRecord; sets: ProvinceSets }) {
  return (
    <Card>
      <FactRow facts={[useTermGlance(record), useFeeGlance(record), usePapersGlance(record)]} />
      <Sets sets={sets} />
    </Card>
  );
}

function useTermGlance(record: ProcedureRecord): Fact {
  const { t } = useTranslation('procedures');
  const glance = termGlance(record);
  const label = t('deadline.label');
  switch (glance.kind) {
    case 'unverified':
      return { value: t('unverified'), label: t('glance.ask', { label }) };
    case 'byCase':
      return { value: t('glance.below'), label };
    case 'sameDay':
      return { value: t('deadline.sameDay'), label };
    case 'within': {
      const { least, most, unit } = glance;
      const value =
        least === most
          ? t(`glance.unit.${unit}`, { count: most })
          : t('glance.range', { least, most: t(`glance.unit.${unit}`, { count: most }) });
      return { value, label: unit === 'workingDay' ? t('deadline.working') : label };
    }
  }
}

function useFeeGlance(record: ProcedureRecord): Fact {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const glance = feeGlance(record);
  const label = t('fee.label');
  switch (glance.kind) {
    case 'unverified':
      return { value: t('unverified'), label: t('glance.ask', { label }) };
    case 'free':
      return { value: t('fee.free'), label, tone: 'done' };
    case 'byProvince':
      return { value: t('fee.byProvince'), label: t('fee.byProvinceLabel') };
    case 'asText':
      return { value: t('glance.below'), label };
    case 'vnd': {
      const least = formatVnd(glance.least, language);
      return { value: glance.least === glance.most ? least : t('glance.from', { least }), label };
    }
  }
}

function usePapersGlance(record: ProcedureRecord): Fact {
  const { t } = useTranslation('procedures');
  const { papers, cases } = papersGlance(record);
  if (papers === 0) return { value: t('unverified'), label: t('papers.label') };
  return {
    value: t('papers.count', { count: papers }),
    label: cases > 1 ? t('glance.cases', { count: cases }) : t('papers.label'),
  };
}

function usePapers(procedure: Procedure, ready: Ready): Fact {
  const { t } = useTranslation('procedures');
  const fact = papersFact(procedure);
  const { asked, there, where } = readyGlance(procedure, ready);
  switch (fact.kind) {
    case 'unverified':
      return { value: t('unverified'), label: t('papers.label') };
    case 'none':
      return { value: t('papers.none'), label: t('papers.label') };
    case 'count':
      if (there > 0 && procedure.form)
        return {
          value: t('papers.count', { count: asked }),
          label: t(`papers.ready.${where ?? 'both'}`, { count: there }),
        };
      return fact.always === 0
        ? { value: t('papers.count', { count: fact.sometimes }), label: t('papers.byCase') }
        : {
            value: t('papers.count', { count: fact.always }),
            label: fact.sometimes > 0 ? t('papers.more', { count: fact.sometimes }) : t('papers.label'),
          };
  }
}
