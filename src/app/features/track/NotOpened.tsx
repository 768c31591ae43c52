import { useTranslation } from 'react-i18next';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { Opened } from '#app/parts/draft/useEditor.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { paths } from '#app/paths.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';

type NotOpenedProps = { opened: Exclude<Opened, { kind: 'open' }>; title: string; dossier: Uuid };

/**
 * In place of the form that adds to a dossier, while what was begun is read or where it cannot be. What does not open
 * is begun anew under the same id: otherwise nobody could ever add to this dossier from this phone.
 */
export function NotOpened({ opened, title, dossier }: NotOpenedProps) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const startOver = opened.kind === 'failed' ? opened.startOver : null;
  return (
    <PhoneScreen title={title} backHref={paths.dossier(dossier)}>
      {opened.kind === 'failed' ? (
        <ErrorState
          icon="storage"
          title={errors(`store.${opened.failure.code}.title`)}
          actions={
            <>
              {startOver && <Button onClick={startOver}>{t('startOver.action')}</Button>}
              <LinkButton variant={startOver ? 'secondary' : 'primary'} href={paths.dossier(dossier)}>
                {t('supplement.toDossier')}
              </LinkButton>
            </>
          }
        >
          {startOver ? t('startOver.text') : errors(`store.${opened.failure.code}.text`)}
        </ErrorState>
      ) : (
        <Skeleton lines={5} />
      )}
    </PhoneScreen>
  );
}
