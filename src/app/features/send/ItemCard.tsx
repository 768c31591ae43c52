import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { keepsPhotos } from '#core/sync/upload-lane.ts';
import { Unbroken } from '#app/parts/Unbroken.tsx';
import { useApp } from '#app/state/app.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { PieceBar } from '#ui/PieceBar.tsx';
import { Text } from '#ui/Text.tsx';
import { ItemSheet } from './ItemSheet.tsx';
import { hasLost, type OutboxItem } from './outbox.ts';
import { useItemText } from './useItemText.ts';

export type ItemCardProps = {
  item: OutboxItem;
  procedure: Procedure | null;
  /** There are photos in it, and others' photos it could go before. */
  mayGoFirst: boolean;
};

/** Something that waits here: its bytes and the parts already gone. A tap shows each part. */
export function ItemCard(props: ItemCardProps) {
  const { item, procedure } = props;
  const { t } = useTranslation('outbox');
  const [open, setOpen] = useState(false);
  const { title, weight, gone } = useItemText(item, procedure);
  const { parts, code } = item;
  const first = useApp((app) => app.sync?.first === item.dossier) && props.mayGoFirst;
  const done = parts.filter(({ state }) => state === 'gone').length;
  return (
    <>
      <Card onClick={() => setOpen(true)}>
        <CardHead level={2} title={title} subtitle={weight} trailing={<StateBadge item={item} />} />
        {parts.length > 1 && (
          <PieceBar
            done={done}
            total={parts.length}
            begun={parts.flatMap(shareBegun)}
            label={t('pieces', { done, total: parts.length })}
          />
        )}
        {code !== null && (
          <Text size="s" quiet>
            <Unbroken text={t('registered', { code })} part={code} />
          </Text>
        )}
        {first && (
          <Text size="s" strong>
            {t('first.is')}
          </Text>
        )}
        {gone !== null && (
          <Text size="s" quiet>
            {gone}
          </Text>
        )}
      </Card>
      {open && <ItemSheet {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Whether it is under way at this moment, and else what it waits for. */
function StateBadge({ item }: { item: OutboxItem }) {
  const { parts, left, code } = item;
  const { t } = useTranslation('outbox');
  const keeps = useApp((app) => app.sync !== null && keepsPhotos(app.sync));
  if (parts.some(({ state }) => state === 'going')) {
    return (
      <Badge tone="info" icon="send">
        {t('badge.going')}
      </Badge>
    );
  }
  if (code !== null && left > 0 && keeps) {
    return (
      <Badge tone="waiting" icon="image">
        {t('badge.wifi')}
      </Badge>
    );
  }
  if (code !== null && left === 0) {
    if (hasLost(item)) return <Badge tone="act">{t('badge.lost')}</Badge>;
    return parts.some(({ state }) => state === 'elsewhere') ? (
      <Badge tone="waiting">{t('badge.elsewhere')}</Badge>
    ) : (
      <Badge tone="done" icon="check">
        {t('badge.gone')}
      </Badge>
    );
  }
  return (
    <Badge tone="waiting" icon="signal">
      {t('badge.waiting')}
    </Badge>
  );
}

/** How much (0…1) of a part is on its way: the server does not have all of it. */
function shareBegun({ state, sent, bytes }: OutboxItem['parts'][number]): number[] {
  return bytes && sent > 0 && (state === 'going' || state === 'waiting') ? [sent / bytes] : [];
}
