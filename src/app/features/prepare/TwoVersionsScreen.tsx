import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useParams } from 'wouter';
import { useNavigate } from '#app/router.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { findAnswer } from '#core/form/visible.ts';
import type { StoreFailure, Stored } from '#core/ports.ts';
import { differences, merged, UNIT } from '#core/sync/drafts.ts';
import type { DraftBody, SharedDraft } from '#core/sync/messages.ts';
import { answerText } from '#app/parts/answers.ts';
import { FieldChoices, takenFromTheirs, type Difference, type Side } from '#app/parts/draft/FieldChoices.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { useAnswerWords } from '#app/parts/useAnswerWords.ts';
import { useText } from '#app/parts/useText.ts';
import { useUpdateAction } from '#app/parts/useUpdateAction.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { keepAsNewDraft, settleDraft } from '#app/state/actions.ts';
import { store, useApp } from '#app/state/app.ts';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Question } from '#ui/Question.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';

/** One draft was written on two phones: the person chooses, answer by answer. Until then both are kept. */
export default function TwoVersionsScreen() {
  const { t } = useTranslation('form');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('two.title')} backHref={paths.dossiers} returnTo={paths.twoVersions(id)}>
      <Both key={id} id={id} />
    </StoreGate>
  );
}

function Both({ id }: { id: string }) {
  const { t } = useTranslation('form');
  const mine = useApp((app) => app.drafts.find((draft) => draft.id === id));
  const theirs = useApp((app) => app.standings.find((standing) => standing.id === id)?.theirs ?? null);
  const catalogue = useCatalogue();
  const [openedOn] = useState(theirs?.body?.savedAt);
  if (!mine || !theirs) return <Redirect to={mine ? paths.draft(id) : paths.dossiers} replace />;
  const { body } = theirs;
  if (body === null) return <Submitted mine={mine} />;
  const pinned = catalogue && laterOf(mine.procedure, body, catalogue);
  // What was chosen about one version says nothing of the next that comes meanwhile.
  if (pinned) {
    const both = { mine, theirs: body, seen: theirs, cameMeanwhile: body.savedAt !== openedOn };
    return <Chooser key={body.savedAt} {...both} procedure={pinned} catalogue={catalogue} />;
  }
  if (catalogue) return <AppTooOld id={id} />;
  return (
    <PhoneScreen title={t('two.title')} backHref={paths.draft(id)}>
      <Skeleton lines={6} />
    </PhoneScreen>
  );
}

/**
 * The version that the draft of both phones goes on by: the later one, to which somebody has moved it. Null while this
 * app does not have it.
 */
function laterOf(mine: Procedure, theirs: DraftBody, catalogue: Catalogue): Procedure | null {
  return mine.version >= theirs.version ? mine : catalogue.findVersion(theirs.procedure, theirs.version);
}

function AppTooOld({ id }: { id: string }) {
  const { t } = useTranslation('form');
  return (
    <PhoneScreen title={t('two.title')} backHref={paths.draft(id)}>
      <Notice tone="act" icon="refresh" title={t('two.appOld')} action={useUpdateAction()}>
        {t('two.appOldText')}
      </Notice>
    </PhoneScreen>
  );
}

type ChooserProps = {
  mine: Draft;
  theirs: DraftBody;
  seen: SharedDraft;
  /** This version came after another had been on this screen. */
  cameMeanwhile: boolean;
  procedure: Procedure;
  catalogue: Catalogue;
};

