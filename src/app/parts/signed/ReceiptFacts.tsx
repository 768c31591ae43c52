import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { formatDay, formatTime } from '#core/text/when.ts';
import type { ReceiptClaims } from '#protocol/receipt.ts';
import { useText } from '#app/parts/useText.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';

/** What a receipt says, in the words of this phone's catalogue. */
export function ReceiptFacts({ claims }: { claims: ReceiptClaims }) {
  const { t } = useTranslation('verify');
  const { text } = useText();
  const catalogue = useCatalogue();
  if (!catalogue) return <Skeleton lines={7} />;
  const procedure = catalogue.find(claims.procedure);
  const rows = [
    { label: t('receipt.at'), value: `${formatTime(claims.at)} ${formatDay(dayOf(claims.at))}` },
    { label: t('receipt.what'), value: t(`receipt.type.${claims.type}`) },
    { label: t('receipt.procedure'), value: procedure ? text(procedure.name) : claims.procedure },
    { label: t('receipt.code'), value: claims.code },
    { label: t('receipt.unit'), value: catalogue.unitName(claims.unit) },
    {
      label: t('receipt.files'),
      value: claims.files.count === 0 ? t('receipt.noFiles') : t('receipt.fileCount', { count: claims.files.count }),
    },
    { label: t('receipt.digest'), value: shortDigest(claims.digest) },
  ];
  return <KeyValue rows={rows} />;
}

/** Enough of a digest to compare two by eye: "3fa9 04be 77c1". */
function shortDigest(digest: string): string {
  return (digest.slice(0, 12).match(/.{4}/g) ?? []).join(' ');
}
