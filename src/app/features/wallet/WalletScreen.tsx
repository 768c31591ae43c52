import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { paths } from '#app/paths.ts';
import { useWallet, type Wallet } from '#app/state/wallet.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { List } from '#ui/ListRow.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Text } from '#ui/Text.tsx';
import { AddPaper } from './AddPaper.tsx';
import { NotRead } from './NotRead.tsx';
import { PaperRow } from './PaperRow.tsx';
import { usePaperText } from './usePaperText.ts';

/** The papers a person keeps on this phone for one dossier after another. */
export default function WalletScreen() {
  const { t } = useTranslation('wallet');
  return (
    <StoreGate title={t('title')} backHref={paths.home} tab="wallet" returnTo={paths.wallet}>
      <Papers wallet={useWallet()} />
    </StoreGate>
  );
}

function Papers({ wallet: { state, failure, papers } }: { wallet: Wallet }) {
  const { t } = useTranslation('wallet');
  const { extent } = usePaperText();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button icon="plus" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <PhoneScreen title={t('title')} tab="wallet" bottomBar={papers.length > 0 && <BottomBar>{add}</BottomBar>}>
      {state === 'reading' && <Skeleton lines={5} />}
      {failure && <NotRead failure={failure} />}
      {state === 'open' && papers.length === 0 && (
        <Card>
          <EmptyState icon="wallet" title={t('empty.title')} actions={add}>
            {t('empty.text')}
          </EmptyState>
        </Card>
      )}
      {papers.length > 0 && (
        <>
          <Card>
            <List label={t('list')}>
              {papers.map((paper) => (
                <PaperRow key={paper.id} paper={paper} />
              ))}
            </List>
          </Card>
          <Text size="s" quiet>
            {t('total', { count: papers.length, extent: extent(papers) })}
          </Text>
        </>
      )}
      {state === 'open' && (
        <Text size="s" quiet>
          {t('private')}
        </Text>
      )}
      {adding && <AddPaper onClose={() => setAdding(false)} />}
    </PhoneScreen>
  );
}
