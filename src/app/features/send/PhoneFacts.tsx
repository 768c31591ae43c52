import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, type Day } from '#core/calendar/day.ts';
import type { LogLine } from '#core/ports.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { platform, store, useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import type { StorageReport } from '#app/state/platform.ts';
import { usePocket } from '#app/state/pocket.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Text } from '#ui/Text.tsx';
import { lastContact, type Contact } from './contact.ts';

/** What this phone last heard, how much it keeps and how safely, and how new its catalogue is. */
export function PhoneFacts() {
  const { t } = useTranslation('outbox');
  const { language } = useText();
  const when = useWhen();
  const contact = useContact();
  const lasted = useSpan();
  const known = useKnown();
  const [storage, setStorage] = useState<StorageReport | null>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    void platform().storageReport().then(setStorage);
  }, []);

  const protect = async () => {
    const persisted = await platform().persist();
    setStorage((before) => before && { ...before, persisted });
    setRefused(!persisted);
  };
  const rows = [
    {
      label: t('facts.contact'),
      value:
        contact === null
          ? t('facts.never')
          : [when.at(contact.since), lasted(contact.until - contact.since)].filter((part) => part !== null).join(', '),
    },
    ...(storage
      ? [
          {
            label: t('facts.storage'),
            value: t(storage.persisted ? 'facts.protected' : 'facts.unprotected', {
              size: storage.usage === null ? t('facts.unknownSize') : formatBytes(storage.usage, language),
            }),
          },
        ]
      : []),
    ...(known
      ? [
          {
            label: t('facts.catalogue'),
            value: t('facts.catalogueValue', { count: known.procedures, day: when.day(known.asOf) }),
          },
        ]
      : []),
  ];
  return (
    <Card>
      <KeyValue rows={rows} />
      {storage && !storage.persisted && (
        <>
          <Button variant="secondary" icon="shield" onClick={() => void protect()}>
            {t('facts.protect')}
          </Button>
          {refused && <Text size="s">{t('facts.notProtected')}</Text>}
        </>
      )}
    </Card>
  );
}

function useContact(): Contact | null {
  const known = useApp((app) => app.sync?.contact ?? null);
  const [log, setLog] = useState<readonly LogLine[]>([]);
  useEffect(() => {
    let gone = false;
    void store()
      .readLog()
      .then((lines) => {
        if (!gone && lines.ok) setLog(lines.value);
      });
    return () => {
      gone = true;
    };
  }, []);
  return lastContact(known, log);
}

/**
 * How many procedures this phone knows, and of which day: what the province has published, and before that has come,
 * the forms that came with the app. Null while nobody knows which: a small number is not shown in place of a large one.
 */
function useKnown(): { readonly procedures: number; readonly asOf: Day } | null {
  const { state } = usePocket();
  const forms = useCatalogue();
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      await platform()
        .pocket.look()
        .catch(() => undefined);
      if (!gone) setLooked(true);
    };
    void look();
    return () => {
      gone = true;
    };
  }, []);
  if (state) return { procedures: state.procedures, asOf: dayOf(state.publishedAt) };
  if (!looked || !forms) return null;
  const days = forms.procedures.map(({ source }) => source.asOf);
  return { procedures: days.length, asOf: days.reduce((latest, day) => (day > latest ? day : latest)) };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long something lasted, in the one unit that matters; null below a second. */
function useSpan(): (ms: number) => string | null {
  const { t } = useTranslation('outbox');
  return (ms) => {
    if (ms < 1000) return null;
    if (ms < MINUTE_MS) return t('facts.seconds', { count: Math.round(ms / 1000) });
    return ms < HOUR_MS
      ? t('facts.minutes', { count: Math.round(ms / MINUTE_MS) })
      : t('facts.hours', { count: Math.round(ms / HOUR_MS) });
  };
}
