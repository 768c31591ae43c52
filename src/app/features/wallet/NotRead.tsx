import { useTranslation } from 'react-i18next';
import type { StoreFailure } from '#core/ports.ts';
import { ErrorState } from '#ui/EmptyState.tsx';

/** The wallet could not be read. What it keeps is still where it was. */
export function NotRead({ failure: { code } }: { failure: StoreFailure }) {
  const { t } = useTranslation('errors');
  return (
    <ErrorState icon="storage" title={t(`store.${code}.title`)}>
      {t(`store.${code}.text`)}
    </ErrorState>
  );
}
