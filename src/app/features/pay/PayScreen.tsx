import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import type { Dossier } from '#core/dossier/dossier.ts';
import { answerTo } from '#app/parts/answer.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { isStray } from '#app/parts/stray.ts';
import { Unbroken } from '#app/parts/Unbroken.tsx';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import type { IconName } from '#ui/Icon.tsx';
import { PayCode } from './PayCode.tsx';
import { Receipt } from './Receipt.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';

/** Paying a fee: the code the province signed, or the receipt once the bank has reported the money. */
export default function PayScreen() {
  const { t } = useTranslation('pay');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('title')} backHref={paths.dossier(id)} returnTo={paths.pay(id)}>
      <Asked id={id} />
    </StoreGate>
  );
}

function Asked({ id }: { id: string }) {
  const { dossiers, outbox, untold } = useApp();
  const dossier = dossiers.find((at) => at.id === id);
  if (!dossier) return <Nothing id={id} why="unknown" icon="dossiers" />;
  const paid = paymentToShow(dossier);
  if (paid) return <Receipt dossier={dossier} payment={paid} />;
  const { code } = dossier;
  if (isStray(id, untold)) return <Nothing id={id} why="stray" icon="warning" code={code} />;
  if (!dossier.fee) return <Nothing id={id} why="noFee" icon="check" />;
  if (dossier.status !== 'paymentRequested') return <Nothing id={id} why="over" icon="check" />;
  if (answerTo(dossier, outbox) === 'withdraw') return <Nothing id={id} why="withdrawing" icon="lock" code={code} />;
  return <PayCode dossier={dossier} fee={dossier.fee} />;
}

/** The payment of the fee that was asked for last, once it is recorded. */
function paymentToShow({ fee, payments }: Dossier) {
  return payments.findLast((payment) => payment.fee === fee?.id) ?? null;
}

type NothingProps = {
  id: string;
  why: 'unknown' | 'noFee' | 'over' | 'stray' | 'withdrawing';
  icon: IconName;
  /** The dossier's, where it has to be asked about. */
  code?: string;
};

function Nothing({ id, why, icon, code = '' }: NothingProps) {
  const { t } = useTranslation('pay');
  return (
    <PhoneScreen title={t('title')} backHref={paths.dossier(id)}>
      <EmptyState
        icon={icon}
        title={t(`nothing.${why}.title`)}
        actions={
          <LinkButton href={why === 'unknown' ? paths.dossiers : paths.dossier(id)}>{t('toDossier')}</LinkButton>
        }
      >
        <Unbroken text={t(`nothing.${why}.text`, { code })} part={code} />
      </EmptyState>
    </PhoneScreen>
  );
}
