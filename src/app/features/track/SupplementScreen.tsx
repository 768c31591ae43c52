import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import type { Dossier } from '#core/dossier/dossier.ts';
import { beginSupplement, isEmptySupplement } from '#core/dossier/supplement.ts';
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
import { SupplementForm } from './SupplementForm.tsx';
import { useOverruled } from './useOverruled.ts';

/** Answering a supplement request: what was asked, photos for each, a word to the officer. */
export default function SupplementScreen() {
  const { t } = useTranslation('dossiers');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('supplement.title')} backHref={paths.dossier(id)} returnTo={paths.supplement(id)}>
      <Asked key={id} id={id} />
    </StoreGate>
  );
}

function Asked({ id }: { id: string }) {
  const { t } = useTranslation('dossiers');
  const { dossiers, outbox, supplements } = useApp();
  const catalogue = useCatalogue();
  const dossier = dossiers.find((at) => at.id === id);
  const answered = pendingFor(id, outbox).some(
    ({ command, refusal }) => command.intent.type === 'supplement' && refusal === null,
  );
  const overruled = useOverruled(id);
  const asked = dossier?.status === 'supplementRequested' && !answered && !overruled ? dossier.supplement : null;
  const procedure = dossier && catalogue ? catalogue.madeBy(dossier) : null;
  if (dossier && asked && procedure) return <Open dossier={dossier} asked={asked} procedure={procedure} />;
  const left = supplements.find((draft) => draft.id === id && !isEmptySupplement(draft));
  const back = <LinkButton href={paths.dossier(id)}>{t('supplement.toDossier')}</LinkButton>;
  return (
    <PhoneScreen title={t('supplement.title')} backHref={paths.dossier(id)}>
      {asked && !catalogue && <Skeleton lines={5} />}
      {asked && catalogue && (
        <EmptyState icon="refresh" title={t('supplement.unknown')} actions={back}>
          {t('supplement.unknownText')}
        </EmptyState>
      )}
      {!asked && (
        <EmptyState
          icon={overruled?.icon ?? (answered ? 'lock' : 'check')}
          title={overruled?.title ?? (answered ? t('pending.supplement.waiting') : t('supplement.nothing'))}
          actions={back}
        >
          {overruled?.text ?? (answered ? t('pending.text') : t('supplement.nothingText'))}
        </EmptyState>
      )}
      {!asked && left && <LeftOver draft={left} />}
    </PhoneScreen>
  );
}

type OpenProps = { dossier: Dossier; asked: NonNullable<Dossier['supplement']>; procedure: Procedure };

/** The supplement as it is kept on this phone, or one with nothing in it yet. */
function Open({ dossier, asked, procedure }: OpenProps) {
  const { t } = useTranslation('dossiers');
  const [fresh] = useState(() => beginSupplement(dossier, procedure, platform().clock.now()));
  const opened = useEditor(dossier.id, fresh);
  if (opened.kind === 'open') return <SupplementForm dossier={dossier} asked={asked} editor={opened.editor} />;
  return <NotOpened opened={opened} title={t('supplement.title')} dossier={dossier.id} />;
}
