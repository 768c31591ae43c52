import { useEffect, useRef } from 'react';
import { formatDay } from '#core/text/when.ts';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
import { allowedActions } from '#core/dossier/lifecycle.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Stack } from '#ui/Stack.tsx';
import { ActionForm } from './ActionForm.tsx';
import { act, openForm } from './commands.ts';
import styles from './Dossier.module.css';
import { promiseIfReceived } from './due.ts';
import { arrival, type Paper } from './papers.ts';
import { startOf } from './start.ts';
import { useDesk, workOn, type Opened } from './store.ts';
import { TroubleNotice } from './TroubleNotice.tsx';
import type { Ground } from './useGround.ts';
import type { FormAction, OfficerAction } from './work.ts';
import type { Words } from './words.ts';

export type ActionBarProps = {
  opened: Opened;
  dossier: Dossier;
  papers: readonly Paper[];
  names: ReadonlyMap<string, LocalizedText>;
  ground: Ground;
  words: Words;
};

const BAR_ID = 'desk-actions';

/** Moves focus to the decisions of the open dossier. */
export function focusActions(): void {
  // The bar may only just be drawn again in place of a form.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`#${BAR_ID} button`)?.focus());
}

/** What usually comes next in a status; the other actions stand smaller below it. */
const USUAL: Partial<Record<Status, OfficerAction>> = {
  registered: 'receive',
  received: 'startProcessing',
  processing: 'finish',
  finished: 'return',
};

/** From going on to ending it, as the smaller buttons stand. */
const ORDER = [
  'receive',
  'startProcessing',
  'finish',
  'return',
  'requestSupplement',
  'requestFee',
  'notAccept',
  'stop',
] as const satisfies readonly OfficerAction[];

/** Exactly what the lifecycle allows an officer now, or the form of the action being prepared. */
export function ActionBar(props: ActionBarProps) {
  const { dossier, words } = props;
  const { t } = words;
  const work = useDesk((state) => workOn(state, dossier.id));
  const lifecycle = allowedActions(dossier.status, 'officer');
  const allowed = ORDER.filter((action) => lifecycle.includes(action));
  if (work.open)
    return <ActionForm key={work.open} {...props} action={work.open} allowed={allowed.includes(work.open)} />;
  if (allowed.length === 0 && !work.done && !work.trouble) return null;

  const usual = USUAL[dossier.status];
  const others = allowed.filter((action) => action !== usual);
  return (
    <section id={BAR_ID} aria-label={t('dossier.actions')} className={styles.actions}>
      {work.done && <DoneNotice action={work.done} dossier={dossier} words={words} />}
      {work.trouble && <TroubleNotice id={dossier.id} trouble={work.trouble} words={words} />}
      {usual && <UsualButton {...props} action={usual} busy={work.busy} />}
      {others.length > 0 && (
        <Stack as="halves">
          {others.map((action) => (
            <OtherButton key={action} {...props} action={action} busy={work.busy} />
          ))}
        </Stack>
      )}
    </section>
  );
}

type OneProps = ActionBarProps & { action: OfficerAction; busy: boolean };

function useRun({ dossier, opened, ground, words }: ActionBarProps, action: OfficerAction): () => void {
  if (action === 'receive' || action === 'startProcessing') return () => void act(dossier.id, action);
  const form: FormAction = action;
  return () => openForm(dossier.id, form, (draft) => startOf(form, draft, dossier, opened, ground, words));
}

function UsualButton(props: OneProps) {
  const { action, busy, papers, dossier, ground, words } = props;
  const { t } = words;
  const run = useRun(props, action);
  if (action !== 'receive') {
    return (
      <Button onClick={run} busy={busy}>
        {t(`do.${action}`)}
      </Button>
    );
  }
  const { here, all } = arrival(papers);
  const procedure = ground.catalogue.madeBy(dossier);
  const day = promiseIfReceived(procedure, ground.now, ground.unit, ground.calendar);
  const blocked = dossier.papersComplete ? undefined : t('receive.notArrived', { here, all });
  return (
    <Button onClick={run} busy={busy} blocked={blocked} hint={receiveHint(props, day !== null)}>
      {day === null
        ? t('do.receive')
        : day === ground.today
          ? t('receive.today')
          : t('receive.by', { day: words.day(day) })}
    </Button>
  );
}

/** How the promised day comes about, so that it can be explained to whoever waits at the counter. */
function receiveHint({ dossier, ground, words: { t } }: ActionBarProps, promised: boolean): string {
  const deadline = ground.catalogue.madeBy(dossier)?.deadline;
  if (!deadline || !promised || deadline.kind === 'unverified') return t('receive.noDeadline');
  if (deadline.kind === 'sameDay') return t('receive.sameDay', { hour: deadline.cutoffHour });
  const extra = ground.unit?.mountain ? (deadline.mountainExtraDays ?? 0) : 0;
  const days = t('receive.days', { count: deadline.days });
  return extra > 0 ? `${days} ${t('receive.mountain', { count: extra })}` : days;
}

function OtherButton(props: OneProps) {
  const run = useRun(props, props.action);
  return (
    <Button variant="secondary" size="small" wide onClick={run} busy={props.busy}>
      {props.words.t(`do.${props.action}`)}
    </Button>
  );
}

/** Says what has been done, once the server has said so, and takes the focus the form had. */
function DoneNotice({ action, dossier, words }: { action: OfficerAction; dossier: Dossier; words: Words }) {
  const { t } = words;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => void box.current?.focus(), []);
  const promised = action === 'receive' && dossier.promisedDay;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="done" live title={t(`done.${action}`)}>
        {promised ? t('done.promised', { day: formatDay(promised) }) : undefined}
      </Notice>
    </div>
  );
}
