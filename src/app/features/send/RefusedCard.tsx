import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { dossierOf } from '#core/dossier/command.ts';
import type { StoreFailure } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { revive } from '#app/state/actions.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { useUpdateAction } from '#app/parts/useUpdateAction.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import type { RefusedItem } from './outbox.ts';
import { refusalText } from './refusalText.ts';
import { useItemText } from './useItemText.ts';

/** A command the server gave no effect: why, and the way on. All it carried is still here. */
export function RefusedCard({ item, procedure }: { item: RefusedItem; procedure: Procedure | null }) {
  const { t } = useTranslation('outbox');
  const { t: common } = useTranslation();
  const { text, language } = useText();
  const { title, weight } = useItemText(item, procedure);
  const { act, busy, problem } = useRevive(item);
  const appTooOld = useAppTooOld(item);
  const update = useUpdateAction();
  const reason = refusalText(item.refusal, procedure, {
    t,
    text,
    language,
    appTooOld,
    status: (status) => common(`status.${status}`),
  });
  return (
    <Card>
      <CardHead level={2} title={title} subtitle={weight} trailing={<Badge tone="act">{t('badge.refused')}</Badge>} />
      <Text>{reason}</Text>
      <Text size="s" quiet>
        {t('refusedKept')}
      </Text>
      {problem && (
        <Notice tone="act" live>
          {problem}
        </Notice>
      )}
      {appTooOld ? (
        <Button icon="refresh" onClick={update.onClick}>
          {update.label}
        </Button>
      ) : item.entry.command.intent.type === 'submit' ? (
        <Button icon="pencil" busy={busy} onClick={act}>
          {t('reopen')}
        </Button>
      ) : (
        <Stack as="halves">
          <LinkButton variant="secondary" href={paths.dossier(dossierOf(item.entry.command))}>
            {t('toDossier')}
          </LinkButton>
          <PutAway photos={item.parts.length - 1} busy={busy} onYes={act} />
        </Stack>
      )}
    </Card>
  );
}

/** The server asks for a version of the procedure that came after this app: everything waits here for a newer one. */
function useAppTooOld({ refusal, madeBy }: RefusedItem): boolean {
  const catalogue = useCatalogue();
  if (refusal.code !== 'versionClosed' || !catalogue || !madeBy) return false;
  return (catalogue.find(madeBy.procedure)?.version ?? 0) < refusal.version;
}

function PutAway({ photos, busy, onYes }: { photos: number; busy: boolean; onYes: () => void }) {
  const { t } = useTranslation('outbox');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        {t('putAway.open')}
      </Button>
      <Sheet
        open={asking}
        onClose={() => setAsking(false)}
        title={t('putAway.title')}
        footer={
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t('putAway.keep')}
            </Button>
            <Button variant="danger" busy={busy} onClick={onYes}>
              {t('putAway.yes')}
            </Button>
          </Stack>
        }
      >
        <Text>{photos > 0 ? t('putAway.withPhotos', { count: photos }) : t('putAway.text')}</Text>
      </Sheet>
    </>
  );
}

/** Takes a refused command back; a submission goes on as a draft. */
function useRevive({ entry }: RefusedItem): { act: () => void; busy: boolean; problem: string | null } {
  const { t } = useTranslation('outbox');
  const { t: errors } = useTranslation('errors');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | 'noProcedure' | null>(null);
  const act = async () => {
    setBusy(true);
    const revived = await revive(entry);
    setBusy(false);
    if (!revived.ok) setFailure(revived.failure);
    else if (revived.value !== null) navigate(paths.draft(revived.value));
    else if (entry.command.intent.type === 'submit') setFailure('noProcedure');
  };
  return {
    act: () => void act(),
    busy,
    problem:
      failure === null
        ? null
        : failure === 'noProcedure'
          ? t('refusal.unknownProcedure')
          : errors(`store.${failure.code}.text`),
  };
}
