import { useTranslation } from 'react-i18next';
import type { Draft } from '#core/dossier/draft.ts';
import { isEmptySupplement } from '#core/dossier/supplement.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';

/** What was begun here and never sealed: its photos go nowhere before that. */
export function Unfinished() {
  const { t } = useTranslation('outbox');
  const { drafts, supplements } = useApp();
  const unfinished = [...drafts, ...supplements.filter((draft) => !isEmptySupplement(draft))];
  const [first, ...others] = unfinished;
  if (!first) return null;
  return (
    <Notice
      icon="pencil"
      title={t('unfinished.title', { count: unfinished.length })}
      action={{ label: t('unfinished.see'), href: others.length > 0 ? paths.dossiers : pathOf(first) }}
    />
  );
}

function pathOf({ id, place }: Draft): string {
  if (place.at === 'replacement') return paths.replacement(place.dossier);
  return place.at === 'supplement' ? paths.supplement(id) : paths.draft(id);
}
