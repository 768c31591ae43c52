import { useTranslation } from 'react-i18next';
import { Notice } from '#ui/Notice.tsx';
import type { CatalogueWork, Trouble } from './useCatalogueDesk.ts';

/** What came of the last thing asked for, when the page does not show it already. */
export function Outcome({ work }: { work: CatalogueWork }) {
  const { t } = useTranslation('desk');
  const running = work.desk?.running ?? null;
  const kind: Trouble | null =
    work.trouble === 'started' || work.trouble === null ? (work.desk?.last?.kind ?? null) : work.trouble;
  if (running !== null || kind === null) return null;
  switch (kind) {
    case 'published':
      return (
        <Notice tone="done" icon="check" live>
          {t('catalogue.outcome.published')}
        </Notice>
      );
    case 'noAnswer':
    case 'failed':
    case 'notStaged':
    case 'outdated':
    case 'tooManyWithdrawn':
    case 'busy':
      return (
        <Notice tone="act" icon="warning" live>
          {t(`catalogue.outcome.${kind}`)}
        </Notice>
      );
    case 'nothingNew':
    case 'staged':
    case 'discarded':
    case 'started':
      return null;
  }
}
