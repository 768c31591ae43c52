import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import styles from './Pay.module.css';

/** How long the button says that it has copied. */
const SAID_MS = 2_500;

type CopyValueProps = { shown: string; copied: string; name: string };

/** A value to type into a bank's app, with a button that copies it. */
export function CopyValue({ shown, copied, name }: CopyValueProps) {
  const { t } = useTranslation('pay');
  const [done, setDone] = useState<'copied' | 'notCopied' | null>(null);
  useEffect(() => {
    if (done === null) return undefined;
    return platform().timers.after(SAID_MS, () => setDone(null));
  }, [done]);
  const copy = () =>
    navigator.clipboard.writeText(copied).then(
      () => setDone('copied'),
      () => setDone('notCopied'),
    );
  return (
    <span className={styles.copy}>
      <span className={styles.value}>{shown}</span>
      <Button variant="quiet" onClick={() => void copy()}>
        {done === null ? t('copy.button') : t(`copy.${done}`)} <VisuallyHidden>{name}</VisuallyHidden>
      </Button>
      <VisuallyHidden live="polite">{done === null ? '' : t(`copy.${done}`)}</VisuallyHidden>
    </span>
  );
}
