import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filesOf, type Attachment, type FileRef, type Uuid } from '#core/dossier/dossier.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { List, ListRow } from '#ui/ListRow.tsx';
import { FileSheet } from './FileSheet.tsx';
import { Fold } from './Fold.tsx';

type PapersCardProps = { dossier: Uuid; attachments: readonly Attachment[]; procedure: Procedure | null };

/** The papers that went with a dossier, page by page. Nothing is fetched before one is opened. */
export function PapersCard({ dossier, attachments, procedure }: PapersCardProps) {
  const { t } = useTranslation('dossiers');
  const { text, language } = useText();
  const [opened, setOpened] = useState<{ file: FileRef; name: string } | null>(null);
  const all = filesOf(attachments);
  if (all.length === 0) return null;
  const nameOf = (document: string) => {
    const known = procedure?.documents.find(({ id }) => id === document);
    return known ? text(known.name) : t('otherPaper');
  };
  const pages = attachments.flatMap(({ document, files }) =>
    files.map((file, at) => ({ file, name: t('pageOf', { name: nameOf(document), number: at + 1 }) })),
  );
  return (
    <Fold title={t('papers', { count: all.length })}>
      <List>
        {pages.map(({ file, name }, at) => (
          <ListRow
            key={`${file.hash}-${String(at)}`}
            icon={file.type === 'application/pdf' ? 'file' : 'image'}
            tone="neutral"
            title={name}
            subtitle={formatBytes(file.size, language)}
            onClick={() => setOpened({ file, name })}
          />
        ))}
      </List>
      {opened && <FileSheet dossier={dossier} file={opened.file} name={opened.name} onClose={() => setOpened(null)} />}
    </Fold>
  );
}
