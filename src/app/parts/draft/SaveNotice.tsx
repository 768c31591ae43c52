import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '#core/assert.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { StoreFailure } from '#core/ports.ts';
import { differences } from '#core/sync/drafts.ts';
import { formatTime } from '#core/text/when.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SavedLine } from '#ui/SavedLine.tsx';
import { Stack } from '#ui/Stack.tsx';
import type { Editor, EditorState } from './editor.ts';
import { FieldChoices, takenFromTheirs, type Side } from './FieldChoices.tsx';

/** What an answer (or `UNIT`) is called and says; null for one that nothing asks for. */
export type ReadAnswer = (field: string) => { label: string; value: (draft: Draft) => string } | null;

type SaveNoticeProps = {
  editor: Editor;
  state: EditorState;
  read: ReadAnswer;
  /** What to say, and to do, after another window sent or deleted the draft. */
  gone: ReactNode;
};

/** Whether what is on screen is on the phone; and when it is not, why and what to do. It stays until it is solved. */
export function SaveNotice({ editor, state, read, gone }: SaveNoticeProps) {
  const { t } = useTranslation('form');
  const silent = useApp((app) => app.storeSilent);
  const { draft, save } = state;
  switch (save.kind) {
    case 'saved':
      return <SavedLine tone="saved" text={t('save.saved', { time: formatTime(save.at) })} />;
    case 'saving':
      if (silent) return <SavedLine tone="notSaved" text={t('save.silent')} />;
      return <SavedLine tone="saving" text={t('save.saving')} />;
    case 'failed':
      return <NotSaved failure={save.failure} onRetry={editor.flush} />;
    case 'stale':
      return <TwoVersions editor={editor} mine={draft} theirs={save.theirs} read={read} />;
    case 'gone':
      return gone;
    default:
      return unreachable(save);
  }
}

function NotSaved({ failure, onRetry }: { failure: StoreFailure; onRetry: () => Promise<boolean> }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  // What has been sent leaves room, at the latest once a backup of the server has it.
  const waits = useApp(({ outbox, sync }) => outbox.length > 0 || (sync?.uploads.length ?? 0) > 0);
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    await onRetry();
    setBusy(false);
  };
  return (
    <Stack>
      <SavedLine tone="notSaved" text={t('save.notSaved')} />
      <Notice tone="act" icon="storage" title={errors(`store.${failure.code}.title`)}>
        {errors(`store.${failure.code}.text`)}
      </Notice>
      <Stack tight>
        <Button variant="secondary" icon="refresh" busy={busy} onClick={() => void retry()}>
          {t('save.retry')}
        </Button>
        {failure.code === 'full' && (
          <LinkButton variant="secondary" href={paths.dossiers}>
            {t('save.makeRoom')}
          </LinkButton>
        )}
        {failure.code === 'full' && waits && (
          <LinkButton variant="secondary" href={paths.outbox}>
            {t('save.sendOff')}
          </LinkButton>
        )}
      </Stack>
    </Stack>
  );
}

type TwoVersionsProps = { editor: Editor; mine: Draft; theirs: Draft; read: ReadAnswer };

/** What another window of this phone wrote meanwhile: taken whole, left whole, or chosen answer by answer. */
function TwoVersions({ editor, mine, theirs, read }: TwoVersionsProps) {
  const { t } = useTranslation('form');
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const rows = differences(mine, theirs).flatMap((field) => {
    const answer = read(field);
    if (!answer) return [];
    const say = (draft: Draft) => answer.value(draft) || t('answer.none');
    return [{ field, label: answer.label, here: say(mine), there: say(theirs) }];
  });
  const left = rows.filter(({ field }) => !chosen.has(field)).length;
  return (
    <Stack>
      <Notice tone="act" title={t('save.stale', { time: formatTime(theirs.savedAt) })} live>
        {t('save.staleText')}
      </Notice>
      <FieldChoices
        differences={rows}
        hints={{ here: t('save.here'), there: t('save.there', { time: formatTime(theirs.savedAt) }) }}
        chosen={chosen}
        onChoose={setChosen}
      />
      {left < rows.length && (
        <Button
          variant="secondary"
          blocked={left > 0 ? t('two.left', { count: left }) : undefined}
          onClick={() => void editor.mix(takenFromTheirs(chosen))}
        >
          {t('two.done')}
        </Button>
      )}
      <Stack as="halves">
        <Button variant="secondary" onClick={() => editor.takeTheirs()}>
          {t('save.takeTheirs')}
        </Button>
        <Button variant="secondary" onClick={() => void editor.keepMine()}>
          {t('save.keepMine')}
        </Button>
      </Stack>
    </Stack>
  );
}
