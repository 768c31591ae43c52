import { useCallback, useEffect, useRef, useState } from 'react';
import { unreachable } from '#core/assert.ts';
import type { FileRef, Uuid } from '#core/dossier/dossier.ts';
import type { TransportFailure } from '#core/ports.ts';
import { platform, store } from '#app/state/app.ts';
import { filePath } from '#protocol/http.ts';

export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'failed'; readonly why: FileFailure };

/** Why a file cannot be shown: the key of a sentence. */
type FileFailure = 'unreachable' | 'portal' | 'slow' | 'signedOut' | 'notFound' | 'busy' | 'trouble';

/** A file of a dossier: from this phone where it still has it, else from the server. */
export function useFile(dossier: Uuid, file: FileRef): { opening: Opening; retry: () => void } {
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' });
  const shown = useRef(true);
  const url = useRef<string | null>(null);
  const show = useCallback((found: FoundBlob) => {
    if (!shown.current) return;
    if (!found.ok) return setOpening({ kind: 'failed', why: found.why });
    url.current = URL.createObjectURL(found.blob);
    return setOpening({ kind: 'open', url: url.current });
  }, []);
  useEffect(() => {
    shown.current = true;
    void findBlob(dossier, file).then(show);
    return () => {
      shown.current = false;
      if (url.current !== null) URL.revokeObjectURL(url.current);
    };
  }, [dossier, file, show]);
  const retry = () => {
    setOpening({ kind: 'opening' });
    void findBlob(dossier, file).then(show);
  };
  return { opening, retry };
}

type FoundBlob = { readonly ok: true; readonly blob: Blob } | { readonly ok: false; readonly why: FileFailure };

async function findBlob(dossier: Uuid, { hash, type }: FileRef): Promise<FoundBlob> {
  const kept = await store().findFile(hash);
  if (kept.ok && kept.value) return { ok: true, blob: new Blob([kept.value.slice()], { type }) };
  const fetched = await platform().api.file(filePath(dossier, hash));
  return fetched.ok ? { ok: true, blob: fetched.value } : { ok: false, why: whyOf(fetched.failure) };
}

function whyOf(failure: TransportFailure): FileFailure {
  switch (failure.code) {
    case 'unreachable':
      return 'unreachable';
    case 'notOurs':
      return 'portal';
    case 'timeout':
      return 'slow';
    case 'refused':
      return ofRefusal(failure.refusal.code);
    default:
      return unreachable(failure);
  }
}

function ofRefusal(code: Extract<TransportFailure, { code: 'refused' }>['refusal']['code']): FileFailure {
  if (code === 'signedOut' || code === 'wrongAccount') return 'signedOut';
  if (code === 'notFound' || code === 'forbidden') return 'notFound';
  return code === 'busy' || code === 'tooMany' || code === 'storageFull' ? 'busy' : 'trouble';
}
