import { useEffect, useState } from 'react';
import type { FileRef } from '#core/dossier/dossier.ts';
import { store } from '#app/state/app.ts';

/** A page this phone keeps. */
export type StoredPage = {
  /** An object URL; undefined until it is read, and for what is no picture. */
  readonly src?: string | undefined;
  /** It is here and does not open. */
  readonly spoilt?: boolean;
};

export function useStoredPage({ hash, type }: FileRef): StoredPage {
  const [page, setPage] = useState<StoredPage>({});
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    void store()
      .findFile(hash)
      .then((found) => {
        if (gone) return;
        if (!found.ok) return setPage({ spoilt: found.failure.code === 'corrupt' });
        if (!found.value || !type.startsWith('image/')) return undefined;
        made = URL.createObjectURL(new Blob([found.value.slice()], { type }));
        return setPage({ src: made });
      });
    return () => {
      gone = true;
      setPage({});
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [hash, type]);
  return page;
}
