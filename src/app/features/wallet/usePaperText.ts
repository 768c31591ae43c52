import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { describeDay, formatDay } from '#core/text/when.ts';
import { hasExpired, type WalletPaper } from '#core/wallet/paper.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { platform } from '#app/state/app.ts';

/** What the screens say of a kept paper. */
export function usePaperText() {
  const { t } = useTranslation('wallet');
  const { language } = useText();
  const when = useWhen();
  const today = dayOf(platform().clock.now());
  return {
    /** "2 trang · 134 KB". */
    extent: (papers: readonly Pick<WalletPaper, 'files'>[]): string => {
      const files = papers.flatMap((paper) => paper.files);
      const size = files.reduce((sum, file) => sum + file.size, 0);
      return t('extent', { count: files.length, size: formatBytes(size, language) });
    },
    /** "Giữ hôm nay", "Giữ 27/11". */
    kept: ({ keptAt }: WalletPaper): string => {
      const day = dayOf(keptAt);
      return describeDay(day, today).kind === 'day'
        ? t('keptOn', { day: when.day(day) })
        : t('kept', { day: when.day(day) });
    },
    /** The last day printed on it, where that is known. */
    validity: (paper: WalletPaper): { readonly over: boolean; readonly text: string } | null => {
      if (paper.validTo === null) return null;
      const over = hasExpired(paper, today);
      return { over, text: t(over ? 'over' : 'validTo', { day: formatDay(paper.validTo) }) };
    },
  };
}
