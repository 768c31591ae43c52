import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatVnd } from '#core/fee/money.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { FactRow, type Fact } from '#ui/FactRow.tsx';
import { Text } from '#ui/Text.tsx';
import { deadlineFact, feeFact, papersFact } from './facts.ts';

/** How long, how much, how many papers; what the source says beside an amount or a term stands below. */
export function Facts({ procedure }: { procedure: Procedure }) {
  const { text } = useText();
  const deadlineNote = procedure.deadline.kind === 'unverified' ? procedure.deadline.note : undefined;
  const notes = [deadlineNote, procedure.fee.note].filter((note) => note !== undefined);
  return (
    <Card>
      <FactRow facts={[useDeadline(procedure), useFee(procedure), usePapers(procedure)]} />
      {notes.map((note) => (
        <Text key={note.vi} size="s" quiet>
          {text(note)}
        </Text>
      ))}
    </Card>
  );
}

function useDeadline(procedure: Procedure): Fact {
  const { t } = useTranslation('procedures');
  const fact = deadlineFact(procedure);
  switch (fact.kind) {
    case 'unverified':
      return { value: t('unverified'), label: t('deadline.label') };
    case 'sameDay':
      return { value: t('deadline.sameDay'), label: t('deadline.before', { hour: fact.hour }) };
    case 'workingDays':
      return {
        value: t('deadline.days', { count: fact.days }),
        label: fact.extra > 0 ? t('deadline.mountain', { count: fact.extra }) : t('deadline.working'),
      };
  }
}

function useFee(procedure: Procedure): Fact {
  const { t } = useTranslation('procedures');
  const { text, language } = useText();
  const fact = feeFact(procedure);
  const label = t('fee.label');
  switch (fact.kind) {
    case 'free':
      return { value: t('fee.free'), label, tone: 'done' };
    case 'amount':
      return { value: formatVnd(fact.amount, language), label };
    case 'perUnit':
      return { value: formatVnd(fact.amount, language), label: t('fee.per', { unit: text(fact.unit) }) };
    case 'byProvince':
      return { value: t('fee.byProvince'), label: t('fee.byProvinceLabel') };
    case 'seeNote':
      return { value: t('fee.seeNote'), label };
    case 'unverified':
      return { value: t('unverified'), label };
  }
}

function usePapers(procedure: Procedure): Fact {
  const { t } = useTranslation('procedures');
  const fact = papersFact(procedure);
  switch (fact.kind) {
    case 'unverified':
      return { value: t('unverified'), label: t('papers.label') };
    case 'none':
      return { value: t('papers.none'), label: t('papers.label') };
    case 'count':
      return fact.always === 0
        ? { value: t('papers.count', { count: fact.sometimes }), label: t('papers.byCase') }
        : {
            value: t('papers.count', { count: fact.always }),
            label: fact.sometimes > 0 ? t('papers.more', { count: fact.sometimes }) : t('papers.label'),
          };
  }
}
