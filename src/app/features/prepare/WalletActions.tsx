import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { MAX_PAGES } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import type { DocumentRequirement } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { formatDay } from '#core/text/when.ts';
import { hasExpired, isKept, joining, papersFor, type WalletPaper } from '#core/wallet/paper.ts';
import { pagesOf } from '#app/parts/papers/PaperPages.tsx';
import { useElsewhere } from '#app/parts/papers/useElsewhere.ts';
import { useText } from '#app/parts/useText.ts';
import { platform, store } from '#app/state/app.ts';
import { keepPages, useWallet } from '#app/state/wallet.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import type { Step } from './step.ts';

type WalletActionProps = { step: Step; document: DocumentRequirement };

/** What the wallet has for a paper that has no pages yet, or none but what came from there. */
export function useOffered({ step, document }: WalletActionProps): readonly WalletPaper[] {
  const { papers } = useWallet();
  const files = pagesOf(step.state.draft, document.id);
  const offered = joining(files, papersFor(document, papers, dayOf(platform().clock.now())));
  const room = (document.maxPages ?? MAX_PAGES) - files.length;
  // Where nothing is there yet, what is too long says so.
  return files.length === 0 ? offered : offered.filter((paper) => paper.files.length <= room);
}

/** Puts a kept paper into the draft, at once, as if it had been photographed. Several of a kind are chosen from. */
export function FromWallet({ step, document, offered }: WalletActionProps & { offered: readonly WalletPaper[] }) {
  const { t } = useTranslation('form');
  const { text } = useText();
  const describe = useDescription(document);
  const [choosing, setChoosing] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const take = (paper: WalletPaper) => {
    setChoosing(false);
    void step.editor
      .commit((draft) => store().takePages(draft, document.id, paper.files))
      .then((taken) => setFailure(taken.ok ? null : taken.failure));
  };
  const more = pagesOf(step.state.draft, document.id).length > 0;
  const [only, ...others] = offered;
  if (!only) return null;
  const description = others.length === 0 ? describe(only) : null;
  return (
    <>
      <Button
        icon="wallet"
        variant={more ? 'secondary' : 'primary'}
        onClick={() => (others.length === 0 ? take(only) : setChoosing(true))}
        blocked={description?.tooMany}
        hint={description?.text ?? t('wallet.several', { count: offered.length })}
      >
        {t(more ? 'wallet.takeMore' : 'wallet.take')}
      </Button>
      <NotDone failure={failure} />
      <Sheet
        open={choosing}
        onClose={() => setChoosing(false)}
        title={t('wallet.choose', { name: text(document.name) })}
      >
        <List>
          {offered.map((paper) => {
            const { tooMany, text: words } = describe(paper);
            return (
              <ListRow
                key={paper.id}
                icon="wallet"
                tone={tooMany === undefined ? 'done' : 'neutral'}
                title={paper.whose || text(document.name)}
                subtitle={tooMany ?? words}
                {...(tooMany === undefined && { onClick: () => take(paper) })}
              />
            );
          })}
        </List>
      </Sheet>
    </>
  );
}

/** Keeps what was photographed here for the next dossier, where the person chooses to. */
export function KeepInWallet({ step, document: { id, kind, how } }: WalletActionProps) {
  const { t } = useTranslation('form');
  const { state, papers } = useWallet();
  const [stage, setStage] = useState<'idle' | 'busy' | 'done'>('idle');
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const files = pagesOf(step.state.draft, id);
  const elsewhere = useElsewhere(files);
  if (kind === undefined || how !== 'photo' || state !== 'open' || files.length === 0 || elsewhere > 0) return null;
  const kept = isKept(files, papers);
  const keep = () => {
    setStage('busy');
    void keepPages(kind, files).then((answer) => {
      setFailure(answer.ok ? null : answer.failure);
      setStage(answer.ok ? 'done' : 'idle');
    });
  };
  return (
    <>
      {kept ? (
        <div>
          <Badge tone="done" icon="wallet">
            {t('wallet.kept')}
          </Badge>
        </div>
      ) : (
        <Button variant="quiet" icon="wallet" busy={stage === 'busy'} onClick={keep}>
          {t('wallet.keep')}
        </Button>
      )}
      <VisuallyHidden live="polite">{kept && stage === 'done' ? t('wallet.kept') : ''}</VisuallyHidden>
      <NotDone failure={failure} />
    </>
  );
}

function NotDone({ failure }: { failure: StoreFailure | null }) {
  const { t: errors } = useTranslation('errors');
  if (!failure) return null;
  return (
    <Notice tone="act" live title={errors(`store.${failure.code}.title`)}>
      {errors(`store.${failure.code}.text`)}
    </Notice>
  );
}

/** Pages and bytes of a kept paper, that its day is over, and why it cannot be taken here. */
function useDescription({ maxPages = MAX_PAGES }: DocumentRequirement) {
  const { t } = useTranslation('form');
  const { language } = useText();
  const today = dayOf(platform().clock.now());
  return ({ files, validTo }: WalletPaper): { readonly text: string; readonly tooMany?: string } => {
    if (files.length > maxPages) {
      const tooMany = t('wallet.tooMany', { count: files.length, max: maxPages });
      return { text: tooMany, tooMany };
    }
    const size = formatBytes(
      files.reduce((sum, file) => sum + file.size, 0),
      language,
    );
    const over =
      validTo !== null && hasExpired({ validTo }, today) ? t('wallet.over', { day: formatDay(validTo) }) : '';
    return { text: [t('wallet.pages', { count: files.length, size }), over].filter(Boolean).join(' · ') };
  };
}
