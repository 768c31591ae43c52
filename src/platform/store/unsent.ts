import { filesOf, type Sha256 } from '#core/dossier/dossier.ts';
import type { AccountStore, PutAside, Stored } from '#core/ports.ts';

/** Work that exists on this phone alone. */
export type Unsent = {
  readonly drafts: number;
  /** Commands the server has not acknowledged, or refused and kept for the person. */
  readonly commands: number;
  /** Files this phone holds and the server lacks. */
  readonly files: number;
  /** Papers of the wallet: no server ever gets them as such. */
  readonly papers: number;
};

/** What signing out would destroy. */
export async function unsentIn(store: AccountStore): Promise<Stored<Unsent>> {
  const drafts = await store.listDrafts();
  if (!drafts.ok) return drafts;
  const outbox = await store.listOutbox();
  if (!outbox.ok) return outbox;
  const dossiers = await store.listDossiers();
  if (!dossiers.ok) return dossiers;
  const wallet = await store.listWallet();
  if (!wallet.ok) return wallet;
  const progress = await store.listProgress();
  if (!progress.ok) return progress;
  const aside = await store.listAside();
  if (!aside.ok) return aside;
  // What does not open may still be made to: with the account's key it would be gone for good.
  const lying = (what: PutAside['what']) =>
    aside.value.filter((each) => each.what === what && each.fate !== 'sent' && each.fate !== 'back').length;
  // What only the wallet names waits for no server.
  const concerned = hashesOf(
    filesOf([...drafts.value, ...dossiers.value].flatMap(({ attachments }) => attachments)),
    ...outbox.value.map((entry) => entry.files),
  );
  const kept = hashesOf(...wallet.value.map((paper) => paper.files));
  const files = progress.value.filter(
    ({ file: { hash, size }, sent, held }) => held && sent < size && (concerned.has(hash) || !kept.has(hash)),
  );
  return {
    ok: true,
    value: {
      drafts: drafts.value.length + lying('draft'),
      commands: outbox.value.length + lying('command'),
      files: files.length + lying('paper'),
      papers: wallet.value.length + lying('walletPaper'),
    },
  };
}

function hashesOf(...lists: readonly (readonly { readonly hash: Sha256 }[])[]): ReadonlySet<Sha256> {
  return new Set(lists.flat().map(({ hash }) => hash));
}
