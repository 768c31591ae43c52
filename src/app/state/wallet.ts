import { useEffect } from 'react';
import { create } from 'zustand';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { AccountStore, StoreFailure, Stored } from '#core/ports.ts';
import type { PaperKind } from '#core/wallet/kind.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { platform, store, useApp } from './app.ts';

/** The person's kept papers as the store has them. Read when a screen first asks, and again with every write. */
export type Wallet = {
  /** `closed`: nobody is signed in, or their store is not open. */
  readonly state: 'closed' | 'reading' | 'open' | 'failed';
  readonly failure: StoreFailure | null;
  readonly papers: readonly WalletPaper[];
};

const CLOSED: Wallet = { state: 'closed', failure: null, papers: [] };

const useRead = create<{ readonly of: AccountStore | null; readonly wallet: Wallet }>(() => ({
  of: null,
  wallet: CLOSED,
}));
let stopWatching: (() => void) | null = null;

// Who signs out takes theirs along.
useApp.subscribe(({ store: state }) => {
  if (state === 'closed' && useRead.getState().of) follow(null);
});

export function useWallet(): Wallet {
  const open = useApp((state) => state.store === 'open');
  // Opened anew after the browser took it away: then it is another one.
  useApp((state) => state.storeLost);
  const { of, wallet } = useRead();
  const now = open ? store() : null;
  useEffect(() => {
    if (now && useRead.getState().of !== now) follow(now);
  }, [now]);
  if (!now) return CLOSED;
  return of === now ? wallet : { ...CLOSED, state: 'reading' };
}

function follow(next: AccountStore | null): void {
  stopWatching?.();
  stopWatching = null;
  useRead.setState({ of: next, wallet: next ? { ...CLOSED, state: 'reading' } : CLOSED });
  if (!next) return;
  const read = async (): Promise<void> => {
    const found = await next.listWallet();
    if (useRead.getState().of !== next) return;
    useRead.setState(({ wallet: { papers } }) => ({
      wallet: found.ok
        ? { state: 'open', failure: null, papers: found.value }
        : { state: 'failed', failure: found.failure, papers },
    }));
  };
  stopWatching = next.watch(() => void read());
  void read();
}

/** A paper that is not kept yet; it is with its first page. */
export function newPaper(id: WalletPaper['id'], kind: PaperKind): WalletPaper {
  return { id, rev: 0, kind, files: [], whose: '', validTo: null, keptAt: platform().clock.now() };
}

/** Keeps pages that this phone has already, such as those of a draft, as a paper of the wallet. */
export function keepPages(kind: PaperKind, files: readonly FileRef[]): Promise<Stored<WalletPaper>> {
  return store().keepPaper({ ...newPaper(platform().ids.uuid(), kind), files });
}
