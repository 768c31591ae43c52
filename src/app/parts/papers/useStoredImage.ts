import { useEffect, useState } from 'react';
import type { FileRef } from '#core/dossier/dossier.ts';
import { store } from '#app/state/app.ts';

/** An object URL of a picture this phone keeps; undefined until it is read, and for what is no picture. */
export function useStoredImage({ hash, type }: FileRef): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!type.startsWith('image/')) return undefined;
    let made: string | null = null;
    let gone = false;
    void store()
      .findFile(hash)
      .then((found) => {
        if (gone || !found.ok || !found.value) return;
        made = URL.createObjectURL(new Blob([found.value.slice()], { type }));
        setUrl(made);
      });
    return () => {
      gone = true;
      setUrl(undefined);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [hash, type]);
  return url;
}
