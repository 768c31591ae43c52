import { useTranslation } from 'react-i18next';
import type { Dossier } from '#core/dossier/dossier.ts';
import { useText } from '#app/parts/useText.ts';
import { useCatalogue } from '#app/state/catalogue.ts';

/** What a paper of a dossier is called, by the version of the procedure it was made by. */
export function usePaperName(dossier: Pick<Dossier, 'procedure' | 'version'>): (document: string) => string {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const known = useCatalogue()?.madeBy(dossier)?.documents ?? [];
  return (document) => {
    const paper = known.find(({ id }) => id === document);
    return paper ? text(paper.name) : t('otherPaper');
  };
}
