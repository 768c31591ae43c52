import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '#core/assert.ts';
import type { LostDevice } from '#protocol/lost-device.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { putLostDeviceAside, understandLostDevice } from '#app/state/lost-device.ts';
import { Button } from '#ui/Button.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

/** What the browser threw away, what is safe, what has to be done again, and how not to lose it the next time. */
export default function LostDeviceSheet({ lost }: { lost: LostDevice }) {
  const { t } = useTranslation('lost');
  const when = useWhen();
  const [busy, setBusy] = useState(false);
  const read = async () => {
    setBusy(true);
    await understandLostDevice();
  };
  return (
    <Sheet
      open
      onClose={putLostDeviceAside}
      title={t('title')}
      footer={
        <Button busy={busy} onClick={() => void read()}>
          {t('understood')}
        </Button>
      }
    >
      <Stack>
        <Text>{t('what', { when: when.at(lost.lastContactAt) })}</Text>
        <Safe lost={lost} />
        <ToPhotograph lost={lost} />
        <SectionTitle>{t('unknown.title')}</SectionTitle>
        <Text>{t('unknown.text', { when: when.at(lost.lastContactAt) })}</Text>
        <Prevent />
      </Stack>
    </Sheet>
  );
}

function Safe({ lost: { dossiers, drafts } }: { lost: LostDevice }) {
  const { t } = useTranslation('lost');
  return (
    <>
      <SectionTitle>{t('safe.title')}</SectionTitle>
      {dossiers + drafts.length === 0 && <Text>{t('safe.nothing')}</Text>}
      <List>
        {dossiers > 0 && <ListRow icon="dossiers" tone="done" title={t('safe.dossiers', { count: dossiers })} />}
        {drafts.length > 0 && <ListRow icon="pencil" tone="done" title={t('safe.drafts', { count: drafts.length })} />}
      </List>
    </>
  );
}

/** Papers whose pages were on the lost phone alone, by dossier and draft. */
function ToPhotograph({ lost: { incomplete, drafts } }: { lost: LostDevice }) {
  const { t } = useTranslation('lost');
  const { text } = useText();
  const catalogue = useCatalogue();
  const bare = drafts.filter(({ photos }) => photos > 0);
  if (incomplete.length + bare.length === 0) return null;
  const nameOf = (code: string): string => {
    const procedure = catalogue?.find(code);
    return procedure ? text(procedure.name) : code;
  };
  const paperOf = (code: string, id: string): string => {
    const document = catalogue?.find(code)?.documents.find((one) => one.id === id);
    return document ? text(document.name) : t('again.otherPaper');
  };
  return (
    <>
      <SectionTitle>{t('again.title')}</SectionTitle>
      {incomplete.length > 0 && <Text>{t('again.how')}</Text>}
      <List>
        {incomplete.map(({ id, code, procedure, papers }) => (
          <ListRow
            key={id}
            icon="camera"
            tone="act"
            href={paths.replacement(id)}
            title={`${nameOf(procedure)} · ${code}`}
            subtitle={papers
              .map(({ document, missing, of }) => t('again.paper', { name: paperOf(procedure, document), missing, of }))
              .join('; ')}
          />
        ))}
        {bare.map(({ id, procedure, photos }) => (
          <ListRow
            key={id}
            icon="camera"
            tone="act"
            title={t('again.draft', { name: nameOf(procedure) })}
            subtitle={t('again.photos', { count: photos })}
          />
        ))}
      </List>
    </>
  );
}

type Protection = 'open' | 'promised' | 'refused';

function Prevent() {
  const { t } = useTranslation('lost');
  const installable = useApp((state) => state.installable);
  const [protection, setProtection] = useState<Protection>('open');
  const protect = async () => setProtection((await platform().persist()) ? 'promised' : 'refused');
  const said = ((): string => {
    switch (protection) {
      case 'open':
        return t('prevent.text');
      case 'promised':
        return t('prevent.promised');
      case 'refused':
        return t('prevent.refused');
      default:
        return unreachable(protection);
    }
  })();
  return (
    <>
      <SectionTitle>{t('prevent.title')}</SectionTitle>
      <Text>{said}</Text>
      {protection !== 'promised' && (
        <Button variant="secondary" icon="shield" onClick={() => void protect()}>
          {t('prevent.protect')}
        </Button>
      )}
      {installable && (
        <Button variant="secondary" icon="download" onClick={() => void platform().installPrompt.ask()}>
          {t('prevent.install')}
        </Button>
      )}
    </>
  );
}
