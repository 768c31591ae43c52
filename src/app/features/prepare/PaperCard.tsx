import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { DocumentRequirement } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { removePage } from '#app/state/actions.ts';
import { useText } from '#app/parts/useText.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { Notice } from '#ui/Notice.tsx';
import { PhotoGrid, PhotoTile } from '#ui/PhotoGrid.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import { MAX_PAGES } from './intake.ts';
import { PageSheet } from './PageSheet.tsx';
import styles from './PaperCard.module.css';
import type { Step } from './step.ts';
import { troubleText } from './troubleText.ts';
import { useStoredImage } from './useStoredImage.ts';

/** One paper: what it is, its pages, and the ways to add one. */
export function PaperCard({ step, document }: { step: Step; document: DocumentRequirement }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { text, language } = useText();
  const { editor, intake } = step;
  const [opened, setOpened] = useState<{ file: FileRef; number: number } | null>(null);
  const files = step.state.draft.attachments.find((paper) => paper.document === document.id)?.files ?? [];
  const max = document.maxPages ?? MAX_PAGES;
  const troubles = intake.troubles.get(document.id) ?? [];
  const underWay = intake.underWay?.document === document.id ? intake.underWay : null;
  const name = text(document.name);
  const progress =
    underWay === null
      ? ''
      : t('photo.underWay', { number: underWay.number, total: underWay.total, name: underWay.name });

  return (
    <Card>
      <CardHead
        title={name}
        subtitle={document.note && text(document.note)}
        trailing={<PaperBadge count={files.length} required={document.required} />}
      />
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
      <VisuallyHidden live="polite">{progress}</VisuallyHidden>
      {progress !== '' && (
        <Text size="s" quiet>
          {progress}
        </Text>
      )}
      {troubles.length > 0 && (
        <Notice tone="act" live action={{ label: t('photo.seen'), onClick: () => intake.dismiss(document.id) }}>
          <ul className={styles.troubles}>
            {troubles.map((trouble) => {
              const line = troubleText(trouble, { t, why: (code) => errors(`store.${code}.text`), language });
              return <li key={line}>{line}</li>;
            })}
          </ul>
        </Notice>
      )}
      {files.length < max ? (
        <Pick
          first={files.length === 0}
          onOpening={() => void editor.flush()}
          onPicked={(picked) => intake.add(document.id, picked, max)}
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
            const removed = await editor.commit((draft) => removePage(draft, document.id, opened.file.hash));
            if (removed.ok) setOpened(null);
            return removed.ok ? null : removed.failure;
          }}
        />
      )}
    </Card>
  );
}

function PaperBadge({ count, required }: { count: number; required: boolean }) {
  const { t } = useTranslation('form');
  if (count > 0) {
    return (
      <Badge tone="done" icon="check">
        {t('papers.pages', { count })}
      </Badge>
    );
  }
  return required ? <Badge tone="waiting">{t('papers.required')}</Badge> : <Badge>{t('papers.optional')}</Badge>;
}

type StoredPageProps = { file: FileRef; name: string; page: string; onOpen: () => void };

function StoredPage({ file, name, page, onOpen }: StoredPageProps) {
  const { t } = useTranslation('form');
  const { language } = useText();
  const src = useStoredImage(file);
  return (
    <PhotoTile
      {...(src !== undefined && { src })}
      name={file.type === 'application/pdf' ? t('papers.pdf') : name}
      page={page}
      size={formatBytes(file.size, language)}
      onClick={onOpen}
    />
  );
}

type PickProps = { first: boolean; onOpening: () => void; onPicked: (files: readonly File[]) => void };

/** The camera, or what is on the phone already. What is typed is written before either opens: it may end the page. */
function Pick({ first, onOpening, onPicked }: PickProps) {
  const { t } = useTranslation('form');
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const open = (input: HTMLInputElement | null) => {
    onOpening();
    input?.click();
  };
  const picked = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    // The same file can be picked again after it was removed.
    input.value = '';
    if (files.length > 0) onPicked(files);
  };
  const hidden = { type: 'file', hidden: true, tabIndex: -1 } as const;
  return (
    <Stack as="halves">
      <Button variant={first ? 'primary' : 'secondary'} icon="camera" onClick={() => open(camera.current)}>
        {first ? t('photo.take') : t('photo.takeMore')}
      </Button>
      <Button variant="secondary" icon="image" onClick={() => open(gallery.current)}>
        {t('photo.pick')}
      </Button>
      <input
        {...hidden}
        ref={camera}
        accept="image/*"
        capture="environment"
        aria-label={t('photo.take')}
        onChange={(event) => picked(event.currentTarget)}
      />
      <input
        {...hidden}
        ref={gallery}
        accept="image/*,application/pdf"
        multiple
        aria-label={t('photo.pick')}
        onChange={(event) => picked(event.currentTarget)}
      />
    </Stack>
  );
}
