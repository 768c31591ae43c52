import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import type { Dossier, Payment } from '#core/dossier/dossier.ts';
import { formatVnd } from '#core/fee/money.ts';
import { formatDay, formatTime } from '#core/text/when.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { Figure } from '#ui/Figure.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';

/** The money has come: the bank said so, and the office wrote a receipt. */
export function Receipt({ dossier, payment }: { dossier: Dossier; payment: Payment }) {
  const { t } = useTranslation('pay');
  const { language } = useText();
  const { fee } = dossier;
  return (
    <PhoneScreen title={t('title')} backHref={paths.dossier(dossier.id)}>
      <Card>
        <Figure
          over={
            <Badge tone="done" icon="check">
              {t('receipt.paid')}
            </Badge>
          }
          value={formatVnd(payment.amount, language)}
          under={fee?.reason}
        />
        <KeyValue
          rows={[
            { label: t('receipt.number'), value: payment.receiptNo },
            { label: t('receipt.at'), value: `${formatTime(payment.paidAt)} ${formatDay(dayOf(payment.paidAt))}` },
            ...(fee ? [{ label: t('row.reference'), value: fee.reference }] : []),
            ...(fee ? [{ label: t('receipt.payee'), value: fee.payee.name }] : []),
            { label: t('receipt.code'), value: dossier.code },
          ]}
        />
      </Card>
      {dossier.refundsOpened > 0 && (
        <Notice tone="info" title={t('receipt.refund', { amount: formatVnd(dossier.refundsOpened, language) })}>
          {t('receipt.refundText')}
        </Notice>
      )}
      <LinkButton variant="secondary" href={paths.dossier(dossier.id)}>
        {t('toDossier')}
      </LinkButton>
    </PhoneScreen>
  );
}
