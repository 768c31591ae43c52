import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplementItem } from '#core/dossier/dossier.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { platform } from '#app/state/app.ts';
import { useText } from '#app/parts/useText.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { Notice } from '#ui/Notice.tsx';
import { PhotoGrid, PhotoTile } from '#ui/PhotoGrid.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { addPicked, paperOf, type AddedPage, type PickProblem } from './supplementPages.ts';

type SupplementItemCardProps = {
  index: number;
  item: SupplementItem;
  procedure: Procedure | null;
  all: readonly AddedPage[];
  onChange: (change: (before: readonly AddedPage[]) => readonly AddedPage[]) => void;
};

/** One thing that was asked, with the photos that answer it. */
export function SupplementItemCard({ index, item, procedure, all, onChange }: SupplementItemCardProps) {
  const { t } = useTranslation('dossiers');
  const { t: form } = useTranslation('form');
  const { text } = useText();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly PickProblem[]>([]);
  const say = useProblemText();
  const pages = all.filter((page) => page.item === index);
  const { id: document, max } = paperOf(item, procedure);
  const paper = procedure?.documents.find(({ id }) => id === document);

  const add = async (files: readonly File[]) => {
    setBusy(true);
    const have = all.filter((page) => page.document === document).map(({ file }) => file);
    const added = await addPicked(files, { item: index, document, max, have }, (file) =>
      platform().images.prepare(file),
    );
    onChange((before) => [...before, ...added.pages]);
    setProblems(added.problems);
    setBusy(false);
  };

  return (
    <Card>
      <CardHead level={3} title={item.what} subtitle={paper && text(paper.name)} />
      {pages.length > 0 && (
        <PhotoGrid label={item.what}>
          {pages.map((page, at) => (
            <AddedTile
              key={page.file.hash}
              page={page}
              number={at + 1}
              onRemove={() => onChange((before) => before.filter((other) => other !== page))}
            />
          ))}
        </PhotoGrid>
      )}
      {busy && <Text size="s">{t('supplement.shrinking')}</Text>}
      {problems.length > 0 && (
        <Notice tone="act" live action={{ label: form('photo.seen'), onClick: () => setProblems([]) }}>
          {problems.map((problem) => (
            <p key={say(problem)}>{say(problem)}</p>
          ))}
        </Notice>
      )}
      <Pick first={pages.length === 0} busy={busy} onPicked={(files) => void add(files)} />
    </Card>
  );
}

function AddedTile({ page, number, onRemove }: { page: AddedPage; number: number; onRemove: () => void }) {
  const { t } = useTranslation('form');
  const { language } = useText();
  const src = useObjectUrl(page.preview);
  return (
    <PhotoTile
      {...(src !== undefined && { src })}
      name={page.preview === null ? t('papers.pdf') : t('papers.page', { number })}
      page={t('papers.page', { number })}
      size={formatBytes(page.file.size, language)}
      onRemove={{ label: t('photo.remove'), act: onRemove }}
    />
  );
}

function useObjectUrl(blob: Blob | null): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    // The URL exists only beside this effect, which also revokes it.
    const shown = Promise.resolve(made).then(setUrl);
    return () => void shown.then(() => URL.revokeObjectURL(made));
  }, [blob]);
  return url;
}

function useProblemText(): (problem: PickProblem) => string {
  const { t } = useTranslation('form');
  const { language } = useText();
  return (problem) => {
    if (problem.kind === 'tooMany') {
      const { max, names } = problem;
      return t('photo.tooMany', { max, count: names.length, names: names.slice(0, 3).join(', ') });
    }
    if (problem.kind === 'known') return t('photo.named', { name: problem.name, text: t('photo.known') });
    const why =
      problem.problem.code === 'tooLarge'
        ? t('photo.tooLarge', { limit: formatBytes(problem.problem.limit, language) })
        : t(`photo.${problem.problem.code}`);
    return t('photo.named', { name: problem.name, text: why });
  };
}

type PickProps = { first: boolean; busy: boolean; onPicked: (files: readonly File[]) => void };

function Pick({ first, busy, onPicked }: PickProps) {
  const { t } = useTranslation('form');
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const picked = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    // The same file can be picked again after it was removed.
    input.value = '';
    if (files.length > 0) onPicked(files);
  };
  const hidden = { type: 'file', hidden: true, tabIndex: -1 } as const;
  return (
    <Stack as="halves">
      <Button
        variant={first ? 'primary' : 'secondary'}
        icon="camera"
        busy={busy}
        onClick={() => camera.current?.click()}
      >
        {first ? t('photo.take') : t('photo.takeMore')}
      </Button>
      <Button variant="secondary" icon="image" busy={busy} onClick={() => gallery.current?.click()}>
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
