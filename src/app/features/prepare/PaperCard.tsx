import { useTranslation } from 'react-i18next';
import { MAX_PAGES } from '#core/dossier/dossier.ts';
import type { DocumentRequirement } from '#core/procedure/procedure.ts';
import { PaperPages, pagesOf } from '#app/parts/papers/PaperPages.tsx';
import { useText } from '#app/parts/useText.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import type { Step } from './step.ts';
import { FromWallet, KeepInWallet, useOffered } from './WalletActions.tsx';

/** One paper: what it is, its pages, and the ways to add one, the wallet among them. */
export function PaperCard({ step, document }: { step: Step; document: DocumentRequirement }) {
  const { text } = useText();
  const { editor, intake, state } = step;
  const offered = useOffered({ step, document });
  const name = text(document.name);
  const max = document.maxPages ?? MAX_PAGES;
  return (
    <Card>
      <CardHead
        title={name}
        subtitle={document.note && text(document.note)}
        trailing={
          <PaperBadge count={pagesOf(state.draft, document.id).length} max={max} required={document.required} />
        }
      />
      <PaperPages
        editor={editor}
        draft={state.draft}
        intake={intake}
        document={document.id}
        name={name}
        max={max}
        instead={offered.length > 0 && <FromWallet step={step} document={document} offered={offered} />}
      />
      <KeepInWallet step={step} document={document} />
    </Card>
  );
}

function PaperBadge({ count, max, required }: { count: number; max: number; required: boolean }) {
  const { t } = useTranslation('form');
  if (count > max) return <Badge tone="act">{t('papers.pages', { count })}</Badge>;
  if (count > 0) {
    return (
      <Badge tone="done" icon="check">
        {t('papers.pages', { count })}
      </Badge>
    );
  }
  return required ? <Badge tone="waiting">{t('papers.required')}</Badge> : <Badge>{t('papers.optional')}</Badge>;
}
