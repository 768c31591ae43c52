import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import type { OutboxItem, Part } from './outbox.ts';

/** What an item and its parts are called and weigh. */
export type ItemText = {
  readonly title: string;
  readonly weight: string;
  readonly part: (part: Part) => string;
  /** How much has gone and what is left; null while nothing has. */
  readonly gone: string | null;
};

export function useItemText(item: OutboxItem, procedure: Procedure | null): ItemText {
  const { t } = useTranslation('outbox');
  const { text, language } = useText();
  const size = (bytes: number) => formatBytes(bytes, language);
  const name = procedure ? text(procedure.name) : t('unknownProcedure');
  const pages = item.parts.filter(({ page }) => page !== null);
  const form = item.parts.find(({ page }) => page === null)?.bytes ?? null;
  const photos = { count: pages.length, photos: size(pages.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)) };
  return {
    title: t(`what.${item.type}`, { name }),
    weight:
      form === null
        ? t('weight.photos', photos)
        : pages.length === 0
          ? t('weight.form', { form: size(form) })
          : t('weight.withPhotos', { ...photos, form: size(form) }),
    part: ({ page }) => {
      if (page === null) return t('part.form');
      const paper = procedure?.documents.find(({ id }) => id === page.document);
      return t('part.page', { name: paper ? text(paper.name) : t('part.paper'), number: page.number });
    },
    gone: goneText(),
  };

  function goneText(): string | null {
    if (item.code === null) return null;
    const counts = { done: pages.filter(({ state }) => state === 'gone').length, total: pages.length };
    const going = pages.filter(({ state }) => state === 'going');
    if (going.length > 0) {
      const sent = size(going.reduce((sum, part) => sum + part.sent, 0));
      const amounts = { sent, size: size(going.reduce((sum, part) => sum + (part.bytes ?? 0), 0)) };
      const number = counts.done + 1;
      if (going.length === 1) return t('gone.going', { number, total: counts.total, ...amounts });
      return t('gone.goingTogether', { from: number, to: counts.done + going.length, total: counts.total, ...amounts });
    }
    if (item.left > 0) return t(counts.done === 0 ? 'gone.none' : 'gone.waiting', { ...counts, left: size(item.left) });
    if (pages.some(({ state }) => state === 'lost')) return t('gone.lost', counts);
    return counts.done < counts.total ? t('gone.elsewhere', counts) : t('gone.all', counts);
  }
}
