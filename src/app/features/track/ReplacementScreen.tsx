import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import type { Dossier } from '#core/dossier/dossier.ts';
import { beginReplacement, replacementId, type LostPaper } from '#core/dossier/replacement.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { useEditor } from '#app/parts/draft/useEditor.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { paths } from '#app/paths.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { LeftOver } from './LeftOver.tsx';
import { NotOpened } from './NotOpened.tsx';
import { pendingFor } from './mine.ts';
import { ReplacementForm } from './ReplacementForm.tsx';
import { useLostPapers } from './useLostPapers.ts';
import { useOverruled } from './useOverruled.ts';

/** Photographing again what no phone will send any more. */
export default function ReplacementScreen() {
  const { t } = useTranslation('dossiers');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('replace.title')} backHref={paths.dossier(id)} returnTo={paths.replacement(id)}>
      <Found key={id} id={id} />
    </StoreGate>
  );
}

function Found({ id }: { id: string }) {
  const { t } = useTranslation('dossiers');
  const dossier = useApp((app) => app.dossiers.find((at) => at.id === id));
  const catalogue = useCatalogue();
  if (!dossier) return <Nothing id={id} />;
  const procedure = catalogue?.find(dossier.procedure) ?? null;
  if (procedure) return <Lost dossier={dossier} procedure={procedure} />;
  return (
    <PhoneScreen title={t('replace.title')} backHref={paths.dossier(id)}>
      {catalogue ? (
        <EmptyState icon="refresh" title={t('supplement.unknown')} actions={<Back id={id} />}>
          {t('supplement.unknownText')}
        </EmptyState>
      ) : (
        <Skeleton lines={5} />
      )}
    </PhoneScreen>
  );
}

function Lost({ dossier, procedure }: { dossier: Dossier; procedure: Procedure }) {
  const papers = useLostPapers(dossier);
  if (papers.length === 0) return <Nothing id={dossier.id} />;
  return <Open dossier={dossier} procedure={procedure} papers={papers} />;
}

function Back({ id }: { id: string }) {
  const { t } = useTranslation('dossiers');
  return <LinkButton href={paths.dossier(id)}>{t('supplement.toDossier')}</LinkButton>;
}

/** Nothing is lost (any more), or what was photographed again is on its way; what was not sent stays to be seen. */
function Nothing({ id }: { id: string }) {
  const { t } = useTranslation('dossiers');
  const { outbox, supplements } = useApp();
  const sealed = pendingFor(id, outbox).some(
    ({ command, refusal }) => command.intent.type === 'replacePapers' && refusal === null,
  );
  const left = supplements.find((draft) => draft.id === replacementId(id) && draft.attachments.length > 0);
  const overruled = useOverruled(id);
  return (
    <PhoneScreen title={t('replace.title')} backHref={paths.dossier(id)}>
      <EmptyState
        icon={overruled?.icon ?? (sealed ? 'lock' : 'check')}
        title={overruled?.title ?? (sealed ? t('pending.replacePapers.waiting') : t('replace.nothing'))}
        actions={<Back id={id} />}
      >
        {overruled?.text ?? (sealed ? t('pending.text') : t('replace.nothingText'))}
      </EmptyState>
      {left && <LeftOver draft={left} />}
    </PhoneScreen>
  );
}

type OpenProps = { dossier: Dossier; procedure: Procedure; papers: readonly LostPaper[] };

/** What has been photographed so far on this phone, or nothing yet. */
function Open({ dossier, procedure, papers }: OpenProps) {
  const { t } = useTranslation('dossiers');
  const [fresh] = useState(() => beginReplacement(dossier, procedure, platform().clock.now()));
  const opened = useEditor(fresh.id, fresh);
  if (opened.kind === 'open') return <ReplacementForm dossier={dossier} papers={papers} editor={opened.editor} />;
  return <NotOpened opened={opened} title={t('replace.title')} dossier={dossier.id} />;
}
