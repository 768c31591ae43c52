import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { paths } from '#app/paths.ts';
import { platform, store } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Stack } from '#ui/Stack.tsx';

/** Another window has sent or deleted this draft: what is on screen can be kept as a draft of its own. */
export function GoneNotice({ editor }: { editor: Editor }) {
  const { t } = useTranslation('form');
  const navigate = useNavigate();
  const keepAsNew = async () => {
    const { draft } = editor.state();
    const now = platform().clock.now();
    const copy = { ...draft, id: platform().ids.uuid(), rev: 0, attachments: [], startedAt: now, savedAt: now };
    const saved = await store().saveDraft(copy);
    if (saved.ok) navigate(paths.draft(saved.value.id), { replace: true });
  };
  return (
    <Stack>
      <Notice tone="act" title={t('save.gone')} live>
        {t('save.goneText')}
      </Notice>
      <Stack as="halves">
        <Button variant="secondary" onClick={() => void keepAsNew()}>
          {t('save.keepAsNew')}
        </Button>
        <LinkButton variant="secondary" href={paths.dossiers}>
          {t('save.toDossiers')}
        </LinkButton>
      </Stack>
    </Stack>
  );
}
