import { useEffect, useRef, useState } from 'react';
import { useNavigate } from '#app/router.ts';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { OutboxEntry, StoreFailure, Stored } from '#core/ports.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { paths } from '#app/paths.ts';

type Sealing = {
  /** False while there is nothing in it to send: the person is told so. */
  readonly isReady: (draft: Draft) => boolean;
  /** False while something on the screen says already why it cannot go. */
  readonly mayGo: (draft: Draft) => boolean;
  readonly seal: (draft: Draft) => Promise<Stored<OutboxEntry>>;
};

/**
 * Seals what is added to a dossier once, however often it is asked to, and leads back to the dossier; until it is on
 * the disk the draft stays.
 */
export function useSeal(editor: Editor, dossier: Uuid, { isReady, mayGo, seal }: Sealing) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [lacking, setLacking] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const sealing = useRef(false);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => void (shown.current = false);
  }, []);

  const send = async (): Promise<void> => {
    const { draft } = editor.state();
    if (sealing.current || !mayGo(draft)) return;
    if (!isReady(draft)) return setLacking(true);
    sealing.current = true;
    setBusy(true);
    const kept = await editor.finish(seal);
    sealing.current = false;
    setBusy(false);
    setFailure(kept.ok ? null : kept.failure);
    if (kept.ok && shown.current) navigate(paths.dossier(dossier), { replace: true });
  };
  return { send: () => void send(), busy, failure, lacking };
}
