import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { formatBytes } from '#core/text/bytes.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { useText } from '#app/parts/useText.ts';
import { removePage } from '#app/state/actions.ts';
import { Notice } from '#ui/Notice.tsx';
import { PhotoGrid, PhotoTile } from '#ui/PhotoGrid.tsx';
import { Text } from '#ui/Text.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import { PageSheet } from './PageSheet.tsx';
import styles from './Papers.module.css';
import { PickPhotos } from './PickPhotos.tsx';
import { troubleText } from './troubleText.ts';
import type { Intake } from './useIntake.ts';
import { useElsewhere } from './useElsewhere.ts';
import { useStoredImage } from './useStoredImage.ts';

/** The pages a draft has for one paper. */
export function pagesOf({ attachments }: Pick<Draft, 'attachments'>, document: string): readonly FileRef[] {
  return attachments.find((paper) => paper.document === document)?.files ?? [];
}

export type PaperPagesProps = {
  editor: Editor;
  draft: Draft;
  intake: Intake;
  /** The paper's id. */
  document: string;
  /** What it is called where its pages are named. */
  name: string;
  /** Pages at most. */
  max: number;
};

/** The pages of one paper as they are kept on this phone, and the ways to add one or take one out. */
export function PaperPages({ editor, draft, intake, document, name, max }: PaperPagesProps) {
  const { t } = useTranslation('form');
  const [opened, setOpened] = useState<{ file: FileRef; number: number } | null>(null);
  const files = pagesOf(draft, document);
  return (
    <>
      {files.length > 0 && (
        <PhotoGrid label={name}>
          {files.map((file, at) => (
            <StoredPage
              key={file.hash}
              file={file}
              name={t('papers.pageOf', { number: at + 1, name })}
              page={t('papers.page', { number: at + 1 })}
              onOpen={() => setOpened({ file, number: at + 1 })}
            />
          ))}
        </PhotoGrid>
      )}
      <UnderWay intake={intake} document={document} />
      <Troubles intake={intake} document={document} />
      {files.length < max ? (
        <PickPhotos
          first={files.length === 0}
          onOpening={() => void editor.flush()}
          onPicked={(picked) => intake.add(document, picked, max)}
        />
      ) : (
        <Text size="s" quiet>
          {t('papers.enough', { max })}
        </Text>
      )}
      {opened && (
        <PageSheet
          file={opened.file}
          title={t('papers.pageOf', { number: opened.number, name })}
          onClose={() => setOpened(null)}
          onRemove={async () => {
            const removed = await editor.commit((latest) => removePage(latest, document, opened.file.hash));
            if (removed.ok) setOpened(null);
            return removed.ok ? null : removed.failure;
          }}
        />
      )}
    </>
  );
}

type StoredPageProps = { file: FileRef; name: string; page: string; onOpen: () => void };

function StoredPage({ file, name, page, onOpen }: StoredPageProps) {
  const { t } = useTranslation('form');
  const { language } = useText();
  const src = useStoredImage(file);
  const elsewhere = useElsewhere([file]) > 0;
  return (
    <PhotoTile
      {...(src !== undefined && { src })}
      name={file.type === 'application/pdf' ? t('papers.pdf') : name}
      page={page}
      size={formatBytes(file.size, language)}
      status={elsewhere ? { tone: 'waiting', text: t('papers.elsewhere') } : undefined}
      onClick={onOpen}
    />
  );
}

function UnderWay({ intake: { underWay }, document }: Pick<PaperPagesProps, 'intake' | 'document'>) {
  const { t } = useTranslation('form');
  const progress =
    underWay?.document === document
      ? t('photo.underWay', { number: underWay.number, total: underWay.total, name: underWay.name })
      : '';
  return (
    <>
      <VisuallyHidden live="polite">{progress}</VisuallyHidden>
      {progress !== '' && (
        <Text size="s" quiet>
          {progress}
        </Text>
      )}
    </>
  );
}

function Troubles({ intake, document }: Pick<PaperPagesProps, 'intake' | 'document'>) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const troubles = intake.troubles.get(document) ?? [];
  if (troubles.length === 0) return null;
  return (
    <Notice tone="act" live action={{ label: t('photo.seen'), onClick: () => intake.dismiss(document) }}>
      <ul className={styles.troubles}>
        {troubles.map((trouble) => {
          const line = troubleText(trouble, { t, why: (code) => errors(`store.${code}.text`), language });
          return <li key={line}>{line}</li>;
        })}
      </ul>
    </Notice>
  );
}
