import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton.tsx';
import styles from './Sheet.module.css';

export type SheetProps = {
  open: boolean;
  /** Asked for by Esc, the system's back gesture, a tap outside or the close button. */
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The sheet's buttons. */
  footer?: ReactNode;
};

/** A sheet from below, centred on a wide screen. The platform keeps focus inside and gives it back. */
export function Sheet({ open, ...rest }: SheetProps) {
  return open ? <OpenSheet {...rest} /> : null;
}

function OpenSheet({ onClose, title, children, footer }: Omit<SheetProps, 'open'>) {
  const { t } = useTranslation('ui');
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing before the element leaves the page is what gives focus back.
    return () => element?.close();
  }, []);

  useEffect(() => {
    const element = dialog.current;
    const onCancel = (event: Event) => {
      event.preventDefault();
      onClose();
    };
    const onTapOutside = (event: Event) => {
      if (event.target === element) onClose();
    };
    element?.addEventListener('cancel', onCancel);
    element?.addEventListener('click', onTapOutside);
    return () => {
      element?.removeEventListener('cancel', onCancel);
      element?.removeEventListener('click', onTapOutside);
    };
  }, [onClose]);

  return (
    <dialog ref={dialog} className={styles.sheet} aria-labelledby={titleId}>
      <div className={styles.content}>
        <div className={styles.head}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </div>
        <div className={styles.body}>{children}</div>
        {footer !== undefined && <div className={styles.foot}>{footer}</div>}
      </div>
    </dialog>
  );
}
