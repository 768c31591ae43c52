import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { doubtsOf, type ProcedureRecord, type RecordFee, type RecordMethod } from '#core/procedure/record.ts';
import { More } from '#ui/Fold.tsx';
import { Text } from '#ui/Text.tsx';
import { Blocks } from './Blocks.tsx';
import { unbulleted, splitList } from './longText.ts';
import styles from './Official.module.css';
import { useRecordWords } from './useRecordWords.ts';

const FEES_AT_ONCE = 5;

/** Term and fees for each way to hand it in, and the terms of special cases. */
export function Methods({ record }: { record: ProcedureRecord }) {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  const { methods, caseTerms, confidence } = record;
  return (
    <>
      {methods.map((method) => (
        <Method key={JSON.stringify(method)} method={method} doubts={doubtsOf(record, method)} />
      ))}
      {caseTerms && caseTerms.length > 0 && (
        <div className={styles.method}>
          <Text strong>{t('section.caseTerms')}</Text>
          <dl className={styles.facts}>
            {caseTerms.map(({ name, term }) => (
              <div key={name + JSON.stringify(term)}>
                <dt lang="vi">{unbulleted(name)}</dt>
                <dd>
                  <Said doubted={confidence.term === 'low'}>{words.term(term)}</Said>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  );
}

/** What the source says; where nobody is sure of it, that comes first and it is no fact. */
function Said({ doubted, children }: { doubted: boolean; children: ReactNode }) {
  const { t } = useTranslation('procedures');
  if (!doubted) return children;
  return (
    <>
      <strong>{t('unverifiedAsk')}</strong>
      <div className={styles.doubted}>
        {t('official.says')} {children}
      </div>
    </>
  );
}

type MethodProps = { method: RecordMethod; doubts: ReturnType<typeof doubtsOf> };

function Method({ method, doubts }: MethodProps) {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  const [fees, moreFees] = splitList(method.fees, FEES_AT_ONCE);
  return (
    <div className={styles.method}>
      <Text strong>{method.channels.map((channel) => t(`official.channel.${channel}`)).join(', ')}</Text>
      <dl className={styles.facts}>
        <div>
          <dt>{t('official.term')}</dt>
          <dd>
            <Said doubted={doubts.term}>{words.term(method.term)}</Said>
          </dd>
        </div>
        <div>
          <dt>{t('official.fee')}</dt>
          <dd>
            {method.fees.length === 0 ? (
              t('unverifiedAsk')
            ) : (
              <Said doubted={doubts.fee}>
                <Fees fees={fees} />
              </Said>
            )}
          </dd>
        </div>
      </dl>
      {moreFees.length > 0 && (
        <More more={t('section.moreFees', { count: moreFees.length })} less={t('text.less')}>
          <Fees fees={moreFees} />
        </More>
      )}
      {method.note && <Blocks text={method.note} />}
    </div>
  );
}

/** A table of fees as a list: the amount first, what it is for below it. */
function Fees({ fees }: { fees: readonly RecordFee[] }) {
  const { amount } = useRecordWords();
  return (
    <ul className={styles.fees}>
      {fees.map((fee) => (
        <li key={JSON.stringify(fee)}>
          {amount(fee.amount) !== '' && <strong>{amount(fee.amount)}</strong>}
          {fee.note !== undefined && <span lang="vi">{unbulleted(fee.note)}</span>}
        </li>
      ))}
    </ul>
  );
}
