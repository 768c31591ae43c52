import { useEffect, useRef, useState } from 'react';
import { MAX_PAGES } from '#core/dossier/dossier.ts';
import type { AccountStore, StoreFailure, Stored } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { useIntakeOf, type Intake } from '#app/parts/papers/useIntake.ts';
import { isOpenFor } from '#app/parts/ownStore.ts';
import { store } from '#app/state/app.ts';

export type PaperEditing = {
  readonly paper: WalletPaper;
  readonly intake: Intake;
  /** Writes the paper with a change; null once it is on the disk, else why not. */
  readonly change: (
    what: (paper: WalletPaper) => Partial<Pick<WalletPaper, 'files' | 'whose' | 'validTo'>>,
  ) => Promise<StoreFailure | null>;
  /** Puts these pictures in place of the pages there are; none goes before the first new one is kept. */
  readonly takeAgain: (files: readonly File[]) => void;
};

/** A paper as it is kept, following what is written of it here and in other tabs. */
export function usePaper(stored: WalletPaper): PaperEditing {
  const [whose] = useState(() => store().account);
  const [written, setWritten] = useState(stored);
  const latest = useRef(stored);
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const replacing = useRef(false);
  useEffect(() => {
    if (stored.rev > latest.current.rev) latest.current = stored;
  }, [stored]);

  /** Each write goes on from the one before. */
  const keep = (
    changed: (paper: WalletPaper) => WalletPaper,
    page?: Parameters<AccountStore['keepPaper']>[1],
  ): Promise<Stored<WalletPaper>> => {
    const result = turn.current.then(async (): Promise<Stored<WalletPaper>> => {
      if (!isOpenFor(whose)) return { ok: false, failure: { code: 'lost' } };
      const kept = await store().keepPaper(changed(latest.current), page);
      if (kept.ok) {
        latest.current = kept.value;
        setWritten(kept.value);
      }
      return kept;
    });
    turn.current = result;
    return result;
  };

  const intake = useIntakeOf({
    keep: async (_, file, bytes) => {
      const kept = await keep((paper) => (replacing.current ? { ...paper, files: [] } : paper), { file, bytes });
      if (kept.ok) replacing.current = false;
      return kept;
    },
    pages: () => (replacing.current ? [] : latest.current.files),
  });
  const add = (again: boolean, files: readonly File[], max: number) => {
    replacing.current = again;
    intake.add(stored.id, files, max);
  };

  return {
    paper: stored.rev > written.rev ? stored : written,
    intake: { ...intake, add: (_, files, max) => add(false, files, max) },
    change: async (what) => {
      const kept = await keep((paper) => ({ ...paper, ...what(paper) }));
      return kept.ok ? null : kept.failure;
    },
    takeAgain: (files) => add(true, files, MAX_PAGES),
  };
}
