import { useTranslation } from 'react-i18next';
import { filesOf, type Dossier, type FeeRequest } from '#core/dossier/dossier.ts';
import type { LostPaper } from '#core/dossier/replacement.ts';
import { isEmptySupplement } from '#core/dossier/supplement.ts';
import { formatVnd } from '#core/fee/money.ts';
import { promiseOf } from '#app/parts/promise.ts';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useReported } from '#app/parts/useReported.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { platform, useApp } from '#app/state/app.ts';
import { Card } from '#ui/Card.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Question } from '#ui/Question.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import type { Act } from './act.ts';
import styles from './Track.module.css';
import { pendingFor } from './mine.ts';
import { LostPapers } from './LostPapers.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { papersSent } from './timeline.ts';
import { useDue } from './useDue.ts';

type ActCardProps = { dossier: Dossier; act: Act; lost: readonly LostPaper[] };

/** What is asked of the citizen now, and the one button for it; when nothing is, that too is said. */
export function ActCard(props: ActCardProps) {
  const { dossier } = props;
  return (
    <Card>
      <Stack as="flow">
        <StatusBadge dossier={dossier} />
        <Text size="s" quiet>
          {dossier.code}
        </Text>
      </Stack>
      <Body {...props} />
    </Card>
  );
}

function Body({ dossier, act, lost }: ActCardProps) {
  const { t } = useTranslation('dossiers');
  const { status, fee, closedReason } = dossier;
  const lostPapers = lost.length > 0 && <LostPapers dossier={dossier} papers={lost} />;
  switch (act) {
    case 'stray':
      return <Stray dossier={dossier} />;
    case 'withdrawing':
      return <Withdrawing dossier={dossier} />;
    case 'supplement':
      return (
        <>
          <Supplement dossier={dossier} />
          {lostPapers}
        </>
      );
    case 'fee':
      return (
        <>
          {fee && <Fee dossier={dossier} fee={fee} />}
          {lostPapers}
        </>
      );
    case 'lostPapers':
      return lostPapers;
    case 'receiving':
      return <Receiving dossier={dossier} />;
    case 'answered':
      return <Answered dossier={dossier} />;
    case 'status':
      return <Question hint={closedReason ?? t(`act.${status}.text`)}>{t(`act.${status}.title`)}</Question>;
  }
}

function Receiving({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const { progress, missing, untold } = useApp();
  const howItGoes = useHowItGoes();
  return (
    <Question
      hint={`${t('act.receivingPapers.text')} ${howItGoes({ form: false, photos: filesOf(dossier.attachments) })}`}
    >
      {t('act.receivingPapers.title', papersSent(dossier, { progress, missing, untold }))}
    </Question>
  );
}

function Answered({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const { outbox } = useApp();
  const howItGoes = useHowItGoes();
  const photos = pendingFor(dossier.id, outbox).flatMap(({ files }) => files);
  return <Question hint={howItGoes({ form: true, photos })}>{t('act.answered.title')}</Question>;
}

/** All that is left to say of a dossier that the server has lost: what its status asks for leads nowhere. */
function Stray({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  return (
    <>
      <Question hint={t('stray.text')}>{t('stray.title')}</Question>
      <DoNotPay dossier={dossier} />
    </>
  );
}

function Withdrawing({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const howItGoes = useHowItGoes();
  return (
    <>
      <Question hint={`${howItGoes({ form: true, photos: [] })} ${t('act.withdrawing.text')}`}>
        {t('act.withdrawing.title')}
      </Question>
      <DoNotPay dossier={dossier} />
    </>
  );
}

/** The code of a fee may long be a picture on somebody's phone. */
function DoNotPay({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  if (dossier.status !== 'paymentRequested') return null;
  return (
    <Text size="m" strong>
      {t('act.fee.doNotPay')}
    </Text>
  );
}

function Supplement({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const when = useWhen();
  const due = useDue();
  const begun = useApp((app) => app.supplements.find(({ id }) => id === dossier.id));
  if (!dossier.supplement) return null;
  const kept = begun && !isEmptySupplement(begun) ? begun : null;
  const { items, reason, dueDay } = dossier.supplement;
  const only = items.length === 1 ? items[0] : undefined;
  const promise = promiseOf(dossier);
  const onHold = promise?.isPaused ? t('act.supplement.onHold', { promised: when.day(promise.day) }) : null;
  return (
    <>
      <Question hint={[due(dueDay), onHold].filter(Boolean).join(' ')}>
        {only ? only.what : t('act.supplement.several', { count: items.length })}
      </Question>
      {!only && (
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={item.what}>{item.what}</li>
          ))}
        </ul>
      )}
      {reason !== only?.what && <Text size="m">{reason}</Text>}
      {kept && (
        <Text size="m" strong>
          {t('act.supplement.begun', { count: filesOf(kept.attachments).length })}
        </Text>
      )}
      <LinkButton href={paths.supplement(dossier.id)} icon="camera">
        {kept ? t('act.supplement.goOn') : t('act.supplement.action')}
      </LinkButton>
    </>
  );
}

function Fee({ dossier, fee }: { dossier: Dossier; fee: FeeRequest }) {
  const { t } = useTranslation('dossiers');
  const { language } = useText();
  const when = useWhen();
  const reported = useReported(dossier, fee.id);
  const { amount, reason, expiresAt } = fee;
  const expired = expiresAt <= platform().clock.now();
  return (
    <>
      <Question hint={expired ? t('act.fee.expired') : t('act.fee.until', { when: when.at(expiresAt) })}>
        {t('act.fee.title', { amount: formatVnd(amount, language) })}
      </Question>
      <Text size="m">{reason}</Text>
      {reported === 'done' && (
        <Text size="m" strong>
          {t('act.fee.reported')}
        </Text>
      )}
      {/* To whoever has paid this is no longer the thing to do, and what has expired can only be told of once. */}
      {(!expired || reported === 'no') && (
        <LinkButton
          href={paths.pay(dossier.id)}
          icon={expired ? 'bank' : 'qr'}
          variant={reported === 'no' || reported === 'unread' ? 'primary' : 'secondary'}
        >
          {expired ? t('act.fee.report') : t('act.fee.action')}
        </LinkButton>
      )}
    </>
  );
}
