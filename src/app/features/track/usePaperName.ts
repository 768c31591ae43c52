import { useTranslation } from 'react-i18next';
import { useText } from '#app/parts/useText.ts';
import { useCatalogue } from '#app/state/catalogue.ts';

/** What a paper of a procedure (by its code) is called. */
export function usePaperName(procedure: string): (document: string) => string {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const known = useCatalogue()?.find(procedure)?.documents ?? [];
  return (document) => {
    const paper = known.find(({ id }) => id === document);
    return paper ? text(paper.name) : t('otherPaper');
  };
}
