import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import type { WaitingItem } from './outbox.ts';

/** What a command is for, and what it weighs. */
export function useItemText(item: WaitingItem, procedure: Procedure | null): { title: string; weight: string } {
  const { t } = useTranslation('outbox');
  const { text, language } = useText();
  const name = procedure ? text(procedure.name) : t('unknownProcedure');
  const form = formatBytes(item.formBytes, language);
  return {
    title: t(`what.${item.entry.command.intent.type}`, { name }),
    weight:
      item.photos === 0
        ? t('weight.form', { form })
        : t('weight.withPhotos', { form, count: item.photos, photos: formatBytes(item.photoBytes, language) }),
  };
}
