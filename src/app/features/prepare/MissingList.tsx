import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Icon } from '#ui/Icon.tsx';
import { Link } from '#ui/Link.tsx';
import { focusField } from '#ui/useField.ts';
import styles from './MissingList.module.css';
import { controlId, problemText } from './problems.ts';
import { reviewEditHref } from './reviewHref.ts';
import type { Missing } from './review.ts';

type MissingListProps = {
  id: string;
  missing: readonly Missing[];
  /** "Gửi" was tapped in vain: the list takes focus. */
  insistent: boolean;
};

/** What is still missing, each line leading to where it is put right and back here. */
export function MissingList({ id, missing, insistent }: MissingListProps) {
  const { t } = useTranslation('form');
  const { text } = useText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!insistent) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'center' });
  }, [insistent]);

  /** A declaration's label is the whole sentence: its page says it shorter. */
  const labelOf = ({ page, field }: Extract<Missing, { kind: 'page' }>) =>
    text(field.type === 'declaration' ? page.question : field.label);
  const line = (item: Missing) => {
    if (item.kind === 'unit') {
      return (
        <button type="button" className={styles.link} onClick={() => focusField(controlId('unit'))}>
          {t('problem.unit')}
        </button>
      );
    }
    if (item.kind === 'paper') {
      return (
        <Link href={reviewEditHref(paths.draftPapers(id))} className={styles.link}>
          {t('review.paperMissing', { name: text(item.document.name) })}
        </Link>
      );
    }
    if (item.kind === 'tooManyPages') {
      return (
        <Link href={reviewEditHref(paths.draftPapers(id))} className={styles.link}>
          {t('review.tooManyPages', {
            name: text(item.document.name),
            max: item.max,
            count: item.count - item.max,
          })}
        </Link>
      );
    }
    return (
      <Link href={reviewEditHref(paths.draftPage(id, item.page.id), item.field.id)} className={styles.link}>
        {item.count > 1
          ? t('review.severalMissing', { page: text(item.page.question), count: item.count })
          : t('summaryLine', { label: labelOf(item), text: problemText(item.problem, t) })}
      </Link>
    );
  };

  return (
    <div ref={box} role={insistent ? 'alert' : undefined} tabIndex={-1} className={styles.box}>
      <p className={styles.title}>
        <Icon name="warning" />
        {t('summaryTitle', { count: missing.reduce((sum, item) => sum + (item.kind === 'page' ? item.count : 1), 0) })}
      </p>
      <ul>
        {missing.map((item) => (
          <li key={keyOf(item)}>{line(item)}</li>
        ))}
      </ul>
    </div>
  );
}

function keyOf(item: Missing): string {
  if (item.kind === 'unit') return item.kind;
  return item.kind === 'page' ? item.page.id : item.document.id;
}
