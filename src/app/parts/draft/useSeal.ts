import { useRef, useState } from 'react';
import { useNavigate, usePlace } from '#app/router.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { OutboxEntry, StoreFailure, Stored } from '#core/ports.ts';
import type { Editor } from './editor.ts';

type Sealing = {
  /** False while something is lacking: `attempts` counts how often it was tried all the same. */
  readonly isReady: (draft: Draft) => boolean;
  /** False while something on the screen says already why it cannot go. */
  readonly mayGo?: (draft: Draft) => boolean;
  readonly seal: (draft: Draft) => Promise<Stored<OutboxEntry>>;
  /** Where the person is led in this screen's stead, so that going back does not lead here again. */
  readonly next: { readonly to: string; readonly state?: unknown };
};

/**
 * Seals a draft once, however often it is asked to, and leads on; until it is on the disk the draft stays. Whoever went
 * elsewhere meanwhile is left there; that this screen shows something else by now (there is nothing left to ask for)
 * keeps nobody.
 */
export function useSeal(editor: Editor, { isReady, mayGo, seal, next }: Sealing) {
  const navigate = useNavigate();
  const { pathname } = usePlace();
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const sealing = useRef(false);

  const send = async (): Promise<void> => {
    const { draft } = editor.state();
    if (sealing.current || mayGo?.(draft) === false) return;
    if (!isReady(draft)) return setAttempts((count) => count + 1);
    sealing.current = true;
    setBusy(true);
    const sealed = await editor.finish(seal);
    sealing.current = false;
    setBusy(false);
    setFailure(sealed.ok ? null : sealed.failure);
    if (sealed.ok && location.pathname === pathname) navigate(next.to, { replace: true, state: next.state });
  };
  return { send: () => void send(), busy, failure, attempts };
}
