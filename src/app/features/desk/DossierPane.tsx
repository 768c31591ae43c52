import { useEffect, useRef, type ReactNode } from 'react';
import { useNavigate } from '#app/router.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import { formatDay } from '#core/text/when.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorState } from '#ui/EmptyState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { KeyValue, type KeyValueRow } from '#ui/KeyValue.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { ActionBar } from './ActionBar.tsx';
import { AnswerList } from './AnswerList.tsx';
import { peopleOf } from './people.ts';
import { toneOf } from './badge.ts';
import { forgetDone } from './commands.ts';
import styles from './Dossier.module.css';
import { dueOf } from './due.ts';
import { History } from './History.tsx';
import { loadDossier } from './load.ts';
import { Money } from './Money.tsx';
import { OutLink } from './OutLink.tsx';
import { arrival, papersOf, type Paper } from './papers.ts';
import { Papers } from './Papers.tsx';
import { hrefOf, type Place } from './places.ts';
import { Rating } from './Rating.tsx';
import { Results } from './Results.tsx';
import { useDesk } from './store.ts';
import type { Ground } from './useGround.ts';
import { Viewer } from './Viewer.tsx';
import { useWords, type Words } from './words.ts';

type DossierPaneProps = { id: string; place: Place; page: number | null; ground: Ground };

/** A dossier with everything an officer decides on, and the decisions below it. */
export function DossierPane({ id, place, page, ground }: DossierPaneProps) {
  const words = useWords(ground.today);
  const { t, transport } = words;
  const navigate = useNavigate();
  const opened = useDesk((state) => state.opened[id]);
  const failure = useDesk((state) => state.openFailures[id]);
  useEffect(() => forgetDone(id), [id]);
  const close = <IconButton icon="close" label={t('dossier.close')} href={hrefOf(place)} />;
  const again = () => void loadDossier(id);

  if (!opened?.dossier) {
    const failed = failure || opened;
    return (
      <div className={styles.facts}>
        <div className={styles.top}>{close}</div>
        {failed ? (
          <ErrorState
            title={t('dossier.failed')}
            actions={
              <Button variant="secondary" onClick={again}>
                {t('again')}
              </Button>
            }
          >
            {failure ? transport(failure) : t('dossier.broken')}
          </ErrorState>
        ) : (
          <Skeleton lines={8} />
        )}
      </div>
    );
  }
  const { dossier } = opened;
  const closed = isClosed(dossier.status);
  const papers = papersOf(dossier.events, opened.missing);
  const names = new Map(ground.catalogue.madeBy(dossier)?.documents.map(({ id: of, name }) => [of, name]));
  const paperName = (document: string) => words.paperName(document, names);
  const hrefOfPage = (at: number) => hrefOf(place, id, at);

  return (
    <div className={styles.columns} data-check={page !== null || undefined}>
      <div className={styles.left}>
        <div className={styles.facts}>
          {failure && (
            <Notice tone="waiting" title={t('dossier.old')} action={{ label: t('again'), onClick: again }}>
              {transport(failure)}
            </Notice>
          )}
          <Head dossier={dossier} papers={papers} ground={ground} words={words} close={close} />
          <Tools dossier={dossier} papers={papers} page={page} place={place} words={words} />
          {page === null && (
            <Papers id={id} closed={closed} papers={papers} paperName={paperName} hrefOf={hrefOfPage} words={words} />
          )}
          <AnswerList dossier={dossier} ground={ground} words={words} />
          <Money dossier={dossier} reportedAt={opened.paymentReportedAt} words={words} />
          <Rating rating={opened.rating} words={words} />
          <Results dossier={dossier} words={words} />
          <History dossier={dossier} names={names} words={words} />
        </div>
        <ActionBar opened={opened} dossier={dossier} papers={papers} names={names} ground={ground} words={words} />
      </div>
      {page !== null && (
        <Viewer
          id={id}
          closed={closed}
          papers={papers}
          page={page}
          paperName={paperName}
          words={words}
          onPage={(at) => navigate(hrefOfPage(at), { replace: true })}
        />
      )}
    </div>
  );
}

