import { useTranslation } from 'react-i18next';
import { filesOf } from '#core/dossier/dossier.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { LetGo } from '#app/parts/LetGo.tsx';
import { paths } from '#app/paths.ts';
import { useNavigate } from '#app/router.ts';
import { store } from '#app/state/app.ts';

/** Lets a draft go. */
export function DeleteDraft({ editor }: { editor: Editor }) {
  const { t } = useTranslation('form');
  const navigate = useNavigate();
  const photos = filesOf(editor.state().draft.attachments).length;
  return (
    <LetGo
      words={{
        open: t('delete.open'),
        title: t('delete.title'),
        text: photos > 0 ? t('delete.withPhotos', { count: photos }) : t('delete.text'),
        keep: t('delete.keep'),
        yes: t('delete.yes'),
      }}
      drop={() => editor.finish(({ id }) => store().dropDraft(id))}
      onGone={() => navigate(paths.dossiers, { replace: true })}
    />
  );
}
