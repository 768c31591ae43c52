import { useTranslation } from 'react-i18next';
import type { ProcedureRecord, RecordFee, RecordMethod } from '#core/procedure/record.ts';
import { More } from '#ui/Fold.tsx';
import { Text } from '#ui/Text.tsx';
import { Blocks } from './Blocks.tsx';
import { unbulleted, splitList } from './longText.ts';
import styles from './Official.module.css';
import { useRecordWords } from './useRecordWords.ts';

const FEES_AT_ONCE = 5;

/** Term and fees for each way to hand it in, and the terms of special cases. */
export function Methods({ record: { methods, caseTerms } }: { record: ProcedureRecord }) {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  return (
    <>
      {methods.map((method) => (
        <Method key={JSON.stringify(method)} method={method} />
      ))}
      {caseTerms && caseTerms.length > 0 && (
        <div className={styles.method}>
          <Text strong>{t('section.caseTerms')}</Text>
          <dl className={styles.facts}>
            {caseTerms.map(({ name, term }) => (
              <div key={name + JSON.stringify(term)}>
                <dt lang="vi">{unbulleted(name)}</dt>
                <dd>{words.term(term)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  );
}

function Method({ method }: { method: RecordMethod }) {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  const [fees, moreFees] = splitList(method.fees, FEES_AT_ONCE);
  return (
    <div className={styles.method}>
      <Text strong>{method.channels.map((channel) => t(`official.channel.${channel}`)).join(', ')}</Text>
      <dl className={styles.facts}>
        <div>
          <dt>{t('official.term')}</dt>
          <dd>{words.term(method.term)}</dd>
        </div>
        <div>
          <dt>{t('official.fee')}</dt>
          <dd>
            {method.fees.length === 0 && t('unverified')}
            <Fees fees={fees} />
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
