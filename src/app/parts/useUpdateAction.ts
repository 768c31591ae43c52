import { useTranslation } from 'react-i18next';
import { platform, useApp } from '#app/state/app.ts';

/** How to get the newer app: it waits here already, or comes with the page opened again. */
export function useUpdateAction(): { readonly label: string; readonly onClick: () => void } {
  const { t } = useTranslation('outbox');
  const { updateWaiting } = useApp();
  if (updateWaiting) return { label: t('update'), onClick: () => void platform().update.accept() };
  return { label: t('reload'), onClick: () => window.location.reload() };
}
