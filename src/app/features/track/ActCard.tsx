import { useTranslation } from 'react-i18next';
import { filesOf, type Dossier } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import { isEmptySupplement } from '#core/dossier/supplement.ts';
import { formatVnd } from '#core/fee/money.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { platform, useApp } from '#app/state/app.ts';
import { Card } from '#ui/Card.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Question } from '#ui/Question.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Track.module.css';
import { LostPapers } from './LostPapers.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { papersSent } from './timeline.ts';
import { useLostPapers } from './useLostPapers.ts';

type ActCardProps = {
  dossier: Dossier;
  /** An answer to what is asked waits on this phone already. */
  answered: boolean;
};

/** What is asked of the citizen now, and the one button for it; when nothing is, that too is said. */
export function ActCard({ dossier, answered }: ActCardProps) {
  return (
    <Card>
      <Stack as="flow">
        <StatusBadge dossier={dossier} answered={answered} />
        <Text size="s" quiet>
          {dossier.code}
        </Text>
      </Stack>
      <Act dossier={dossier} answered={answered} />
    </Card>
  );
}

function Act({ dossier, answered }: ActCardProps) {
  const { t } = useTranslation('dossiers');
  const { progress, missing, untold } = useApp();
  const papers = useLostPapers(dossier);
  const lost = papers.length > 0 && !hasEnded(dossier.status) && <LostPapers dossier={dossier} papers={papers} />;
  if (dossier.status === 'supplementRequested' && dossier.supplement && !answered) {
    return (
      <>
        <Supplement dossier={dossier} />
        {lost}
      </>
    );
  }
  if (dossier.status === 'paymentRequested' && dossier.fee) {
    return (
      <>
        <Fee dossier={dossier} />
        {lost}
      </>
    );
  }
  if (lost) return lost;
  if (dossier.status === 'registered' && !dossier.papersComplete) {
    return (
      <Question hint={t('act.receivingPapers.text')}>
        {t('act.receivingPapers.title', papersSent(dossier, { progress, missing, untold }))}
      </Question>
    );
  }
  const key = answered && dossier.status === 'supplementRequested' ? 'answered' : dossier.status;
  return <Question hint={dossier.closedReason ?? t(`act.${key}.text`)}>{t(`act.${key}.title`)}</Question>;
}

function Supplement({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const when = useWhen();
  const begun = useApp((app) => app.supplements.find(({ id }) => id === dossier.id));
  if (!dossier.supplement) return null;
  const kept = begun && !isEmptySupplement(begun) ? begun : null;
  const { items, reason, dueDay } = dossier.supplement;
  const only = items.length === 1 ? items[0] : undefined;
  const due = dossier.promisedDay
    ? t('act.supplement.dueToKeep', { due: when.day(dueDay), promised: when.day(dossier.promisedDay) })
    : t('act.supplement.due', { due: when.day(dueDay) });
  return (
    <>
      <Question hint={due}>{only ? only.what : t('act.supplement.several', { count: items.length })}</Question>
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

function Fee({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const { language } = useText();
  const when = useWhen();
  if (!dossier.fee) return null;
  const { amount, reason, expiresAt } = dossier.fee;
  const expired = expiresAt <= platform().clock.now();
  return (
    <>
      <Question hint={expired ? t('act.fee.expired') : t('act.fee.until', { when: when.at(expiresAt) })}>
        {t('act.fee.title', { amount: formatVnd(amount, language) })}
      </Question>
      <Text size="m">{reason}</Text>
      <LinkButton href={paths.pay(dossier.id)} icon="qr">
        {t('act.fee.action')}
      </LinkButton>
    </>
  );
}
