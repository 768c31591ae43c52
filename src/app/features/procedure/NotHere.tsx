import { useTranslation } from 'react-i18next';
import type { CatalogueEntry } from '#core/procedure/entry.ts';
import { DETAIL_BYTES } from '#core/procedure/cost.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { PlainText } from '#app/parts/PlainText.tsx';
import { useText } from '#app/parts/useText.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Official.module.css';

export type NotHereProps = {
  /** Its line of the index, which the phone has long before the details. */
  entry: CatalogueEntry | null;
  /** The phone itself is still being asked. */
  looking: boolean;
  asking: boolean;
  onAsk: () => void;
  onBack: () => void;
};

/** A procedure whose details are not on this phone: what is known of it, and a way to ask for the rest now. */
export function NotHere({ entry, looking, asking, onAsk, onBack }: NotHereProps) {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const [usual, most] = [DETAIL_BYTES.usual, DETAIL_BYTES.most].map((bytes) => formatBytes(bytes, language));
  const cost = t('official.askHint', { usual, most });
  return (
    <PhoneScreen title={t('title')} onBack={onBack}>
      {entry && (
        <>
          <h2 className={styles.name} lang="vi">
            {entry.name}
          </h2>
          <Stack as="flow" tight>
            <Badge tone="info">{t(`level.${entry.level}`)}</Badge>
            <Badge tone="info">{entry.code}</Badge>
          </Stack>
          <Text size="m" quiet>
            {[entry.field, entry.agency].filter(Boolean).join(' · ')}
          </Text>
        </>
      )}
      <Card>
        {looking ? (
          <div data-arriving>
            <Skeleton lines={8} />
          </div>
        ) : (
          <EmptyState
            icon="wifiOff"
            title={t('official.notHere')}
            actions={
              <Button icon="download" busy={asking} onClick={onAsk} hint={cost}>
                {asking ? t('official.asking') : t('official.ask')}
              </Button>
            }
          >
            {t('official.notHereText')}
          </EmptyState>
        )}
      </Card>
      {!looking && <PlainText />}
    </PhoneScreen>
  );
}
