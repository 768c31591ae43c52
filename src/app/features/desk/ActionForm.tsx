import { useEffect, useRef } from 'react';
import { Button } from '#ui/Button.tsx';
import { ErrorSummary } from '#ui/ErrorSummary.tsx';
import { Notice } from '#ui/Notice.tsx';
import type { ActionBarProps } from './ActionBar.tsx';
import { acceptChanges, act, closeForm } from './commands.ts';
import styles from './Dossier.module.css';
import { FormFields } from './FormFields.tsx';
import { useDesk, workOn } from './store.ts';
import { TroubleNotice } from './TroubleNotice.tsx';
import { stillWrong, type FormAction } from './work.ts';

type ActionFormProps = ActionBarProps & { action: FormAction; allowed: boolean };

/** An action that needs words: its fields, what changed meanwhile, what went wrong, and the two buttons. */
export function ActionForm(props: ActionFormProps) {
  const { action, allowed, dossier, ground, opened, words } = props;
  const { t, common, by, moment } = words;
  const { id } = dossier;
  const work = useDesk((state) => workOn(state, id));
  const problems = stillWrong(work, action, { today: ground.today, fixedFee: opened.fixedFee });
  const news = dossier.events.slice(work.seen);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => void heading.current?.focus(), []);

  return (
    <form
      className={styles.form}
      aria-labelledby="desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (allowed && news.length === 0) void act(id, action);
      }}
    >
      <div className={styles.fields}>
        <h3 id="desk-form" ref={heading} tabIndex={-1} className={styles.formTitle}>
          {t(`form.${action}`)}
        </h3>
        {problems.length > 0 && (
          <ErrorSummary
            key={work.tries}
            title={t('form.wrong')}
            errors={problems.map(({ field, code }) => ({ fieldId: field, text: t(`problem.${code}`) }))}
          />
        )}
        <FormFields {...props} draft={work.draft} problems={problems} />
      </div>
      <div className={styles.foot}>
        {work.trouble && !isStale(work.trouble) && <TroubleNotice id={id} trouble={work.trouble} words={words} />}
        {news.length > 0 && (
          <Notice
            tone="act"
            live
            title={t('form.changed')}
            action={allowed ? { label: t('form.changedSeen'), onClick: () => acceptChanges(id) } : undefined}
          >
            <ul>
              {news.map((event) => (
                <li key={event.n}>
                  {t(`event.${event.what.type}`)} · {t('event.byAt', { by: by(event), moment: moment(event.at) })}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {!allowed && (
          <Notice tone="act" title={t('form.noLonger', { status: common(`status.${dossier.status}`) })}>
            {t('form.noLongerKept')}
          </Notice>
        )}
        <div className={styles.buttons}>
          {allowed && (
            <Button
              type="submit"
              variant={action === 'notAccept' || action === 'stop' ? 'danger' : 'primary'}
              busy={work.busy}
              blocked={news.length > 0 ? t('form.lookFirst') : undefined}
            >
              {t(`confirm.${action}`)}
            </Button>
          )}
          <Button variant="secondary" onClick={() => closeForm(id)}>
            {t('form.close')}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** The notice of what changed says it better. */
function isStale(trouble: Parameters<typeof TroubleNotice>[0]['trouble']): boolean {
  return trouble.kind === 'refused' && trouble.refusal.code === 'changedMeanwhile';
}
