import { useTranslation } from 'react-i18next';
import type { LifeEvent } from '#core/procedure/procedure.ts';
import { GUIDES, paths } from '#app/paths.ts';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';

/** The way to an event's questions, for who does not know which procedure it is. */
export function GuideDoor({ event }: { event: LifeEvent | null }) {
  const { t } = useTranslation('guide');
  if (event === null || !(event in GUIDES)) return null;
  return (
    <Card tone="info">
      <Row
        icon="chat"
        tone="white"
        title={t('door.title')}
        subtitle={t('door.text')}
        href={paths.guide(event as keyof typeof GUIDES)}
      />
    </Card>
  );
}
