import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { formatVnd } from '#core/fee/money.ts';
import { formatDay, formatTime } from '#core/text/when.ts';
import type { FeeClaims } from '#protocol/fee.ts';
import { ReceiptFacts } from '#app/parts/signed/ReceiptFacts.tsx';
import type { SignedThing } from '#app/parts/signed/signed.ts';
import { useSignedCheck, type SignedState } from '#app/parts/signed/useSignedCheck.ts';
import { useText } from '#app/parts/useText.ts';
import { platform } from '#app/state/app.ts';
import { useProvince } from '#app/state/province.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { cx } from '#ui/cx.ts';
import { Icon, type IconName } from '#ui/Icon.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import type { Tone } from '#ui/tone.ts';
import tones from '#ui/tone.module.css';
import styles from './Verify.module.css';

type VerdictKind = Exclude<SignedState['kind'], 'checking' | 'genuine'> | SignedThing['kind'] | 'noCode' | 'noToken';

const LOOKS = {
  receipt: { tone: 'done', icon: 'stamp' },
  fee: { tone: 'done', icon: 'shield' },
  changed: { tone: 'act', icon: 'warning' },
  notOurs: { tone: 'act', icon: 'warning' },
  notSigned: { tone: 'act', icon: 'warning' },
  keyUnknown: { tone: 'waiting', icon: 'key' },
  unknownKind: { tone: 'waiting', icon: 'refresh' },
  noCode: { tone: 'waiting', icon: 'qr' },
  noToken: { tone: 'waiting', icon: 'file' },
} as const satisfies Record<VerdictKind, { tone: Tone; icon: IconName }>;

/** What became of the check, in one sentence and a shape. */
export function Verdict({ kind }: { kind: VerdictKind }) {
  const { t } = useTranslation('verify');
  const { text } = useText();
  const province = useProvince();
  const { tone, icon } = LOOKS[kind];
  const title = useRef<HTMLHeadingElement>(null);
  // What was tapped to get here is gone: reading goes on at the answer.
  useEffect(() => title.current?.focus(), []);
  return (
    <Card>
      <div className={cx(styles.verdict, tones[tone])}>
        <span className={styles.mark}>
          <Icon name={icon} size={36} />
        </span>
        <h2 ref={title} tabIndex={-1} className={styles.title}>
          {t(`verdict.${kind}.title`, { province: province ? text(province.name) : '' })}
        </h2>
        <p className={styles.text}>{t(`verdict.${kind}.text`)}</p>
      </div>
    </Card>
  );
}

/** A token checked, with what it says and what that proves. */
export function Result({ token }: { token: string }) {
  const { t } = useTranslation('verify');
  const { state, asking, askAgain } = useSignedCheck(token);
  if (state.kind === 'checking') {
    return (
      <Card>
        <Skeleton lines={4} />
      </Card>
    );
  }
  if (state.kind === 'genuine') return <Genuine thing={state.thing} />;
  return (
    <>
      <Verdict key={state.kind} kind={state.kind} />
      {state.kind === 'keyUnknown' && (
        <Button icon="refresh" busy={asking} onClick={askAgain}>
          {t('askAgain')}
        </Button>
      )}
    </>
  );
}

function Genuine({ thing }: { thing: SignedThing }) {
  const { t } = useTranslation('verify');
  return (
    <>
      <Verdict kind={thing.kind} />
      <Card>
        {thing.kind === 'receipt' ? <ReceiptFacts claims={thing.claims} /> : <FeeFacts claims={thing.claims} />}
      </Card>
      <Card>
        <CardHead level={2} title={t('proves.title')} />
        <ul className={styles.points}>
          <li>{t(`proves.${thing.kind}.who`)}</li>
          <li>{t(`proves.${thing.kind}.what`)}</li>
        </ul>
        <CardHead level={2} title={t('provesNot.title')} />
        <ul className={styles.points}>
          <li>{t(`provesNot.${thing.kind}.first`)}</li>
          <li>{t(`provesNot.${thing.kind}.second`)}</li>
        </ul>
      </Card>
    </>
  );
}

function FeeFacts({ claims }: { claims: FeeClaims }) {
  const { t } = useTranslation('verify');
  const { language } = useText();
  const { payee, expiresAt } = claims;
  const until = `${formatTime(expiresAt)} ${formatDay(dayOf(expiresAt))}`;
  const over = expiresAt <= platform().clock.now();
  const rows = [
    { label: t('fee.amount'), value: formatVnd(claims.amount, language) },
    { label: t('fee.payee'), value: payee.name },
    { label: t('fee.account'), value: `${payee.bank} · ${payee.account}` },
    { label: t('fee.reference'), value: claims.reference },
    { label: t('fee.until'), value: over ? t('fee.over', { until }) : until },
  ];
  return <KeyValue rows={rows} />;
}
