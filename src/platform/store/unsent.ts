import { filesOf, type Sha256 } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { AccountStore, PutAside, Stored } from '#core/ports.ts';

/** What exists on this phone alone. */
export type Unsent = {
  /** Drafts of which the server lacks the newest answers. Their pages count as files. */
  readonly drafts: number;
  /** Commands the server has not acknowledged, or refused and kept for the person. */
  readonly commands: number;
  /** Files this phone holds and the server lacks. */
  readonly files: number;
  /** Papers of the wallet: no server ever gets them as such. */
  readonly papers: number;
  /** Dossiers that a restored server has lost. */
  readonly dossiers: number;
  /** The server's words that this phone was given, and no other; what they are about is safe. */
  readonly receipts: number;
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
  const untold = await store.listUntold();
  if (!untold.ok) return untold;
  let unheard = 0;
  for (const draft of drafts.value) {
    const held = await serverHolds(store, draft);
    if (!held.ok) return held;
    if (!held.value) unheard += 1;
  }
  let receipts = 0;
  for (const { id } of dossiers.value) {
    const kept = await store.listReceipts(id);
    if (!kept.ok) return kept;
    // A server that signs none sent an empty one.
    receipts += kept.value.filter(({ receipt }) => receipt !== '').length;
  }
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
      drafts: unheard + lying('draft'),
      commands: outbox.value.length + lying('command'),
      files: files.length + lying('paper'),
      papers: wallet.value.length + lying('walletPaper'),
      dossiers: untold.value.filter(({ isLost }) => isLost).length,
      receipts,
    },
  };
}

/** True when the server has a draft as it is here, its pages apart. */
async function serverHolds(store: AccountStore, draft: Draft): Promise<Stored<boolean>> {
  // What is added to a dossier travels once it is sent, and not before.
  if (isSupplement(draft)) return { ok: true, value: false };
  const standing = await store.findStanding(draft.id);
  if (!standing.ok) return standing;
  const { pushedRev, theirs } = standing.value;
  // Another phone has submitted it otherwise: the server keeps a dossier, and this version no more.
  return { ok: true, value: draft.rev <= pushedRev && theirs?.over !== 'submitted' };
}

function hashesOf(...lists: readonly (readonly { readonly hash: Sha256 }[])[]): ReadonlySet<Sha256> {
  return new Set(lists.flat().map(({ hash }) => hash));
}
