import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { pendingFor } from './mine.ts';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { SupplementForm } from './SupplementForm.tsx';

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
  const { dossiers, outbox } = useApp();
  const catalogue = useCatalogue();
  const dossier = dossiers.find((at) => at.id === id);
  const answered = pendingFor(id, outbox).some(
    ({ command, refusal }) => command.intent.type === 'supplement' && refusal === null,
  );
  const asked = dossier?.status === 'supplementRequested' && !answered ? dossier.supplement : null;
  if (dossier && asked && catalogue) {
    return <SupplementForm dossier={dossier} asked={asked} procedure={catalogue.find(dossier.procedure)} />;
  }
  return (
    <PhoneScreen title={t('supplement.title')} backHref={paths.dossier(id)}>
      {asked ? (
        <Skeleton lines={5} />
      ) : (
        <EmptyState
          icon={answered ? 'lock' : 'check'}
          title={answered ? t('pending.supplement.waiting') : t('supplement.nothing')}
          actions={<LinkButton href={paths.dossier(id)}>{t('supplement.toDossier')}</LinkButton>}
        >
          {answered ? t('pending.text') : t('supplement.nothingText')}
        </EmptyState>
      )}
    </PhoneScreen>
  );
}
