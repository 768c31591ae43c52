import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { FactRow, type Fact } from '#ui/FactRow.tsx';
import { Text } from '#ui/Text.tsx';
import { papersFact } from '#app/parts/facts.ts';
import { useDeadline, useFee } from '#app/parts/useFacts.ts';

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
