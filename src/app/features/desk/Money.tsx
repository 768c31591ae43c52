import type { Dossier } from '#core/dossier/dossier.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import styles from './Dossier.module.css';
import type { Words } from './words.ts';

/** What was asked for and what has come, as the bank says it. */
export function Money({ dossier, reportedAt, words }: { dossier: Dossier; reportedAt: number | null; words: Words }) {
  const { t, money, moment } = words;
  const { fee, payments, refundsOpened } = dossier;
  if (!fee && payments.length === 0 && refundsOpened === 0) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('dossier.money')}</h3>
      <KeyValue
        rows={[
          ...(fee
            ? [
                { label: t('money.asked'), value: `${money(fee.amount)} · ${fee.reason}` },
                { label: t('money.reference'), value: fee.reference },
                { label: t('money.expires'), value: moment(fee.expiresAt) },
                ...(reportedAt === null ? [] : [{ label: t('money.reported'), value: moment(reportedAt) }]),
              ]
            : []),
          ...payments.map((payment) => ({
            label: t('money.paid', { moment: moment(payment.paidAt) }),
            value: t('money.receipt', { amount: money(payment.amount), receipt: payment.receiptNo }),
          })),
          ...(refundsOpened > 0 ? [{ label: t('money.refunds'), value: money(refundsOpened) }] : []),
        ]}
      />
    </section>
  );
}
