import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Uuid } from '#core/dossier/dossier.ts';
import { keepsPhotos } from '#core/sync/upload-lane.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { Unbroken } from '#app/parts/Unbroken.tsx';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { sendFirst } from '#app/state/actions.ts';
import { useApp } from '#app/state/app.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Text } from '#ui/Text.tsx';
import type { ItemCardProps } from './ItemCard.tsx';
import type { Part } from './outbox.ts';
import { useItemText } from './useItemText.ts';

type ItemSheetProps = ItemCardProps & { onClose: () => void };

const TONES = {
  gone: 'done',
  going: 'info',
  waiting: 'waiting',
  elsewhere: 'neutral',
  lost: 'act',
} as const satisfies Record<Part['state'], string>;

/** Every part of something that waits: what it weighs, and whether the server has it. */
export function ItemSheet({ item, procedure, mayGoFirst, onClose }: ItemSheetProps) {
  const { t } = useTranslation('outbox');
  const { language } = useText();
  const when = useWhen();
  const { title, part: nameOf } = useItemText(item, procedure);
  const keeps = useApp((app) => app.sync !== null && keepsPhotos(app.sync));
  const going = item.parts.some(({ state }) => state === 'going');
  const stateOf = ({ state, page }: Part) => {
    if (state !== 'waiting') return t(`part.state.${state}`);
    // The form has gone or goes: photos would follow it.
    if (keeps && page !== null && (item.code !== null || going)) return t('badge.wifi');
    // There is signal: it goes after the others.
    return t(`part.state.${going ? 'next' : 'waiting'}`);
  };
  const weight = ({ bytes, sent, state }: Part) => {
    if (bytes === null) return undefined;
    const size = formatBytes(bytes, language);
    return sent > 0 && state !== 'gone' ? t('part.partly', { sent: formatBytes(sent, language), size }) : size;
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          {mayGoFirst && <First dossier={item.dossier} />}
          <LinkButton variant="secondary" icon="dossiers" href={paths.dossier(item.dossier)}>
            {t('toDossier')}
          </LinkButton>
        </>
      }
    >
      <Text size="m" quiet>
        {item.keptAt === null ? (
          <Unbroken text={t('registered', { code: item.code ?? '' })} part={item.code ?? ''} />
        ) : (
          t('keptAtDay', { when: when.at(item.keptAt) })
        )}
      </Text>
      <List label={t('part.list')}>
        {item.parts.map((part) => (
          <ListRow
            key={part.id}
            icon={part.page === null ? 'pencil' : 'image'}
            tone="neutral"
            title={nameOf(part)}
            subtitle={weight(part)}
            trailing={<Badge tone={TONES[part.state]}>{stateOf(part)}</Badge>}
          />
        ))}
      </List>
    </Sheet>
  );
}

/** Lets this one's photos go before the others', or in their turn again. The forms always go at once. */
function First({ dossier }: { dossier: Uuid }) {
  const { t } = useTranslation('outbox');
  const first = useApp((app) => app.sync?.first === dossier);
  const [failed, setFailed] = useState(false);
  const choose = async () => setFailed(!(await sendFirst(first ? null : dossier)).ok);
  return (
    <Button
      icon={first ? 'list' : 'send'}
      variant={first ? 'secondary' : 'primary'}
      hint={failed ? t('first.failed') : t(first ? 'first.is' : 'first.hint')}
      onClick={() => void choose()}
    >
      {t(first ? 'first.undo' : 'first.do')}
    </Button>
  );
}
