import { useTranslation } from 'react-i18next';
import type { Draft } from '#core/dossier/draft.ts';
import { visibleDocuments } from '#core/form/visible.ts';
import { TroubleList } from '#app/parts/papers/TroubleList.tsx';
import type { Intake } from '#app/parts/papers/useIntake.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Notice } from '#ui/Notice.tsx';
import { reviewEditHref } from './reviewHref.ts';

/** Picked files that did not become pages, by paper: they are read, and taken again, on the papers page. */
export function ReviewIntake({ draft, intake }: { draft: Draft; intake: Intake }) {
  const { t } = useTranslation('form');
  const { text } = useText();
  return visibleDocuments(draft.procedure, draft.answers).map(({ id, name }) => {
    const troubles = intake.troubles.get(id);
    if (!troubles) return null;
    return (
      <Notice
        key={id}
        tone="act"
        title={t('review.notAdded', { name: text(name) })}
        action={{ label: t('review.toPapers'), href: reviewEditHref(paths.draftPapers(draft.id)) }}
        live
      >
        <TroubleList troubles={troubles} />
      </Notice>
    );
  });
}
