import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport, Rejection } from '#protocol/catalogue-import.ts';
import type { ImportRow } from '#protocol/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CheckRow } from '#ui/CheckRow.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Catalogue.module.css';
import type { CatalogueWork } from './useCatalogueDesk.ts';

export type PreviewProps = { staged: ImportRow; report: ImportReport; work: CatalogueWork };

/** What publishing the waiting import would change, and the two ways to end the waiting. */
export function Preview({ staged, report, work }: PreviewProps) {
  const { t } = useTranslation('desk');
  const [allow, setAllow] = useState(false);
  const { added, changed, withdrawn, rejected } = report;
  const before = report.unchanged + report.keptFormer + changed.count + withdrawn.count;
  const tooMany = withdrawn.count > before / 10;
  const nothing = added.count + changed.count + withdrawn.count === 0;
  const busy = work.sending || (work.desk?.running ?? null) !== null;
  return (
    <Card>
      <div className={styles.head}>
        <div>
          <h2 className={styles.subtitle}>{t('catalogue.preview', { version: report.baseVersion + 1 })}</h2>
          <Text size="s" quiet>
            {t('catalogue.from', { file: staged.fileName, by: staged.by, read: report.read })}
          </Text>
        </div>
        <div className={styles.actions}>
          <Button variant="secondary" busy={busy} onClick={() => work.discard(staged.id)}>
            {t('catalogue.discard')}
          </Button>
          <Button
            icon="check"
            busy={busy}
            blocked={nothing ? t('catalogue.nothingNew') : tooMany && !allow ? t('catalogue.tickFirst') : undefined}
            onClick={() => work.publish(staged.id, allow)}
          >
            {t('catalogue.publish')}
          </Button>
        </div>
      </div>
      <ul className={styles.counts}>
        <Count label={t('catalogue.added')} count={added.count} className={styles.added} />
        <Count label={t('catalogue.changed')} count={changed.count} className={styles.changed} />
        <Count label={t('catalogue.withdrawn')} count={withdrawn.count} className={styles.withdrawn} />
        <Count label={t('catalogue.unchanged')} count={report.unchanged + report.keptFormer} />
        <Count label={t('catalogue.rejected')} count={rejected.count} className={styles.withdrawn} />
        <Count label={t('catalogue.elsewhere')} count={report.elsewhere} />
      </ul>
      {nothing && <Notice tone="info">{t('catalogue.nothingNew')}</Notice>}
      {tooMany && (
        <Notice tone="act" icon="warning" title={t('catalogue.tooMany', { count: withdrawn.count })}>
          <CheckRow id="allow" checked={allow} onChange={setAllow}>
            {t('catalogue.allow')}
          </CheckRow>
        </Notice>
      )}
      <Part title={t('catalogue.rejected')} part={rejected} open>
        {rejected.list.map((one) => (
          <Bad key={one.line} rejection={one} />
        ))}
      </Part>
      <Part title={t('catalogue.withdrawn')} part={withdrawn} open>
        {withdrawn.list.map(({ code, name }) => (
          <Row key={code} code={code} name={name} />
        ))}
      </Part>
      <Part title={t('catalogue.changed')} part={changed} open>
        {changed.list.map(({ code, name, fields }) => (
          <Row
            key={code}
            code={code}
            name={name}
            more={fields.map((field) => t(`catalogue.field.${field}`)).join(', ')}
          />
        ))}
      </Part>
      <Part title={t('catalogue.added')} part={added} open={changed.count + withdrawn.count === 0}>
        {added.list.map(({ code, name }) => (
          <Row key={code} code={code} name={name} />
        ))}
      </Part>
    </Card>
  );
}

function Count({ label, count, className }: { label: string; count: number; className?: string | undefined }) {
  return (
    <li className={count > 0 ? className : undefined}>
      <strong>{count}</strong> {label}
    </li>
  );
}

type PartProps = {
  title: string;
  part: { count: number; list: readonly unknown[] };
  open: boolean;
  children: ReactNode;
};

function Part({ title, part, open, children }: PartProps) {
  const { t } = useTranslation('desk');
  if (part.count === 0) return null;
  return (
    <details className={styles.part} open={open}>
      <summary>{t('catalogue.part', { title, count: part.count })}</summary>
      <ul className={styles.rows}>{children}</ul>
      {part.count > part.list.length && (
        <Text size="s" quiet>
          {t('catalogue.more', { count: part.count - part.list.length })}
        </Text>
      )}
    </details>
  );
}

function Row({ code, name, more }: { code: string; name: string; more?: string }) {
  return (
    <li>
      <code>{code}</code>
      <span>{name}</span>
      {more !== undefined && <em>{more}</em>}
    </li>
  );
}

function Bad({ rejection: { line, code, reason, detail } }: { rejection: Rejection }) {
  const { t } = useTranslation('desk');
  return (
    <li>
      <code>{t('catalogue.line', { line })}</code>
      <span>{[code, t(`catalogue.reason.${reason}`)].filter(Boolean).join(' · ')}</span>
      {detail !== '' && detail !== code && <em>{detail}</em>}
    </li>
  );
}
