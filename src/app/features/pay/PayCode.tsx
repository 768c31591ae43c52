import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import type { Dossier, FeeRequest } from '#core/dossier/dossier.ts';
import { encodeVietQr } from '#core/fee/vietqr.ts';
import { feeAmount } from '#core/fee/amount.ts';
import { procedureInProvince } from '#core/procedure/overlay.ts';
import { formatVnd } from '#core/fee/money.ts';
import { formatDay, formatTime } from '#core/text/when.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Figure } from '#ui/Figure.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { QrCode } from '#ui/QrCode.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { CopyValue } from './CopyValue.tsx';
import { PayActions } from './PayActions.tsx';
import { ReportPaid } from './ReportPaid.tsx';
import { useExpired, useFeeCheck } from './useFeeCheck.ts';

type PayCodeProps = { dossier: Dossier; fee: FeeRequest };

/** The payment code, drawn only once the signature holds for exactly what is shown. */
export function PayCode({ dossier, fee }: PayCodeProps) {
  const { t } = useTranslation('pay');
  const check = useFeeCheck(dossier.id, fee);
  const expired = useExpired(fee.expiresAt);
  const { bin, account } = fee.payee;
  const code = encodeVietQr({ bin, account, amount: fee.amount, purpose: fee.reference });
  if (check === 'genuine' && !expired && code.ok) return <Payable dossier={dossier} fee={fee} payload={code.payload} />;

  const back = (
    <LinkButton variant="secondary" href={paths.dossier(dossier.id)}>
      {t('toDossier')}
    </LinkButton>
  );
  const fault = typeof check === 'object' ? check.fault : check === 'genuine' && !code.ok ? 'malformed' : null;
  return (
    <PhoneScreen title={t('title')} backHref={paths.dossier(dossier.id)}>
      {fault !== null && (
        <>
          <div role="alert">
            <Notice tone="act" icon="warning" title={t('fault.title')}>
              {t(`fault.${fault}`)}
            </Notice>
          </div>
          {back}
        </>
      )}
      {fault === null && expired && (
        <>
          <Notice
            tone="waiting"
            icon="clock"
            title={t('expired.title')}
            action={{ label: t('toDossier'), href: paths.dossier(dossier.id) }}
          >
            {t('expired.text')}
          </Notice>
          <ReportPaid dossier={dossier} fee={fee} />
        </>
      )}
      {!expired && check === 'noKeys' && (
        <Notice tone="waiting" icon="shield" title={t('noKeys.title')}>
          {t('noKeys.text')}
        </Notice>
      )}
      {!expired && check === 'checking' && <Skeleton lines={6} />}
    </PhoneScreen>
  );
}

function Payable({ dossier, fee, payload }: PayCodeProps & { payload: string }) {
  const { t } = useTranslation('pay');
  const { language } = useText();
  const { payee } = fee;
  const amount = formatVnd(fee.amount, language);
  const account = groupAccount(payee.account);
  const counted = useCount(dossier, fee);

  return (
    <PhoneScreen
      title={t('title')}
      backHref={paths.dossier(dossier.id)}
      bottomBar={
        <PayActions
          payload={payload}
          reference={fee.reference}
          picture={{
            title: fee.reason,
            amount,
            payee: payee.name,
            account: `${payee.bank} · ${account}`,
            reference: fee.reference,
          }}
        />
      }
    >
      <Card>
        <Figure over={fee.reason} value={amount} under={counted} />
        <QrCode text={payload} label={t('qrLabel', { amount, payee: payee.name })} />
        <Stack tight>
          <Text strong center>
            {payee.name}
          </Text>
          <Text size="s" quiet center>
            {`${payee.bank} · ${account}`}
          </Text>
        </Stack>
      </Card>
      <Notice icon="shield" title={t('genuine.title')}>
        {t('genuine.text')}
      </Notice>
      <Card>
        <KeyValue
          rows={[
            {
              label: t('row.account'),
              value: <CopyValue shown={account} copied={payee.account} name={t('row.account')} />,
            },
            {
              label: t('row.amount'),
              value: <CopyValue shown={amount} copied={String(fee.amount)} name={t('row.amount')} />,
            },
            {
              label: t('row.reference'),
              value: <CopyValue shown={fee.reference} copied={fee.reference} name={t('row.reference')} />,
            },
            { label: t('row.until'), value: `${formatTime(fee.expiresAt)} ${formatDay(dayOf(fee.expiresAt))}` },
          ]}
        />
      </Card>
      <Notice tone="waiting" icon="bank" title={t('wait.title')}>
        {t('wait.text')}
      </Notice>
      <ReportPaid dossier={dossier} fee={fee} />
      <Button variant="quiet" icon="refresh" onClick={() => platform().sync.wake('button')}>
        {t('wait.ask')}
      </Button>
    </PhoneScreen>
  );
}

/** "2 bản × 8.000 ₫", where that is what the amount comes from. */
function useCount(dossier: Dossier, fee: FeeRequest): string | undefined {
  const { t } = useTranslation('pay');
  const { text, language } = useText();
  const catalogue = useCatalogue();
  const made = catalogue?.madeBy(dossier);
  if (!catalogue || !made) return undefined;
  const procedure = procedureInProvince(made, catalogue.overlays, dayOf(dossier.submittedAt));
  const owed = feeAmount(procedure.fee, dossier.answers);
  if (owed.kind !== 'owed' || owed.count === undefined || owed.amount !== fee.amount) return undefined;
  if (procedure.fee.kind !== 'fixed' || !procedure.fee.per) return undefined;
  return t('counted', {
    number: owed.count,
    unit: text(procedure.fee.per.unit),
    price: formatVnd(procedure.fee.amount, language),
  });
}

/** An account number in fours, as banks print it. */
function groupAccount(account: string): string {
  return account.replace(/(.{4})(?=.)/g, '$1 ');
}
