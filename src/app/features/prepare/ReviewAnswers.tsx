import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '#core/assert.ts';
import { isRealDay } from '#core/calendar/day.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Answer, Field, FieldType } from '#core/form/form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from '#core/form/visible.ts';
import { answerText, type AnswerWords } from '#app/parts/answers.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Card } from '#ui/Card.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';
import { kindOf } from './fields/kinds.ts';
import { reviewEditHref } from './reviewHref.ts';

/** All that is asked with these answers, page by page, each with a way to change it. */
export function ReviewAnswers({ draft, words }: { draft: Draft; words: AnswerWords }) {
  const { t } = useTranslation('form');
  const { text } = useText();
  const form = must(draft.procedure.form, 'form');
  const given = visibleAnswers(form, draft.answers);
  return visiblePages(form, draft.answers).map((page) => {
    const fields = visibleFields(page, given);
    const declared = fields.filter(({ type }) => type === 'declaration');
    const asked = fields.filter(({ type }) => type !== 'declaration');
    const change = reviewEditHref(paths.draftPage(draft.id, page.id));
    return (
      <Fragment key={page.id}>
        <SectionTitle action={{ label: t('review.change'), href: change }}>{text(page.question)}</SectionTitle>
        <Card>
          <KeyValue
            rows={asked.map((field) => ({
              label: text(field.label),
              value: <Shown field={field} answer={findAnswer(given, field.id)} words={words} />,
            }))}
          />
          {declared.map((field) => (
            <Text key={field.id} size="m">
              {text(field.label)} <b>{answerText(field, findAnswer(given, field.id), words) || t('answer.missing')}</b>
            </Text>
          ))}
        </Card>
      </Fragment>
    );
  });
}

function Shown({ field, answer, words }: { field: Field; answer: Answer | undefined; words: AnswerWords }) {
  const { t } = useTranslation('form');
  const line = answerText(field, answer, words);
  const unfinished = field.type === 'date' && !isRealDay(String(answer));
  if (answer === undefined || line === '' || unfinished) return field.optional ? t('answer.none') : t('answer.missing');
  const { Output } = kindOf<FieldType>(field.type);
  return Output ? <Output answer={answer} words={words} /> : line;
}