type HeadProps = {
  dossier: Dossier;
  papers: readonly Paper[];
  ground: Ground;
  words: Words;
  close: ReactNode;
};

/** What the dossier is, and the few facts everything else hangs on. Takes focus when it opens. */
function Head({ dossier, papers, ground, words, close }: HeadProps) {
  const { common, text } = words;
  const procedure = ground.catalogue.madeBy(dossier);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => void heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <div>
        <div className={styles.top}>
          <Badge tone={toneOf(dossier.status)}>{common(`status.${dossier.status}`)}</Badge>
          <span className={styles.code}>{dossier.code}</span>
          {close}
        </div>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {procedure ? text(procedure.name) : dossier.procedure}
        </h2>
        {dossier.applicant !== '' && <p className={styles.applicant}>{dossier.applicant}</p>}
      </div>
      <KeyValue rows={facts(dossier, papers, ground, words)} />
    </>
  );
}

/** Longer apart than this, the phone had no signal when the dossier was made. */
const OFFLINE_MS = 10 * 60 * 1000;

function facts(dossier: Dossier, papers: readonly Paper[], ground: Ground, words: Words): KeyValueRow[] {
  const { t, moment } = words;
  const offline = dossier.submittedAt - dossier.claimedAt > OFFLINE_MS;
  const made = moment(dossier.claimedAt);
  const { here, all } = arrival(papers);
  const coming = isClosed(dossier.status) ? 'papers.cameOf' : 'fact.arriving';
  const due = dueOf(dossier, null, ground.today, ground.calendar);
  const left = due.kind === 'left' ? t('due.daysLeft', { count: due.days }) : words.due(due);
  const procedure = ground.catalogue.madeBy(dossier);
  const rows: (KeyValueRow | false)[] = [
    ...peopleOf(procedure, dossier.answers, dossier.applicant, words.language),
    { label: t('fact.claimed'), value: offline ? t('fact.offline', { moment: made }) : made },
    { label: t('fact.submitted'), value: moment(dossier.submittedAt) },
    all > 0 && {
      label: t('fact.papers'),
      value: here < all ? t(coming, { here, all }) : t('fact.allHere', { count: all }),
    },
    dossier.promisedDay !== null && {
      label: t('fact.promised'),
      value: [formatDay(dossier.promisedDay), left].filter(Boolean).join(' · '),
    },
    dossier.supplement !== null && {
      label: t('fact.supplementBy'),
      value: formatDay(dossier.supplement.dueDay),
    },
    dossier.closedReason !== null &&
      dossier.closedReason !== '' && {
        label: t('fact.closed'),
        value: dossier.closedReason,
      },
  ];
  return rows.filter((row) => row !== false);
}

type ToolsProps = { dossier: Dossier; papers: readonly Paper[]; page: number | null; place: Place; words: Words };

function Tools({ dossier, papers, page, place, words: { t } }: ToolsProps) {
  const slip = dossier.receivedAt !== null;
  if (papers.length === 0 && !slip) return null;
  return (
    <div className={styles.tools}>
      {papers.length > 0 && (
        <LinkButton
          variant="secondary"
          size="small"
          icon="eye"
          href={page === null ? hrefOf(place, dossier.id, 1) : hrefOf(place, dossier.id)}
        >
          {page === null ? t('dossier.check') : t('dossier.checkDone')}
        </LinkButton>
      )}
      {slip && (
        <OutLink
          href={`/api/desk/dossiers/${dossier.id}/slip`}
          look={{ variant: 'quiet', size: 'small', icon: 'printer' }}
        >
          {t('dossier.slip')}
        </OutLink>
      )}
    </div>
  );
}
