import { useTranslation } from 'react-i18next';
import type { Intake } from './useIntake.ts';

/** Which picked file is being shrunk, for this paper or for any; undefined while none is. */
export function useUnderWayText({ underWay }: Pick<Intake, 'underWay'>, document?: string): string | undefined {
  const { t } = useTranslation('form');
  if (!underWay || (document !== undefined && document !== underWay.document)) return undefined;
  return t('photo.underWay', { number: underWay.number, total: underWay.total, name: underWay.name });
}
