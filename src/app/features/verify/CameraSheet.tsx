import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '#app/state/app.ts';
import type { Watching } from '#app/state/platform.ts';
import { findToken } from '#app/parts/signed/signed.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Verify.module.css';

type CameraSheetProps = { onClose: () => void; onText: (text: string) => void };

/** The camera in the page. It is let go of as soon as a code is read, the sheet closes or the app goes out of sight. */
export function CameraSheet({ onClose, onText }: CameraSheetProps) {
  const { t } = useTranslation('verify');
  const view = useRef<HTMLVideoElement>(null);
  const { watching, other } = useCamera(view, onText, onClose);
  const failed = watching?.ok === false ? watching.why : null;
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('camera.title')}
      footer={
        <Button variant="secondary" onClick={onClose}>
          {t('camera.stop')}
        </Button>
      }
    >
      {failed === null ? (
        <>
          <div className={styles.view}>
            <video ref={view} muted playsInline className={styles.video} aria-label={t('camera.title')} />
            <span className={styles.corners} />
          </div>
          <Text center>{watching === null ? t('camera.opening') : t('camera.hint')}</Text>
          {other && (
            <Notice tone="waiting" live>
              {t('camera.other')}
            </Notice>
          )}
        </>
      ) : (
        <Notice tone="waiting" icon="camera" title={t(`camera.failed.${failed}.title`)} live>
          {t(`camera.failed.${failed}.text`)}
        </Notice>
      )}
    </Sheet>
  );
}

/** `other`: a code was seen that is none of ours, so that nobody waits in front of a payment code of a shop. */
function useCamera(
  view: { readonly current: HTMLVideoElement | null },
  onText: (text: string) => void,
  onHidden: () => void,
): { watching: Watching | null; other: boolean } {
  const [watching, setWatching] = useState<Watching | null>(null);
  const [other, setOther] = useState(false);
  const heard = useRef({ onText, onHidden });
  useEffect(() => {
    heard.current = { onText, onHidden };
  });
  useEffect(() => {
    const video = view.current;
    if (!video) return undefined;
    let stop: (() => void) | null = null;
    let gone = false;
    const end = () => {
      gone = true;
      stop?.();
    };
    const found = (text: string) => {
      if (gone) return;
      if (findToken(text) === null) return setOther(true);
      end();
      return heard.current.onText(text);
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') heard.current.onHidden();
    };
    void platform()
      .codes.watch(video, found)
      .then((opened) => {
        if (opened.ok) ({ stop } = opened);
        if (gone) stop?.();
        else setWatching(opened);
      });
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      end();
    };
  }, [view]);
  return { watching, other };
}
