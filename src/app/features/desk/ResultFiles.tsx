import { formatBytes } from '#core/text/bytes.ts';
import { MEDIA_TYPES } from '#core/dossier/dossier.ts';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Icon } from '#ui/Icon.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { ProgressBar } from '#ui/ProgressBar.tsx';
import { TextField } from '#ui/TextField.tsx';
import { addResults, changeResult, removeResult, sendResult } from './commands.ts';
import styles from './Dossier.module.css';
import { isWorthRetrying } from './upload.ts';
import { fieldId, type ResultDraft } from './work.ts';
import type { Words } from './words.ts';

type ResultFilesProps = {
  id: string;
  results: readonly ResultDraft[];
  error: (field: string) => string | undefined;
  words: Words;
};

/** The files that are the result: chosen here, sent at once, each with the name the citizen will read. */
export function ResultFiles({ id, results, error, words }: ResultFilesProps) {
  const { t } = words;
  return (
    <>
      <Field
        id={fieldId.results}
        label={t('finish.results')}
        hint={t('finish.resultsHint')}
        need="required"
        error={error(fieldId.results)}
      >
        {(field) => (
          <span className={styles.file}>
            <Icon name="plus" size={20} />
            {t('finish.choose')}
            <input
              {...field.control}
              type="file"
              multiple
              accept={MEDIA_TYPES.join(',')}
              onChange={({ target }) => {
                addResults(id, [...(target.files ?? [])]);
                // The same file may be chosen again after it was taken out.
                target.value = '';
              }}
            />
          </span>
        )}
      </Field>
      {results.map((result) => (
        <div key={result.key} className={styles.result}>
          <TextField
            id={fieldId.resultName(result.key)}
            label={t('finish.name')}
            hint={`${result.source.name} · ${formatBytes(result.source.size, words.language)}`}
            error={error(fieldId.resultName(result.key))}
            value={result.name}
            onChange={(name) => changeResult(id, result.key, { name })}
          />
          <IconButton
            icon="trash"
            label={t('finish.remove', { name: result.source.name })}
            onClick={() => removeResult(id, result.key)}
          />
          <div className={styles.sending}>
            <Sending id={id} result={result} words={words} />
          </div>
        </div>
      ))}
    </>
  );
}

function Sending({ id, result, words: { t } }: { id: string; result: ResultDraft; words: Words }) {
  if (result.file) return <p className={styles.stored}>{t('upload.stored')}</p>;
  if (result.problem === null) {
    return (
      <>
        <ProgressBar value={result.sent} label={t('upload.sending', { name: result.source.name })} />
        <span className={styles.quiet}>{t('upload.percent', { percent: Math.floor(result.sent * 100) })}</span>
      </>
    );
  }
  return (
    <Notice tone="act" live title={t('upload.failed')}>
      {t(`upload.problem.${result.problem}`)}
      {isWorthRetrying(result.problem) && (
        <Button variant="secondary" size="small" icon="refresh" onClick={() => void sendResult(id, result)}>
          {t('again')}
        </Button>
      )}
    </Notice>
  );
}
