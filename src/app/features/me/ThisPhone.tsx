import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '#core/text/bytes.ts';
import { formatDay } from '#core/text/when.ts';
import { AsideNotice } from '#app/parts/aside/AsideNotice.tsx';
import SealedCopy from '#app/parts/aside/SealedCopy.tsx';
import { useText } from '#app/parts/useText.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import type { StorageReport } from '#app/state/platform.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';

/** What this phone keeps, how much room it takes and whether the browser may throw it away. */
export function ThisPhone() {
  const { t } = useTranslation('me');
  const { language } = useText();
  const catalogue = useCatalogue();
  const drafts = useApp((state) => state.drafts.length);
  const waiting = useApp((state) => state.outbox.length);
  const dossiers = useApp((state) => state.dossiers.length);
  const known = useApp((state) => state.me !== null);
  // Where something is wrong with the store the offer stands beside that.
  const telling = useApp((state) => state.storeFailure !== null || state.aside.some(({ fate }) => fate !== 'back'));
  const { report, protect, refused } = useStorage();
  const size = (bytes: number | null) => (bytes === null ? t('phone.notSaid') : formatBytes(bytes, language));

  const procedures = catalogue?.procedures ?? [];
  const asOf = procedures.map(({ source }) => source.asOf).reduce((a, b) => (a > b ? a : b), '');
  const kept = known
    ? [
        { label: t('phone.drafts'), value: String(drafts) },
        { label: t('phone.waiting'), value: String(waiting) },
        { label: t('phone.dossiers'), value: String(dossiers) },
      ]
    : [];
  const room = report
    ? [
        { label: t('phone.used'), value: size(report.usage) },
        { label: t('phone.quota'), value: size(report.quota) },
        { label: t('phone.protected'), value: report.persisted ? t('phone.yes') : t('phone.no') },
      ]
    : [];
  const content = catalogue
    ? [
        { label: t('phone.procedures'), value: String(procedures.length) },
        { label: t('phone.asOf'), value: formatDay(asOf) },
      ]
    : [];
  return (
    <>
      <SectionTitle>{t('phone.title')}</SectionTitle>
      <Card>
        <KeyValue rows={[...kept, ...room, ...content]} />
        {report && !report.persisted && (
          <Button variant="secondary" icon="lock" onClick={protect} hint={t('phone.protectHint')}>
            {t('phone.protect')}
          </Button>
        )}
        {refused && (
          <Text size="s" quiet>
            {t('phone.refused')}
          </Text>
        )}
        {known && !telling && <SealedCopy />}
      </Card>
      <AsideNotice known />
      <Notice icon="lock" title={t('privacy.title')}>
        <p>{t('privacy.where')}</p>
        <p>{t('privacy.only')}</p>
        <p>{t('privacy.shared')}</p>
      </Notice>
    </>
  );
}

function useStorage(): { report: StorageReport | null; protect: () => void; refused: boolean } {
  const [report, setReport] = useState<StorageReport | null>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    void platform().storageReport().then(setReport);
  }, []);
  const protect = async () => {
    const promised = await platform().persist();
    setRefused(!promised);
    setReport(await platform().storageReport());
  };
  return { report, protect: () => void protect(), refused };
}
