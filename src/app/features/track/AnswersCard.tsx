import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answers } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { useText } from '#app/parts/useText.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Text } from '#ui/Text.tsx';
import { answerGroups } from './answers.ts';
import { Fold } from './Fold.tsx';

type AnswersCardProps = { procedure: Procedure | null; answers: Answers; unitName: (code: string) => string };

/** What was filled in, folded away until somebody wants to read it. */
export function AnswersCard({ procedure, answers, unitName }: AnswersCardProps) {
  const { t } = useTranslation('dossiers');
  const { t: form } = useTranslation('form');
  const { text } = useText();
  const words = { text, unitName, yes: form('answer.yes'), no: form('answer.no'), confirmed: form('answer.confirmed') };
  const groups = answerGroups(procedure, answers, words);
  if (groups.length === 0) return null;
  return (
    <Fold title={t('answers')}>
      {groups.map(({ id, question, rows }) => (
        <Fragment key={id}>
          {question !== '' && <Text strong>{question}</Text>}
          <KeyValue rows={rows} />
        </Fragment>
      ))}
    </Fold>
  );
}
