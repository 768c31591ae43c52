import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'wouter';
import { MAX_PAGES } from '#core/dossier/dossier.ts';
import { PAPER_KINDS } from '#core/wallet/kind.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { Pages } from '#app/parts/papers/Pages.tsx';
import { StoreGate } from '#app/parts/StoreGate.tsx';
import { paths } from '#app/paths.ts';
import { newPaper, useWallet } from '#app/state/wallet.ts';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Text } from '#ui/Text.tsx';
import { About } from './About.tsx';
import { NotRead } from './NotRead.tsx';
import { RemovePaper } from './RemovePaper.tsx';
import { TakeAgain } from './TakeAgain.tsx';
import { usePaper } from './usePaper.ts';
import { usePaperText } from './usePaperText.ts';

/** One kept paper, or one that is being photographed to be kept. */
export default function PaperScreen() {
  const { t } = useTranslation('wallet');
  const { id = '' } = useParams();
  return (
    <StoreGate title={t('title')} backHref={paths.wallet} returnTo={paths.walletPaper(id)}>
      <Found key={id} id={id} />
    </StoreGate>
  );
}

function Found({ id }: { id: string }) {
  const { t } = useTranslation('wallet');
  const [search] = useSearchParams();
  const { state, failure, papers } = useWallet();
  const kind = PAPER_KINDS.find((one) => one === search.get('loai'));
  const fresh = useMemo(() => (kind ? newPaper(id, kind) : null), [id, kind]);
  const paper = papers.find((one) => one.id === id) ?? fresh;
  if (paper && state === 'open') return <Paper stored={paper} />;
  return (
    <PhoneScreen title={t('title')} backHref={paths.wallet}>
      {state === 'open' ? (
        <EmptyState
          icon="wallet"
          title={t('missing.title')}
          actions={<LinkButton href={paths.wallet}>{t('missing.back')}</LinkButton>}
        >
          {t('missing.text')}
        </EmptyState>
      ) : failure ? (
        <NotRead failure={failure} />
      ) : (
        <Skeleton lines={5} />
      )}
    </PhoneScreen>
  );
}

function Paper({ stored }: { stored: WalletPaper }) {
  const { t } = useTranslation('wallet');
  const { extent, kept, validity } = usePaperText();
  const { paper, intake, change, takeAgain } = usePaper(stored);
  const name = t(`kind.${paper.kind}`);
  const valid = validity(paper);
  const isKept = paper.rev > 0;
  return (
    <PhoneScreen title={name} backHref={paths.wallet}>
      {valid?.over && (
        <Notice tone="act" title={valid.text}>
          {t('overText')}
        </Notice>
      )}
      <Card>
        <CardHead
          level={2}
          title={isKept ? t('pages') : t('photograph')}
          subtitle={
            isKept
              ? `${extent([paper])} · ${kept(paper)}`
              : t(`hint.${paper.kind === 'identityCard' ? 'sides' : 'whole'}`)
          }
        />
        <Pages
          files={paper.files}
          intake={intake}
          document={paper.id}
          name={name}
          max={MAX_PAGES}
          removeAsk={t('removePageAsk')}
          onRemove={
            // The last page is not taken out of a paper: the paper goes.
            paper.files.length > 1
              ? ({ hash }) => change(({ files }) => ({ files: files.filter((file) => file.hash !== hash) }))
              : undefined
          }
        />
        {isKept && !intake.underWay && <TakeAgain onPicked={takeAgain} />}
      </Card>
      {isKept && <About paper={paper} change={change} />}
      {isKept && <RemovePaper paper={paper} name={name} />}
      <Text size="s" quiet>
        {t('private')}
      </Text>
    </PhoneScreen>
  );
}
