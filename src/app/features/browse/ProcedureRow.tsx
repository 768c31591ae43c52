import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import { isWithdrawn, type Procedure } from '#core/procedure/procedure.ts';
import { highlight, type Term } from '#core/text/search/highlight.ts';
import type { SearchHit } from '#core/text/search/searcher.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import { Badge } from '#ui/Badge.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { EVENT_ICONS } from './events.ts';
import styles from './ProcedureRow.module.css';

export type ProcedureRowProps = {
  hit: SearchHit;
  /** Its record in our own words, where there is one. */
  procedure: Procedure | null;
  terms: readonly Term[];
  today: Day;
  onOpen: () => void;
};

/** One procedure of the list, with what was searched for marked in its name. */
export function ProcedureRow({ hit, procedure, terms, today, onOpen }: ProcedureRowProps) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const picture = EVENT_ICONS[procedure?.lifeEvents[0] ?? 'other'];
  const withdrawn = procedure !== null && isWithdrawn(procedure, today);
  const field = procedure ? text(procedure.field) : hit.field || hit.agency;
  return (
    <ListRow
      href={paths.procedure(hit.code)}
      onClick={onOpen}
      icon={picture.icon}
      tone={picture.tone}
      title={
        <span className={styles.name}>
          {highlight(procedure ? text(procedure.name) : hit.name, terms).map(({ at, text: piece, found }) =>
            found ? (
              <mark key={at} className={styles.mark}>
                {piece}
              </mark>
            ) : (
              piece
            ),
          )}
        </span>
      }
      subtitle={
        <>
          {[field, t(`level.${hit.level}`), hit.code].filter(Boolean).join(' · ')}
          {(withdrawn || procedure?.form) && (
            <span className={styles.badges}>
              {withdrawn ? (
                <Badge tone="act">{t('withdrawn.badge')}</Badge>
              ) : (
                <Badge tone="done" icon="check">
                  {t('onPhone')}
                </Badge>
              )}
            </span>
          )}
        </>
      }
    />
  );
}
