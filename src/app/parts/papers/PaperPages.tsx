import { useTranslation } from 'react-i18next';
import { overfullPapers } from '#core/dossier/decide.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { removePage } from '#app/state/actions.ts';
import { Pages, type PagesProps } from './Pages.tsx';

/** The pages a draft has for one paper. */
export function pagesOf({ attachments }: Pick<Draft, 'attachments'>, document: string): readonly FileRef[] {
  return attachments.find((paper) => paper.document === document)?.files ?? [];
}

/** True while a paper of the draft has more pages than it takes: its pages say so. */
export function isOverfull({ procedure, attachments }: Draft): boolean {
  return overfullPapers(procedure, attachments).length > 0;
}

/** `document`: the paper's id. */
export type PaperPagesProps = Pick<PagesProps, 'intake' | 'document' | 'name' | 'max' | 'instead'> & {
  editor: Editor;
  draft: Draft;
};

/** The pages a draft has of one paper, and the ways to add one or take one out. */
export function PaperPages({ editor, draft, document, ...rest }: PaperPagesProps) {
  const { t } = useTranslation('form');
  return (
    <Pages
      {...rest}
      document={document}
      files={pagesOf(draft, document)}
      onOpening={() => void editor.flush()}
      removeAsk={t('photo.removeAsk')}
      onRemove={async ({ hash }) => {
        const removed = await editor.commit((latest) => removePage(latest, document, hash));
        return removed.ok ? null : removed.failure;
      }}
    />
  );
}
