import { useTranslation } from 'react-i18next';
import { dossierOf } from '#core/dossier/command.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { PieceBar } from '#ui/PieceBar.tsx';
import { Text } from '#ui/Text.tsx';
import type { TravellingItem, WaitingItem } from './outbox.ts';
import { useItemText } from './useItemText.ts';

/** A command the server has not heard of yet. */
export function WaitingCard({ item, procedure }: { item: WaitingItem; procedure: Procedure | null }) {
  const { t } = useTranslation('outbox');
  const { title, weight } = useItemText(item, procedure);
  return (
    <Card href={paths.dossier(dossierOf(item.entry.command))}>
      <CardHead
        level={2}
        title={title}
        subtitle={weight}
        trailing={
          <Badge tone="waiting" icon="signal">
            {t('badge.waiting')}
          </Badge>
        }
      />
    </Card>
  );
}

/** A dossier the server has, whose papers are still on their way. */
export function TravellingCard({ item, procedure }: { item: TravellingItem; procedure: Procedure | null }) {
  const { t } = useTranslation('outbox');
  const { text, language } = useText();
  const { dossier, files, arrived, left } = item;
  const pieces = t('pieces', { done: Math.floor(arrived), total: files });
  return (
    <Card href={paths.dossier(dossier.id)}>
      <CardHead
        level={2}
        title={procedure ? text(procedure.name) : t('unknownProcedure')}
        subtitle={t('registered', { code: dossier.code })}
        trailing={
          <Badge tone="waiting" icon="signal">
            {t('badge.travelling')}
          </Badge>
        }
      />
      <PieceBar done={arrived} total={files} label={pieces} />
      <Text size="s" quiet>
        {left > 0 ? t('piecesLeft', { pieces, size: formatBytes(left, language) }) : pieces}
      </Text>
    </Card>
  );
}
