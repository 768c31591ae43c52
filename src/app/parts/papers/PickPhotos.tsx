import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/Button.tsx';
import { Stack } from '#ui/Stack.tsx';

export type PickPhotosProps = {
  /** Nothing is there yet. */
  first: boolean;
  /** The camera is the thing to do. */
  main: boolean;
  /** The camera or the gallery is about to open, and may end the page. */
  onOpening: () => void;
  onPicked: (files: readonly File[]) => void;
};

/** The camera, or what is on the phone already. */
export function PickPhotos({ first, main, onOpening, onPicked }: PickPhotosProps) {
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
      <Button variant={main ? 'primary' : 'secondary'} icon="camera" onClick={() => open(camera.current)}>
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
