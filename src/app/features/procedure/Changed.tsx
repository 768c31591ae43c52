import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import type { Change } from '#core/procedure/look.ts';
import { formatDay } from '#core/text/when.ts';
import type { Since } from '#app/state/kept.ts';
import { Notice } from '#ui/Notice.tsx';
import { unbulleted } from './longText.ts';
import styles from './Changed.module.css';
import { useRecordWords } from './useRecordWords.ts';

/** What the page said when this person last looked, and what it says now. Having read it is enough. */
export function Changed({ since }: { since: Since | null }) {
  const { t } = useTranslation('procedures');
  if (!since) return null;
  return (
    <div data-print="no">
      <Notice tone="waiting" icon="refresh" title={t('changed.title', { day: formatDay(dayOf(since.at)) })}>
        <ul className={styles.changes}>
          {since.changes.map((change) => (
            <li key={change.field}>
              <strong>{t(`changed.field.${change.field}`)}</strong>
              <What change={change} />
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** So much of each old and new text is said here; the page below has all of the new one. */
const MOST = 140;
const MOST_ITEMS = 4;

function What({ change }: { change: Change }) {
  const { t } = useTranslation('procedures');
  const words = useRecordWords();
  const listed = (texts: readonly string[]) => [...new Set(texts)].join('; ') || t('unverified');
  switch (change.kind) {
    case 'long':
      return <span>{t('changed.long')}</span>;
    case 'text':
      return <FromTo before={change.before} after={change.after} official />;
    case 'online':
      return <FromTo before={t(`online.${change.before}`)} after={t(`online.${change.after}`)} />;
    case 'fees':
      return (
        <FromTo before={listed(change.before.map(words.fee))} after={listed(change.after.map(words.fee))} official />
      );
    case 'terms':
      return (
        <FromTo before={listed(change.before.map(words.term))} after={listed(change.after.map(words.term))} official />
      );
    case 'items':
      return (
        <>
          <Items title={t('changed.added')} items={change.added} />
          <Items title={t('changed.removed')} items={change.removed} gone />
        </>
      );
  }
}

function FromTo({ before, after, official = false }: { before: string; after: string; official?: boolean }) {
  const { t } = useTranslation('procedures');
  if (before.length > MOST || after.length > MOST || before === after) return <span>{t('changed.long')}</span>;
  return (
    <span lang={official ? 'vi' : undefined}>
      <del>{before}</del> <span aria-hidden="true">{t('changed.arrow')}</span> <ins>{after}</ins>
    </span>
  );
}

function Items({ title, items, gone = false }: { title: string; items: readonly string[]; gone?: boolean }) {
  const { t } = useTranslation('procedures');
  if (items.length === 0) return null;
  return (
    <span>
      {title}{' '}
      <span lang="vi">
        {items.slice(0, MOST_ITEMS).map((item) => (
          <span key={item} className={styles.item}>
            {gone ? <del>{shortened(unbulleted(item))}</del> : <ins>{shortened(unbulleted(item))}</ins>}
          </span>
        ))}
      </span>
      {items.length > MOST_ITEMS && t('changed.others', { count: items.length - MOST_ITEMS })}
    </span>
  );
}

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, text.lastIndexOf(' ', MOST - 1))}…`;
}
