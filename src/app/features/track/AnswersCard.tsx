import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answers } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { answerGroups } from '#app/parts/answers.ts';
import { useAnswerWords } from '#app/parts/useAnswerWords.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Text } from '#ui/Text.tsx';
import { Fold } from './Fold.tsx';

type AnswersCardProps = { procedure: Procedure | null; answers: Answers; catalogue: Catalogue };

/** What was filled in, folded away until somebody wants to read it. */
export function AnswersCard({ procedure, answers, catalogue }: AnswersCardProps) {
  const { t } = useTranslation('dossiers');
  const groups = answerGroups(procedure, answers, useAnswerWords(catalogue));
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
