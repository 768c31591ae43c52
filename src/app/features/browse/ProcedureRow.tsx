import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import { Badge } from '#ui/Badge.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { EVENT_ICONS } from './events.ts';
import { highlight, isWithdrawn } from './find.ts';
import styles from './ProcedureRow.module.css';

export type ProcedureRowProps = { procedure: Procedure; query: string; today: Day };

/** One procedure of the list, with what was searched for marked in its name. */
export function ProcedureRow({ procedure, query, today }: ProcedureRowProps) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const picture = EVENT_ICONS[procedure.lifeEvents[0] ?? 'other'];
  const withdrawn = isWithdrawn(procedure, today);
  return (
    <ListRow
      href={paths.procedure(procedure.code)}
      icon={picture.icon}
      tone={picture.tone}
      title={highlight(text(procedure.name), query).map(({ at, text: piece, found }) =>
        found ? (
          <mark key={at} className={styles.mark}>
            {piece}
          </mark>
        ) : (
          piece
        ),
      )}
      subtitle={
        <>
          {`${text(procedure.field)} · ${procedure.code}`}
          {(withdrawn || procedure.form) && (
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
