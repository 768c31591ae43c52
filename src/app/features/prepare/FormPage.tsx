import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { dayOf } from '#core/calendar/day.ts';
import type { Answers, Page } from '#core/form/form.ts';
import { checkField, checkPage, type CheckContext, type Problem } from '#core/form/validate.ts';
import { findAnswer, visibleAnswers, visibleFields } from '#core/form/visible.ts';
import { must } from '#core/assert.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorSummary, type FieldError } from '#ui/ErrorSummary.tsx';
import { Question } from '#ui/Question.tsx';
import { Stack } from '#ui/Stack.tsx';
import { FieldInput } from './FieldInput.tsx';
import { normaliseAnswer } from './fields/kinds.ts';
import { problemTarget, problemText } from './problems.ts';
import type { Step } from './step.ts';

/** One page of the form: one question and the few fields that answer it. */
export function FormPage({ step, page }: { step: Step; page: Page }) {
  const { t } = useTranslation('form');
  const { text } = useText();
  const navigate = useNavigate();
  const { editor, state, catalogue, words } = step;
  const form = must(state.draft.procedure.form, 'form');
  const context: CheckContext = { today: dayOf(platform().clock.now()), units: catalogue.units };
  const given = visibleAnswers(form, state.draft.answers);
  const [attempt, setAttempt] = useState<Attempt>({ count: 0, errors: [], fields: new Set() });

  const goOn = () => {
    const errors = checkPage(page, visibleAnswers(form, normalisePage(editor, page)), context).map(
      ({ fieldId, problem }) => {
        const field = must(
          page.fields.find(({ id }) => id === fieldId),
          fieldId,
        );
        const line = t('summaryLine', {
          label: text(field.type === 'declaration' ? page.question : field.label),
          text: problemText(problem, t),
        });
        return { id: fieldId, fieldId: problemTarget(field, problem), text: line };
      },
    );
    void editor.flush();
    if (errors.length === 0) return navigate(step.nextHref);
    return setAttempt(({ count }) => ({ count: count + 1, errors, fields: new Set(errors.map(({ id }) => id)) }));
  };
  const box = useEnterKey(goOn);

  return (
    <PhoneScreen
      {...step.frame}
      bottomBar={
        <BottomBar>
          <Button onClick={goOn}>{step.fromReview ? t('backToReview') : t('next')}</Button>
        </BottomBar>
      }
    >
      {step.urgent}
      {attempt.errors.length > 0 && (
        <ErrorSummary
          key={attempt.count}
          title={t('summaryTitle', { count: attempt.errors.length })}
          errors={attempt.errors}
        />
      )}
      <Question
        id="question"
        step={t('step', { number: step.number, total: step.total })}
        hint={page.help && text(page.help)}
      >
        {text(page.question)}
      </Question>
      <div ref={box}>
        <Stack>
          {visibleFields(page, given).map((field) => {
            const problem = checkField(field, given, context);
            const answer = findAnswer(state.draft.answers, field.id);
            return (
              <FieldInput
                key={field.id}
                field={field}
                value={answer}
                error={problem && isTold(problem, attempt, field.id) ? problemText(problem, t) : undefined}
                good={answer !== undefined && answer !== '' && problem === null}
                communes={catalogue.province.communes}
                words={words}
                onChange={(next) => editor.answer(page.id, field.id, next)}
                onLeave={() => void editor.flush()}
              />
            );
          })}
        </Stack>
      </div>
      {step.saveNotice}
    </PhoneScreen>
  );
}

/** A problem is told once somebody wants to go on; text that cannot travel at once, since its draft stays behind too. */
function isTold(problem: Problem, attempt: Attempt, fieldId: string): boolean {
  return problem.key === 'tooLongToSend' || attempt.fields.has(fieldId);
}

/** What "Tiếp tục" found last: lines that stay while the person works through them. */
type Attempt = {
  readonly count: number;
  readonly errors: readonly FieldError[];
  readonly fields: ReadonlySet<string>;
};

/** Puts every answer of the page into its final form, also that of a field still in focus. */
function normalisePage(editor: Step['editor'], page: Page): Answers {
  for (const field of page.fields) {
    const { answers } = editor.state().draft;
    const answer = findAnswer(answers, field.id);
    if (answer === undefined) continue;
    const normalised = normaliseAnswer(field, answer);
    if (JSON.stringify(normalised) !== JSON.stringify(answer)) editor.answer(page.id, field.id, normalised);
  }
  return editor.state().draft.answers;
}

/** Enter in a line of text goes on, as in any form; not while an input method is still composing a letter. */
function useEnterKey(goOn: () => void) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(goOn);
  useEffect(() => {
    latest.current = goOn;
  });
  useEffect(() => {
    const element = box.current;
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      const inLine = target instanceof HTMLInputElement && ['text', 'tel'].includes(target.type);
      if (event.key === 'Enter' && !event.isComposing && inLine) latest.current();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, []);
  return box;
}
