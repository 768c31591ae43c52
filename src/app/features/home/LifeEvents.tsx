import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { Card } from '#ui/Card.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Tile, TileGrid } from '#ui/TileGrid.tsx';

const DOORS = [
  { event: 'birth', icon: 'child', tone: 'act' },
  { event: 'marriage', icon: 'rings', tone: 'waiting' },
  { event: 'residence', icon: 'house', tone: 'info' },
  { event: 'land', icon: 'terrace', tone: 'done' },
  { event: 'certification', icon: 'stamp', tone: 'info' },
  { event: 'benefits', icon: 'heart', tone: 'act' },
  { event: 'insurance', icon: 'shield', tone: 'done' },
  { event: 'death', icon: 'flower', tone: 'waiting' },
] as const;

/** A door for each of the eight events of life, with a few questions behind it; and one to everything. */
export function LifeEvents() {
  const { t } = useTranslation();
  return (
    <>
      <SectionTitle action={{ label: t('lifeEvent.all'), href: paths.procedures }}>{t('lifeEvent.label')}</SectionTitle>
      <Card>
        <TileGrid label={t('lifeEvent.label')}>
          {DOORS.map(({ event, icon, tone }) => (
            <Tile key={event} icon={icon} tone={tone} label={t(`lifeEvent.${event}`)} href={paths.guide(event)} />
          ))}
        </TileGrid>
      </Card>
    </>
  );
}
