import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { formatDay, formatTime } from '#core/text/when.ts';
import type { ImportRow, VersionRow } from '#protocol/catalogue.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Catalogue.module.css';

/** Every version that was published, the one in force first. */
export function History({ versions }: { versions: readonly VersionRow[] }) {
  const { t } = useTranslation('desk');
  const { language } = useText();
  if (versions.length === 0) return null;
  return (
    <Card>
      <Text strong>{t('catalogue.history')}</Text>
      <ol className={styles.history}>
        {versions.map((one, at) => (
          <li key={one.version}>
            <strong>{t(at === 0 ? 'catalogue.inForce' : 'catalogue.version', { version: one.version })}</strong>
            <span>{t('catalogue.publishedBy', { when: whenOf(one.publishedAt), by: one.by })}</span>
            <span>{t('catalogue.changes', { added: one.added, changed: one.changed, withdrawn: one.withdrawn })}</span>
            <span>{t('catalogue.size', { count: one.procedures, size: formatBytes(one.firstBytes, language) })}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Files that could not be read; nothing of them counts. */
export function Failed({ imports }: { imports: readonly ImportRow[] }) {
  const { t } = useTranslation('desk');
  return imports.map(({ id, fileName, startedAt, report }) => {
    const failure = report?.failure;
    if (!failure) return null;
    return (
      <Notice key={id} icon="file" title={t('catalogue.failed', { file: fileName, when: whenOf(startedAt) })}>
        {t(`catalogue.failure.${failure.code}`)} {failure.line > 0 && t('catalogue.failedAt', { line: failure.line })}
      </Notice>
    );
  });
}

function whenOf(at: number): string {
  return `${formatTime(at)} ${formatDay(dayOf(at))}`;
}
