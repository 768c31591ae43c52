import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '#core/text/bytes.ts';
import { formatTime } from '#core/text/when.ts';
import { AsideNotice } from '#app/parts/aside/AsideNotice.tsx';
import { LostDeviceNotice } from '#app/parts/lost/LostDeviceNotice.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { useLostHere } from '#app/state/lost-device.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Figure } from '#ui/Figure.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { ItemCard } from './ItemCard.tsx';
import { JustKept } from './JustKept.tsx';
import { hasLost, hasPhotos, outboxView, type OutboxItem } from './outbox.ts';
import { PhoneFacts } from './PhoneFacts.tsx';
import { PhotoBudget } from './PhotoBudget.tsx';
import { RefusedCard } from './RefusedCard.tsx';
import { StandingNotice } from './StandingNotice.tsx';
import { Unfinished } from './Unfinished.tsx';

/** So many at once: a helper after an evening in a village has hundreds. */
const STEP = 20;

/** Everything that is kept here and not yet there, with its bytes, what has gone already, and why it waits. */
export default function OutboxScreen() {
  const { t } = useTranslation('outbox');
  return (
    <StoreGate title={t('title')} backHref={paths.home} tab="dossiers" returnTo={paths.outbox}>
      <Outbox />
    </StoreGate>
  );
}

function Outbox() {
  const { t } = useTranslation('outbox');
  const { t: asideText } = useTranslation('aside');
  const { language } = useText();
  const { outbox, dossiers, untold, progress, missing, aside, storeSilent, ...app } = useApp();
  const sync = storeSilent ? null : app.sync;
  const lostHere = useLostHere();
  const catalogue = useCatalogue();
  const [shown, setShown] = useState(STEP);
  const sources = { outbox, dossiers, untold, progress, missing, sync, lostHere };
  const { refused, items, count, bytes, keptAt } = outboxView(sources);
  const withPhotos = new Set(items.filter(hasPhotos).map(({ dossier }) => dossier)).size;
  const strays = untold.filter(({ isLost }) => isLost).length;
  const unknown = aside.filter(({ what, fate }) => what === 'command' && (fate === 'kept' || fate === 'asking'));
  const unknownAndSeen = unknown.filter(({ seen }) => seen).length;
  const find = ({ madeBy }: OutboxItem) => (madeBy && catalogue?.madeBy(madeBy)) ?? null;

  return (
    <PhoneScreen
      title={t('title')}
      backHref={paths.home}
      tab="dossiers"
      bottomBar={
        count > 0 && (
          <BottomBar>
            <Button
              icon="send"
              busy={sync !== null && (sync.exchange !== 'idle' || sync.uploading.length > 0)}
              onClick={() => platform().sync.wake('button')}
            >
              {t('sendNow')}
            </Button>
          </BottomBar>
        )
      }
    >
      <LostDeviceNotice />
      <AsideNotice />
      <JustKept />
      {strays > 0 && (
        <Notice
          tone="act"
          title={t('stray.title', { count: strays })}
          action={{ label: t('empty.action'), href: paths.dossiers }}
        >
          {t('stray.text')}
        </Notice>
      )}
      {unknownAndSeen > 0 && (
        <Notice tone="waiting" icon="storage" title={asideText('title', { count: unknownAndSeen })}>
          {asideText('fate.asking')}
        </Notice>
      )}
      {refused.map((item) => (
        <RefusedCard key={item.entry.command.id} item={item} procedure={find(item)} />
      ))}
      {count > 0 ? (
        <Card>
          <Figure
            value={t('headline', { count, size: formatBytes(bytes, language) })}
            under={keptAt === null ? t('kept') : t('keptAt', { time: formatTime(keptAt) })}
          />
        </Card>
      ) : (
        refused.length === 0 &&
        strays === 0 &&
        unknown.length === 0 &&
        !items.some(hasLost) && (
          <EmptyState
            icon="check"
            title={t('empty.title')}
            actions={
              <LinkButton variant="secondary" href={paths.dossiers}>
                {t('empty.action')}
              </LinkButton>
            }
          >
            {t('empty.text')}
          </EmptyState>
        )
      )}
      <StandingNotice count={count} />
      {items.slice(0, shown).map((item) => (
        <ItemCard key={item.id} item={item} procedure={find(item)} mayGoFirst={withPhotos > 1 && hasPhotos(item)} />
      ))}
      {items.length > shown && (
        <Button variant="secondary" onClick={() => setShown(shown + STEP)}>
          {t('more', { count: items.length - shown })}
        </Button>
      )}
      <Unfinished />
      <PhotoBudget />
      <PhoneFacts />
    </PhoneScreen>
  );
}
