import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';

/** Says that another phone has written on this draft too, or submitted it, and leads to the choice. */
export function OtherPhone({ id }: { id: string }) {
  const { t } = useTranslation('form');
  const theirs = useApp((app) => app.standings.find((standing) => standing.id === id)?.theirs ?? null);
  if (!theirs) return null;
  return (
    <Notice
      tone="act"
      title={t(theirs.body ? 'two.notice' : 'two.submitted')}
      action={{ label: t('two.choose'), href: paths.twoVersions(id) }}
      live
    >
      {t('two.noticeText')}
    </Notice>
  );
}
