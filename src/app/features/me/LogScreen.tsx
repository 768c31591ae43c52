import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import type { LogLine, Stored } from '#core/ports.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { describeDay, formatTime } from '#core/text/when.ts';
import { paths } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreTrouble, useStoreFailure } from '#app/parts/StoreTrouble.tsx';
import { useText } from '#app/parts/useText.ts';
import { platform, store, useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { HandOver } from './HandOver.tsx';
import { resultOf } from './log.ts';

const STEP = 50;

/** What was tried between this phone and the server: in words, with the code beside them. */
export default function LogScreen() {
  const { t } = useTranslation('me');
  const log = useLog();
  return (
    <PhoneScreen title={t('log.title')} backHref={paths.me}>
      {log === 'closed' && <NoLines />}
      {log === null && (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
      {log !== null && log !== 'closed' && !log.ok && (
        <>
          <StoreTrouble failure={log.failure} />
          <HandOver lines={[]} />
        </>
      )}
      {log !== null &&
        log !== 'closed' &&
        log.ok &&
        (log.value.length === 0 ? <NoLines /> : <Lines lines={log.value} />)}
    </PhoneScreen>
  );
}

/** The log, the newest line first, read again after every change; `closed` with nobody signed in. */
function useLog(): Stored<readonly LogLine[]> | 'closed' | null {
  const state = useApp((app) => app.store);
  const failure = useStoreFailure();
  const [log, setLog] = useState<Stored<readonly LogLine[]> | null>(null);
  useEffect(() => {
    if (state !== 'open') return undefined;
    let current = true;
    const read = async () => {
      const lines = await store().readLog();
      if (!current) return;
      setLog(lines.ok ? { ok: true, value: lines.value.toSorted((a, b) => b.at - a.at) } : lines);
    };
    void read();
    const stop = store().watch(() => void read());
    return () => {
      current = false;
      stop();
    };
  }, [state]);
  if (state === 'closed') return 'closed';
  return failure ? { ok: false, failure } : log;
}

function NoLines() {
  const { t } = useTranslation('me');
  return (
    <Card>
      <EmptyState icon="list" title={t('log.none')}>
        {t('log.noneText')}
      </EmptyState>
    </Card>
  );
}

function Lines({ lines }: { lines: readonly LogLine[] }) {
  const { t } = useTranslation('me');
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <HandOver lines={lines} />
      <Card>
        <List label={t('log.title')}>
          {lines.slice(0, shown).map((line, at) => (
            <Line key={`${line.at} ${lines.length - at}`} line={line} />
          ))}
        </List>
      </Card>
      {lines.length > shown && (
        <Button variant="secondary" onClick={() => setShown(shown + STEP)}>
          {t('log.more')}
        </Button>
      )}
    </>
  );
}

function Line({ line }: { line: LogLine }) {
  const { t } = useTranslation('me');
  const { language } = useText();
  const result = resultOf(line);
  const fine = result.kind === 'ok' || result.kind === 'outcomes';
  const day = describeDay(dayOf(line.at), dayOf(platform().clock.now()));
  const when = day.kind === 'day' ? day.text : t(`log.day.${day.kind}`);
  const details = [
    `${formatTime(line.at)} ${when}`,
    line.bytes === undefined ? null : formatBytes(line.bytes, language),
    line.ms === undefined ? null : t('log.ms', { ms: line.ms }),
    t('log.code', { code: `${line.what} ${line.result}` }),
  ];
  return (
    <ListRow
      icon={fine ? 'check' : 'wifiOff'}
      tone={fine ? 'done' : 'waiting'}
      title={`${t(`log.doing.${line.what}`)}: ${
        result.kind === 'outcomes' ? t('log.outcomes', { count: result.count }) : t(`log.result.${result.kind}`)
      }`}
      subtitle={details.filter((part) => part !== null).join(' · ')}
    />
  );
}
