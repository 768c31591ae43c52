import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useParams, useSearchParams } from 'wouter';
import { usePlace } from '#app/router.ts';
import { useApp } from '#app/state/app.ts';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { findAnswer } from '#core/form/visible.ts';
import { UNIT } from '#core/sync/drafts.ts';
import { answerText } from '#app/parts/answers.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { OtherPhone } from '#app/parts/draft/OtherPhone.tsx';
import { SaveNotice, type ReadAnswer } from '#app/parts/draft/SaveNotice.tsx';
import { useEditor, useEditorState } from '#app/parts/draft/useEditor.ts';
import { useIntake } from '#app/parts/papers/useIntake.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useAnswerWords } from '#app/parts/useAnswerWords.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { EmptyState, ErrorState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { focusField } from '#ui/useField.ts';
import { FormPage } from './FormPage.tsx';
import { GoneNotice } from './GoneNotice.tsx';
import { NewerVersion } from './NewerVersion.tsx';
import { PapersPage } from './PapersPage.tsx';
import { isAt, placesOf, resumeAt, storedPlace, type Place } from './places.ts';
import { controlId } from './problems.ts';
import { ReviewPage } from './ReviewPage.tsx';
import type { Step } from './step.ts';
import { StoreGate } from '#app/parts/StoreGate.tsx';

/** Preparing a dossier: question by question, the papers, the review. The address says where one is. */
export default function DraftScreen() {
  const { t } = useTranslation('form');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('title')} backHref={paths.dossiers} returnTo={paths.draft(id)}>
      <StoredDraft key={id} id={id} />
    </StoreGate>
  );
}

function StoredDraft({ id }: { id: string }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const opened = useEditor(id);
  const catalogue = useCatalogue();
  const submitted = useApp(
    ({ outbox, dossiers }) =>
      dossiers.some((dossier) => dossier.id === id) ||
      outbox.some(({ command: { intent } }) => intent.type === 'submit' && intent.dossier === id),
  );
  if (opened.kind === 'open' && catalogue) return <Flow editor={opened.editor} catalogue={catalogue} />;
  if (opened.kind === 'missing' && submitted) return <Redirect to={paths.dossier(id)} replace />;
  const back = <LinkButton href={paths.dossiers}>{t('save.toDossiers')}</LinkButton>;
  return (
    <PhoneScreen title={t('title')} backHref={paths.dossiers}>
      {opened.kind === 'missing' && (
        <EmptyState icon="file" title={t('missing.title')} actions={back}>
          {t('missing.text')}
        </EmptyState>
      )}
      {opened.kind === 'failed' && (
        <ErrorState icon="storage" title={errors(`store.${opened.failure.code}.title`)} actions={back}>
          {errors(`store.${opened.failure.code}.text`)}
        </ErrorState>
      )}
      {(opened.kind === 'loading' || opened.kind === 'open') && <Skeleton lines={6} />}
    </PhoneScreen>
  );
}

function Flow({ editor, catalogue }: { editor: Editor; catalogue: Catalogue }) {
  const { t } = useTranslation('form');
  const { page: segment } = useParams();
  const [search] = useSearchParams();
  const state = useEditorState(editor);
  const intake = useIntake(editor);
  const words = useAnswerWords(catalogue);
  const { text } = useText();

  const { draft } = state;
  const fields = draft.procedure.form?.pages.flatMap((page) => page.fields) ?? [];
  const read: ReadAnswer = (id) => {
    if (id === UNIT) return { label: t('review.unit'), value: ({ unit }) => unit && catalogue.unitName(unit) };
    const field = fields.find((one) => one.id === id);
    return field
      ? { label: text(field.label), value: ({ answers }) => answerText(field, findAnswer(answers, id), words) }
      : null;
  };
  const places = placesOf(draft);
  const index = places.findIndex((place) => place.segment === segment);
  const place = places[index];
  useRememberedStep(editor, place, search.get('o'));
  const submitted = useApp(
    ({ outbox, dossiers }) =>
      outbox.some(({ command }) => command.intent.dossier === draft.id) || dossiers.some(({ id }) => id === draft.id),
  );

  // Another tab has submitted it, with nothing here that it lacked: what there is to see now is the dossier.
  if (state.save.kind === 'gone' && !state.dirty && submitted) return <Redirect to={paths.dossier(draft.id)} replace />;
  if (!place) {
    const resumed = resumeAt(places, draft.place);
    const field = resumed.field ? `?o=${resumed.field}` : '';
    return <Redirect to={paths.draftPage(draft.id, resumed.segment) + field} replace />;
  }
  const stopped = state.save.kind === 'stale' || state.save.kind === 'gone';
  const saveNotice = <SaveNotice editor={editor} state={state} read={read} gone={<GoneNotice editor={editor} />} />;
  const fromReview = search.get('tu') === 'xem-lai';
  const before = places[index - 1];
  const step: Step = {
    editor,
    state,
    catalogue,
    words,
    intake,
    number: index + 1,
    total: places.length,
    fromReview,
    frame: {
      title: text(draft.procedure.name),
      progress: { value: index + 0.5, total: places.length },
      backHref: fromReview
        ? paths.draftReview(draft.id)
        : before
          ? paths.draftPage(draft.id, before.segment)
          : paths.procedure(draft.procedure.code),
    },
    nextHref: fromReview
      ? paths.draftReview(draft.id)
      : paths.draftPage(draft.id, places[index + 1]?.segment ?? place.segment),
    urgent: (
      <>
        <OtherPhone id={draft.id} />
        {stopped ? saveNotice : <NewerVersion editor={editor} procedure={draft.procedure} catalogue={catalogue} />}
      </>
    ),
    saveNotice: stopped ? null : saveNotice,
  };
  if (place.at === 'page') return <FormPage key={`${place.segment}-${state.epoch}`} step={step} page={place.page} />;
  return place.at === 'papers' ? <PapersPage step={step} /> : <ReviewPage step={step} />;
}

/** Remembers the step in the draft and moves focus to it: to a field when the address names one. */
function useRememberedStep(editor: Editor, place: Place | undefined, field: string | null): void {
  const { key } = usePlace();
  const shown = useRef('');
  useEffect(() => {
    if (!place || shown.current === `${key}${place.segment}`) return;
    shown.current = `${key}${place.segment}`;
    if (!isAt(editor.state().draft.place, place)) editor.moveTo(storedPlace(place));
    if (field) focusField(controlId(field));
    else document.getElementById('question')?.focus({ preventScroll: true });
  }, [editor, key, place, field]);
}
