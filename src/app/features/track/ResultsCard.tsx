import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dossier, FileRef, ResultFile } from '#core/dossier/dossier.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { FileSheet } from './FileSheet.tsx';

/** What the dossier was made for. */
export function ResultsCard({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const { language } = useText();
  const [opened, setOpened] = useState<{ file: FileRef; name: string } | null>(null);
  if (dossier.results.length === 0) return null;
  const open = ({ name, ...file }: ResultFile) => setOpened({ file, name });
  return (
    <Card>
      <CardHead level={2} title={t('results')} />
      <List>
        {dossier.results.map((result) => (
          <ListRow
            key={result.hash}
            icon="stamp"
            tone="done"
            title={result.name}
            subtitle={t('resultSize', { size: formatBytes(result.size, language) })}
            onClick={() => open(result)}
          />
        ))}
      </List>
      {opened && (
        <FileSheet dossier={dossier.id} file={opened.file} name={opened.name} onClose={() => setOpened(null)} />
      )}
    </Card>
  );
}
