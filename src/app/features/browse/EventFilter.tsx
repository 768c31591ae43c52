import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { LifeEvent } from '#core/procedure/procedure.ts';
import { Icon } from '#ui/Icon.tsx';
import styles from './Chips.module.css';
import { EVENT_ICONS } from './events.ts';

export type EventFilterProps = { value: LifeEvent | null; onChange: (event: LifeEvent | null) => void };

/** Life events in one line that scrolls sideways; native radio buttons, so the arrow keys work. */
export function EventFilter({ value, onChange }: EventFilterProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <div role="radiogroup" aria-label={t('lifeEvent.label')} className={styles.scroller}>
      {[null, ...LifeEvent.options].map((event) => (
        <label key={event} className={styles.chip}>
          <input
            type="radio"
            name={name}
            checked={event === value}
            onChange={(changed) => {
              changed.target.scrollIntoView({ inline: 'center', block: 'nearest' });
              onChange(event);
            }}
          />
          <Icon name={event ? EVENT_ICONS[event].icon : 'grid'} size={18} />
          <span>{t(`lifeEvent.${event ?? 'all'}`)}</span>
        </label>
      ))}
    </div>
  );
}
