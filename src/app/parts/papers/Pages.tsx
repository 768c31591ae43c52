import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { Notice } from '#ui/Notice.tsx';
import { PhotoGrid, PhotoTile } from '#ui/PhotoGrid.tsx';
import { Text } from '#ui/Text.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import { PageSheet } from './PageSheet.tsx';
import { PickPhotos } from './PickPhotos.tsx';
import { TroubleList } from './TroubleList.tsx';
import { useElsewhere } from './useElsewhere.ts';
import type { Intake } from './useIntake.ts';
import { useStoredPage } from './useStoredPage.ts';
import { useUnderWayText } from './useUnderWayText.ts';

export type PagesProps = {
  files: readonly FileRef[];
  intake: Intake;
  /** By what the intake knows the paper. */
  document: string;
  /** What it is called where its pages are named. */
  name: string;
  /** Pages at most. */
  max: number;
  /** The camera or the gallery is about to open, and may end the page. */
  onOpening?: (() => void) | undefined;
  /** A better way than to photograph it, where there is one. */
  instead?: ReactNode;
  /** Asks once more before a page is taken out. */
  removeAsk: string;
  /** Null once it is out, else why not. Without it pages stay. */
  onRemove?: ((file: FileRef) => Promise<StoreFailure | null>) | undefined;
};

/** The pages of one paper as they are kept on this phone, and the ways to add one or take one out. */
export function Pages(props: PagesProps) {
  const { files, intake, document, name, max, instead, onOpening, removeAsk, onRemove } = props;
  const { t } = useTranslation('form');
  const [opened, setOpened] = useState<{ file: FileRef; number: number } | null>(null);
  return (
    <>
      {files.length > 0 && (
        <PhotoGrid label={name}>
          {files.map((file, at) => (
            <Page
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
      {instead}
      {files.length < max && (
        <PickPhotos
          first={files.length === 0}
          main={files.length === 0 && !instead}
          onOpening={() => onOpening?.()}
          onPicked={(picked) => intake.add(document, picked, max)}
        />
      )}
      {files.length === max && (
        <Text size="s" quiet>
          {t('papers.enough', { max })}
        </Text>
      )}
      {files.length > max && <Notice tone="act">{t('papers.tooMany', { max, count: files.length - max })}</Notice>}
      {opened && (
        <PageSheet
          file={opened.file}
          title={t('papers.pageOf', { number: opened.number, name })}
          onClose={() => setOpened(null)}
          removeAsk={removeAsk}
          onRemove={
            onRemove &&
            (async () => {
              const failure = await onRemove(opened.file);
              if (!failure) setOpened(null);
              return failure;
            })
          }
        />
      )}
    </>
  );
}

type PageProps = { file: FileRef; name: string; page: string; onOpen: () => void };

function Page({ file, name, page, onOpen }: PageProps) {
  const { t } = useTranslation('form');
  const { language } = useText();
  const { src, spoilt } = useStoredPage(file);
  const elsewhere = useElsewhere([file]) > 0;
  return (
    <PhotoTile
      {...(src !== undefined && { src })}
      name={file.type === 'application/pdf' ? t('papers.pdf') : name}
      page={page}
      size={formatBytes(file.size, language)}
      status={
        spoilt
          ? { tone: 'act', text: t('papers.spoilt') }
          : elsewhere
            ? { tone: 'waiting', text: t('papers.elsewhere') }
            : undefined
      }
      onClick={onOpen}
    />
  );
}

function UnderWay({ intake, document }: Pick<PagesProps, 'intake' | 'document'>) {
  const progress = useUnderWayText(intake, document);
  return (
    <>
      <VisuallyHidden live="polite">{progress}</VisuallyHidden>
      {progress !== undefined && (
        <Text size="s" quiet>
          {progress}
        </Text>
      )}
    </>
  );
}

function Troubles({ intake, document }: Pick<PagesProps, 'intake' | 'document'>) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const troubles = intake.troubles.get(document);
  if (!troubles) return null;
  const failed = troubles.find((trouble) => trouble.kind === 'store');
  const why = failed ? ({ icon: 'storage', title: errors(`store.${failed.failure.code}.title`) } as const) : {};
  return (
    <Notice {...why} tone="act" live action={{ label: t('photo.seen'), onClick: () => intake.dismiss(document) }}>
      <TroubleList troubles={troubles} />
    </Notice>
  );
}
