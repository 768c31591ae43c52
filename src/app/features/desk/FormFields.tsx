import { visibleDocuments } from '#core/form/visible.ts';
import { formatVnd } from '#core/fee/money.ts';
import { ChoiceChips } from '#ui/ChoiceChips.tsx';
import { ChoiceList } from '#ui/ChoiceList.tsx';
import { DateField } from '#ui/DateField.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { TextField } from '#ui/TextField.tsx';
import type { ActionBarProps } from './ActionBar.tsx';
import { ResultFiles } from './ResultFiles.tsx';
import { updateDraft } from './store.ts';
import { amountOf, fieldId, LIMIT, OTHER, type Draft, type FormAction, type FormProblem } from './work.ts';

type FormFieldsProps = ActionBarProps & { action: FormAction; draft: Draft; problems: readonly FormProblem[] };
type FieldsProps = ActionBarProps & { draft: Draft; error: (field: string) => string | undefined };

/** The fields of one action. */
export function FormFields({ action, problems, ...rest }: FormFieldsProps) {
  const { t } = rest.words;
  const error = (field: string) => {
    const problem = problems.find((one) => one.field === field);
    return problem && t(`problem.${problem.code}`);
  };
  const props: FieldsProps = { ...rest, error };
  switch (action) {
    case 'notAccept':
    case 'stop':
      return <Reason {...props} of={action} />;
    case 'requestSupplement':
      return <SupplementFields {...props} />;
    case 'requestFee':
      return <FeeFields {...props} />;
    case 'finish':
      return <FinishFields {...props} />;
    default:
      return <ReturnFields {...props} />;
  }
}

function Reason({ of, ...props }: FieldsProps & { of: 'notAccept' | 'stop' | 'requestSupplement' | 'requestFee' }) {
  const { dossier, draft, error, words } = props;
  const { t } = words;
  return (
    <TextArea
      id={fieldId.reason}
      label={t(`reason.${of}`)}
      hint={t('reason.hint')}
      need="required"
      rows={3}
      limit={LIMIT}
      error={error(fieldId.reason)}
      value={draft.reasons[of] ?? ''}
      onChange={(text) => updateDraft(dossier.id, ({ reasons }) => ({ reasons: { ...reasons, [of]: text } }))}
    />
  );
}

function SupplementFields(props: FieldsProps) {
  const { dossier, draft, error, ground, names, words } = props;
  const { t, paperName } = words;
  const procedure = ground.catalogue.madeBy(dossier);
  const asked = procedure ? visibleDocuments(procedure, dossier.answers).map((document) => document.id) : [];
  const documents = [...new Set([...asked, ...Object.keys(draft.items).filter((id) => id !== OTHER)]), OTHER];
  const nameOf = (document: string) => (document === OTHER ? t('supplement.other') : paperName(document, names));
  const setItems = (items: Draft['items']) => updateDraft(dossier.id, () => ({ items }));
  return (
    <>
      <ChoiceList
        id={fieldId.items}
        label={t('supplement.items')}
        need="required"
        error={error(fieldId.items)}
        options={documents.map((document) => ({ value: document, label: nameOf(document) }))}
        value={Object.keys(draft.items)}
        onChange={(chosen) =>
          setItems(Object.fromEntries(chosen.map((document) => [document, draft.items[document] ?? ''])))
        }
      />
      {documents
        .filter((document) => draft.items[document] !== undefined)
        .map((document) => (
          <TextField
            key={document}
            id={fieldId.what(document)}
            label={t('supplement.what', { name: nameOf(document) })}
            need="required"
            placeholder={t('supplement.example')}
            error={error(fieldId.what(document))}
            value={draft.items[document] ?? ''}
            onChange={(text) => setItems({ ...draft.items, [document]: text })}
          />
        ))}
      <Reason {...props} of="requestSupplement" />
      <DateField
        id={fieldId.due}
        label={t('supplement.due')}
        hint={t('supplement.dueHint')}
        need="required"
        error={error(fieldId.due)}
        value={draft.due}
        onChange={(due) => updateDraft(dossier.id, () => ({ due }))}
      />
    </>
  );
}

function FeeFields(props: FieldsProps) {
  const { dossier, draft, error, opened, words } = props;
  const { t, language } = words;
  const fixed = opened.fixedFee;
  const amount = fixed ?? amountOf(draft.amount);
  return (
    <>
      <TextField
        id={fieldId.amount}
        label={t('fee.amount')}
        hint={fixed === null ? (amount === null ? t('fee.hint') : formatVnd(amount, language)) : t('fee.fixed')}
        need="required"
        inputMode="numeric"
        readOnly={fixed !== null}
        error={error(fieldId.amount)}
        value={fixed === null ? draft.amount : formatVnd(fixed, language)}
        onChange={(typed) => updateDraft(dossier.id, () => ({ amount: typed }))}
      />
      <Reason {...props} of="requestFee" />
    </>
  );
}

function FinishFields(props: FieldsProps) {
  const { dossier, draft, error, words } = props;
  const { t } = words;
  return (
    <>
      <ResultFiles id={dossier.id} results={draft.results} error={error} words={words} />
      <TextArea
        id={fieldId.note}
        label={t('finish.note')}
        need="optional"
        rows={2}
        limit={LIMIT}
        error={error(fieldId.note)}
        value={draft.note}
        onChange={(note) => updateDraft(dossier.id, () => ({ note }))}
      />
    </>
  );
}

function ReturnFields({ dossier, draft, error, words }: FieldsProps) {
  const { t } = words;
  const hows = ['counter', 'online', 'post'] as const;
  return (
    <ChoiceChips
      id={fieldId.how}
      label={t('return.how')}
      need="required"
      layout="rows"
      error={error(fieldId.how)}
      options={hows.map((how) => ({ value: how, label: t(`how.${how}`) }))}
      value={draft.how}
      onChange={(value) => updateDraft(dossier.id, () => ({ how: hows.find((how) => how === value) ?? null }))}
    />
  );
}
