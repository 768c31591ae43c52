import { Button } from '#ui/Button.tsx';
import { EmptyState, ErrorState } from '#ui/EmptyState.tsx';
import { Link } from '#ui/Link.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import styles from './Desk.module.css';
import { loadSuspense } from './load.ts';
import { hrefOf } from './places.ts';
import { useDesk } from './store.ts';
import type { Ground } from './useGround.ts';
import { useWords } from './words.ts';

/** Money that came and matched nothing: what the bank said, and why a person has to look. */
export function SuspensePane({ ground, isOfficer }: { ground: Ground; isOfficer: boolean }) {
  const { t, transport, money, moment } = useWords(ground.today);
  const rows = useDesk((state) => state.suspense);
  const failure = useDesk((state) => state.suspenseFailure);
  const again = () => void loadSuspense();

  if (!rows && failure) {
    return (
      <ErrorState
        title={t('list.failed')}
        actions={
          <Button variant="secondary" onClick={again}>
            {t('again')}
          </Button>
        }
      >
        {transport(failure)}
      </ErrorState>
    );
  }
  return (
    <>
      <div className={styles.intro}>
        <h2>{t('place.suspense')}</h2>
        <p>{t('suspense.intro')}</p>
        {failure && (
          <Notice tone="waiting" title={t('list.old')} action={{ label: t('again'), onClick: again }}>
            {transport(failure)}
          </Notice>
        )}
      </div>
      {!rows && (
        <div className={styles.loading}>
          <Skeleton lines={6} />
        </div>
      )}
      {rows?.length === 0 && <EmptyState icon="check" title={t('empty.suspense')} />}
      {rows && rows.length > 0 && (
        <ul className={styles.suspense}>
          {rows.map((row) => (
            <li key={row.id}>
              <b className={styles.amount}>{money(row.amount)}</b>
              <span>
                <b>{t(`suspense.why.${row.why}`)}</b>
                <span className={styles.memo}>{row.memo === '' ? t('suspense.noMemo') : row.memo}</span>
                <span className={styles.quiet}>{t('suspense.into', { account: row.account })}</span>
              </span>
              <span className={styles.quiet}>{moment(row.at)}</span>
              {isOfficer && row.dossier !== null && (
                <Link href={hrefOf('suspense', row.dossier)}>{t('suspense.open')}</Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