function Chooser({ mine, theirs, seen, cameMeanwhile, procedure, catalogue }: ChooserProps) {
  const { t } = useTranslation('form');
  const when = useWhen();
  const rows = useRows(mine, theirs, procedure, catalogue);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const all = (side: Side) => setChosen(new Map(rows.map(({ field }) => [field, side])));
  const left = rows.filter(({ field }) => !chosen.has(field)).length;
  const { act, busy, failure } = useSettling(mine.id, () =>
    settleDraft({ ...merged(mine, theirs, takenFromTheirs(chosen)), procedure }, seen),
  );
  return (
    <PhoneScreen
      title={t('two.title')}
      backHref={paths.draft(mine.id)}
      bottomBar={
        <BottomBar>
          <Failed failure={failure} />
          {cameMeanwhile && left > 0 && (
            <Notice icon="refresh" live>
              {t('two.cameMeanwhile')}
            </Notice>
          )}
          <Button busy={busy} onClick={act} blocked={left > 0 ? t('two.left', { count: left }) : undefined}>
            {t('two.done')}
          </Button>
        </BottomBar>
      }
    >
      <Question hint={t('two.hint')}>
        {rows.length === 0 ? t('two.onlyVersion') : t('two.question', { count: rows.length })}
      </Question>
      {mine.procedure.version !== theirs.version && (
        <Notice tone="info" title={t('two.newerVersion')}>
          {t('two.newerVersionText')}
        </Notice>
      )}
      {rows.length > 1 && (
        <Stack as="halves">
          <Button variant="secondary" onClick={() => all('mine')}>
            {t('two.allMine')}
          </Button>
          <Button variant="secondary" onClick={() => all('theirs')}>
            {t('two.allTheirs')}
          </Button>
        </Stack>
      )}
      <FieldChoices
        differences={rows}
        hints={{
          here: t('two.here', { when: when.at(mine.savedAt) }),
          there: t('two.there', { when: when.at(theirs.savedAt) }),
        }}
        chosen={chosen}
        onChoose={setChosen}
      />
      {mine.attachments.length + theirs.attachments.length > 0 && (
        <Notice tone="info" icon="image" title={t('two.papers')}>
          {t('two.papersText')}
        </Notice>
      )}
    </PhoneScreen>
  );
}

/** What differs, by the name the form gives it, with both answers in words. */
function useRows(mine: Draft, theirs: DraftBody, procedure: Procedure, catalogue: Catalogue): Difference[] {
  const { t } = useTranslation('form');
  const { text } = useText();
  const words = useAnswerWords(catalogue);
  // What only one of the versions asks is named by that one.
  const fields = [procedure, mine.procedure].flatMap(({ form }) => form?.pages.flatMap((page) => page.fields) ?? []);
  return differences(mine, theirs).map((id) => {
    if (id === UNIT) {
      const name = (code: string) => (code === '' ? t('answer.none') : catalogue.unitName(code));
      return { field: id, label: t('review.unit'), here: name(mine.unit), there: name(theirs.unit) };
    }
    const field = fields.find((one) => one.id === id);
    const said = ({ answers }: Pick<Draft, 'answers'>) =>
      (field && answerText(field, findAnswer(answers, id), words)) || t('answer.none');
    return { field: id, label: field ? text(field.label) : id, here: said(mine), there: said(theirs) };
  });
}

/** Another phone has submitted it; what was written on here since is the person's to keep or to let go. */
function Submitted({ mine }: { mine: Draft }) {
  const { t } = useTranslation('form');
  const known = useApp((app) => app.dossiers.some((dossier) => dossier.id === mine.id));
  const keep = useSettling(mine.id, () => keepAsNewDraft(mine));
  const drop = useSettling(mine.id, () => store().dropDraft(mine.id), known ? paths.dossier(mine.id) : paths.dossiers);
  return (
    <PhoneScreen title={t('two.title')} backHref={paths.dossiers}>
      <Question hint={t('two.submittedText')}>{t('two.submitted')}</Question>
      <Failed failure={keep.failure ?? drop.failure} />
      {known && (
        <LinkButton variant="secondary" icon="dossiers" href={paths.dossier(mine.id)}>
          {t('two.seeDossier')}
        </LinkButton>
      )}
      <Button variant="secondary" busy={keep.busy} onClick={keep.act}>
        {t('save.keepAsNew')}
      </Button>
      <Button variant="quiet" busy={drop.busy} onClick={drop.act}>
        {t('two.drop')}
      </Button>
    </PhoneScreen>
  );
}

function Failed({ failure }: { failure: StoreFailure | null }) {
  const { t } = useTranslation('errors');
  if (!failure) return null;
  return (
    <Notice tone="act" title={t(`store.${failure.code}.title`)} live>
      {t(`store.${failure.code}.text`)}
    </Notice>
  );
}

/** Does it once, however often it is asked to, and goes on: to the draft that came of it unless another way is given. */
function useSettling(id: string, work: () => Promise<Stored<Draft | void>>, onward?: string) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const under = useRef(false);
  const act = async () => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    const done = await work();
    under.current = false;
    setBusy(false);
    setFailure(done.ok ? null : done.failure);
    if (done.ok) navigate(onward ?? paths.draft(done.value?.id ?? id), { replace: true });
  };
  return { act: () => void act(), busy, failure };
}
