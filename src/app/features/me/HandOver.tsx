import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine } from '#core/ports.ts';
import { PROTOCOL } from '#core/sync/messages.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { platform, useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { logText } from './log.ts';
import { reproOf } from './repro.ts';
import { VERSION } from './version.ts';

/** Gives the log to whoever helps: as a file with the state of things, or as lines to paste. */
export function HandOver({ lines }: { lines: readonly LogLine[] }) {
  const { t } = useTranslation('me');
  const { save, saving, saved } = useRepro(lines);
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const copy = () =>
    void navigator.clipboard.writeText(logText(lines)).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    );
  return (
    <>
      <Text size="m">{t('log.what')}</Text>
      <Stack tight>
        <Button variant="secondary" icon="share" busy={saving} onClick={save}>
          {t('log.file')}
        </Button>
        {'clipboard' in navigator && lines.length > 0 && (
          <Button variant="quiet" wide icon="list" onClick={copy}>
            {t('log.copy')}
          </Button>
        )}
      </Stack>
      {saved !== null && (
        <Notice live tone="done" icon="file" title={t('log.fileSaved', { name: saved })}>
          {t('log.fileText')}
        </Notice>
      )}
      {copied && <Notice live tone={copied === 'yes' ? 'done' : 'waiting'} title={t(`log.copied.${copied}`)} />}
    </>
  );
}

/** Makes the file and hands it over; `saved` is its name once that is done. */
function useRepro(log: readonly LogLine[]): { save: () => void; saving: boolean; saved: string | null } {
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const save = async () => {
    setSaving(true);
    const { clock, host, storageReport, sync: seat } = platform();
    // Taken with the state it led to: the engine goes on while the storage is asked about.
    const trail = seat.trail();
    const { server, sync, drafts, outbox, dossiers, progress } = useApp.getState();
    const madeAt = clock.now();
    const repro = reproOf({
      version: VERSION,
      protocol: PROTOCOL,
      madeAt,
      online: navigator.onLine,
      host,
      server,
      storage: await storageReport(),
      sync,
      trail,
      drafts: drafts.length,
      outbox,
      dossiers,
      progress,
      log,
    });
    const name = `ban-so-nhat-ky-${new Date(madeAt).toISOString().slice(0, 16).replaceAll(/[^\d]/g, '')}.txt`;
    // Share sheets take plain text; few take JSON by its own type.
    const how = await saveFile(new Blob([JSON.stringify(repro, null, 1)], { type: 'text/plain' }), name);
    setSaving(false);
    if (how !== 'cancelled') setSaved(name);
  };
  return { save: () => void save(), saving, saved };
}
