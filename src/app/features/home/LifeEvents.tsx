import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { Card } from '#ui/Card.tsx';
import { Tile, TileGrid } from '#ui/TileGrid.tsx';

const DOORS = [
  { event: 'birth', icon: 'child', tone: 'act' },
  { event: 'marriage', icon: 'rings', tone: 'waiting' },
  { event: 'residence', icon: 'house', tone: 'info' },
  { event: 'land', icon: 'terrace', tone: 'done' },
  { event: 'certification', icon: 'stamp', tone: 'info' },
  { event: 'benefits', icon: 'heart', tone: 'act' },
  { event: 'insurance', icon: 'shield', tone: 'done' },
] as const;

/** The eight doors to the catalogue: a few questions for each event of life, and everything. */
export function LifeEvents() {
  const { t } = useTranslation();
  return (
    <Card>
      <TileGrid label={t('lifeEvent.label')}>
        {DOORS.map(({ event, icon, tone }) => (
          <Tile key={event} icon={icon} tone={tone} label={t(`lifeEvent.${event}`)} href={paths.guide(event)} />
        ))}
        <Tile icon="grid" tone="waiting" label={t('lifeEvent.all')} href={paths.procedures} />
      </TileGrid>
    </Card>
  );
}
