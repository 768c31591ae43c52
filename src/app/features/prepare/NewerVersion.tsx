import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { dayOf } from '#core/calendar/day.ts';
import type { StoreFailure } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatDay } from '#core/text/when.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { paths } from '#app/paths.ts';
import { repinDraft } from '#app/state/actions.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { VersionChanges } from './VersionChanges.tsx';

type NewerVersionProps = { editor: Editor; procedure: Procedure; catalogue: Catalogue };

/**
 * Says that the procedure has changed since this draft was begun, how, and until when the draft is taken as it is.
 * It goes on by its own version until the person decides otherwise.
 */
export function NewerVersion({ editor, procedure, catalogue }: NewerVersionProps) {
  const { t } = useTranslation('form');
  const [open, setOpen] = useState(false);
  const { newest, superseded } = catalogue.standing(procedure.code, procedure.version);
  if (!newest || !superseded) return null;
  const over = superseded.takenUntil < dayOf(platform().clock.now());
  const text = newest.form ? (over ? 'version.over' : 'version.until') : 'version.notHere';
  return (
    <>
      <Notice
        tone={over ? 'act' : 'info'}
        title={t('version.newer', { day: formatDay(superseded.since) })}
        action={newest.form && { label: t('version.see'), onClick: () => setOpen(true) }}
      >
        {t(text, { day: formatDay(superseded.takenUntil) })}
      </Notice>
      {open && <Difference editor={editor} before={procedure} after={newest} onClose={() => setOpen(false)} />}
    </>
  );
}

type DifferenceProps = { editor: Editor; before: Procedure; after: Procedure; onClose: () => void };

function Difference({ editor, before, after, onClose }: DifferenceProps) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const change = async () => {
    setBusy(true);
    const changed = await editor.commit((draft) => repinDraft(draft, after));
    setBusy(false);
    if (changed.ok) navigate(paths.draftReview(changed.value.id));
    else setFailure(changed.failure);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('version.title')}
      footer={
        <Stack>
          <Button busy={busy} onClick={() => void change()}>
            {t('version.switch')}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t('version.later')}
          </Button>
        </Stack>
      }
    >
      <VersionChanges before={before} after={after} />
      <Text size="s" quiet>
        {t('version.keepsAll')}
      </Text>
      {failure && <Notice tone="act">{errors(`store.${failure.code}.text`)}</Notice>}
    </Sheet>
  );
}
