import { describe, expect, it } from 'vitest';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import {
  acceptance,
  ACCOUNT,
  answer,
  change,
  draft,
  good,
  OWN,
  picture,
  record,
  SHARED,
  type StoreHarness,
  submission,
  submitted,
  uuid,
  withStore,
} from './store-kit.ts';

const OTHER = 'account-of-vang';
const CORRUPT = { ok: false, failure: { code: 'corrupt' } };
const LATER = picture('c', [7, 7]);

/** What a store promises of the papers a person keeps for reuse. */
export function storeWalletContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the wallet (${name})`, () => {
    const here = withStore(start);
    const files = async () => good(await here.store.listProgress()).map(({ file: { hash } }) => hash);
    const holds = async ({ file }: typeof OWN): Promise<boolean> => good(await here.store.findFile(file.hash)) !== null;

    it('WALLET-1 keeps a photographed paper through a restart, for this account alone', async () => {
      const first = good(await here.store.keepPaper(paper(), OWN));
      expect(first).toEqual({ ...paper(), rev: 1, files: [OWN.file] });
      const second = good(await here.store.keepPaper(first, LATER));
      await here.restart();
      expect(good(await here.store.listWallet())).toEqual([second]);
      expect(second.files).toEqual([OWN.file, LATER.file]);
      expect(good(await here.store.findFile(LATER.file.hash))).toEqual(LATER.bytes);
      const other = await here.phone.open(OTHER);
      expect(good(await other.listWallet())).toEqual([]);
      expect(good(await other.findFile(OWN.file.hash))).toBeNull();
      other.close();
    });

    it('WALLET-2 lists the paper kept last first', async () => {
      good(await here.store.keepPaper(paper(1, 5), OWN));
      good(await here.store.keepPaper(paper(2, 9), SHARED));
      expect(good(await here.store.listWallet()).map(({ id }) => id)).toEqual([paper(2).id, paper(1).id]);
    });

    it('WALLET-3 keeps the same page once, however often it is given', async () => {
      const kept = good(await here.store.keepPaper(paper(), OWN));
      expect(good(await here.store.keepPaper(kept, OWN)).files).toEqual([OWN.file]);
      expect(await files()).toEqual([OWN.file.hash]);
    });

    it('WALLET-4 refuses a write over another tab’s and says which is stored', async () => {
      const kept = good(await here.store.keepPaper(paper(), OWN));
      const theirs = good(await here.store.keepPaper({ ...kept, whose: 'Mẩy' }));
      expect(await here.store.keepPaper({ ...kept, whose: 'Páo' })).toEqual({
        ok: false,
        failure: { code: 'stale', rev: 2 },
      });
      expect(good(await here.store.listWallet())).toEqual([theirs]);
    });

    it('WALLET-5 a paper kept from a draft is the same page, not a second one', async () => {
      const made = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
      good(await here.store.keepPaper({ ...paper(), files: [OWN.file] }));
      expect(await files()).toEqual([OWN.file.hash]);
      good(await here.store.dropDraft(made.id));
      expect(await holds(OWN)).toBe(true);
      good(await here.store.dropPaper(paper().id));
      expect(await holds(OWN)).toBe(false);
      expect(await files()).toEqual([]);
    });

    it('WALLET-6 a page stays when its dossier has arrived and needs it no more, and goes with the paper', async () => {
      const { entry } = await submitted(here.store);
      good(await here.store.keepPaper({ ...paper(), files: [OWN.file] }));
      good(await record(here.store, acceptance(entry, { missing: [OWN.file] })));
      const arrived = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
      good(await record(here.store, answer({ changes: [arrived], cursor: 2, backedUpTo: 5_000, serverTime: 5_000 })));
      expect(await holds(OWN)).toBe(true);
      // As a phone counts that tells what waits: the server has these bytes.
      expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: true }]);
      good(await here.store.dropPaper(paper().id));
      expect(await holds(OWN)).toBe(false);
    });

    it('WALLET-7 a kept page goes into another draft at once, can be taken out again, and stays in the wallet', async () => {
      const kept = good(await here.store.keepPaper(paper(), OWN));
      const begun = good(await here.store.saveDraft(draft(2)));
      const taken = good(await here.store.takePages(begun, 'idCard', kept.files));
      expect(taken).toMatchObject({ rev: 2, attachments: [{ document: 'idCard', files: [OWN.file] }] });
      expect(good(await here.store.findDraft(begun.id))).toEqual(taken);
      const without = good(await here.store.saveDraft({ ...taken, attachments: [] }));
      expect(await holds(OWN)).toBe(true);
      const again = good(await here.store.takePages(without, 'idCard', kept.files));
      good(await here.store.dropPaper(kept.id));
      expect(await holds(OWN)).toBe(true);
      good(await here.store.dropDraft(again.id));
      expect(await holds(OWN)).toBe(false);
    });

    it('WALLET-8 what was taken from it is asked for, found and sent like any photo', async () => {
      good(await here.store.keepPaper(paper(), OWN));
      const taken = good(await here.store.takePages(draft(), 'idCard', [OWN.file]));
      const from = { commandId: uuid(100), madeAt: 5, draft: taken };
      const entry = good(await here.store.enqueue(submission(taken), from));
      const recorded = good(await record(here.store, acceptance(entry, { missing: [OWN.file] })));
      expect(recorded.toUpload).toEqual([{ ...OWN.file, dossier: taken.id }]);
      expect(good(await here.store.sync.fileBytes(OWN.file.hash))).toEqual(OWN.bytes);
    });

    it('WALLET-9 a page photographed again lets the one before go', async () => {
      const kept = good(await here.store.keepPaper(paper(), OWN));
      const replaced = good(await here.store.keepPaper({ ...kept, files: [] }, LATER));
      expect(replaced.files).toEqual([LATER.file]);
      expect([await holds(OWN), await holds(LATER)]).toEqual([false, true]);
    });

    it('WALLET-10 pages that are not on this phone are neither kept nor taken', async () => {
      expect(await here.store.keepPaper({ ...paper(), files: [OWN.file] })).toEqual(CORRUPT);
      expect(good(await here.store.listWallet())).toEqual([]);
      const begun = good(await here.store.saveDraft(draft()));
      expect(await here.store.takePages(begun, 'idCard', [OWN.file])).toEqual(CORRUPT);
      expect(good(await here.store.findDraft(begun.id))).toEqual(begun);
    });

    it('WALLET-11 a full phone keeps nothing of a paper, and what was there', async () => {
      const kept = good(await here.store.keepPaper(paper(), OWN));
      here.phone.roomFor(2);
      expect(await here.store.keepPaper(kept, LATER)).toEqual({ ok: false, failure: { code: 'full' } });
      here.phone.roomFor(null);
      await here.restart();
      expect(good(await here.store.listWallet())).toEqual([kept]);
      expect(await holds(LATER)).toBe(false);
    });

    it('WALLET-12 a draft another tab has changed takes no pages', async () => {
      good(await here.store.keepPaper(paper(), OWN));
      const begun = good(await here.store.saveDraft(draft()));
      good(await here.store.saveDraft({ ...begun, unit: '03004' }));
      expect(await here.store.takePages(begun, 'idCard', [OWN.file])).toEqual({
        ok: false,
        failure: { code: 'stale', rev: 2 },
      });
    });

    it('WALLET-13 whoever watches is told', async () => {
      let told = 0;
      const stop = here.store.watch(() => (told += 1));
      good(await here.store.keepPaper(paper(), OWN));
      good(await here.store.dropPaper(paper().id));
      expect(told).toBe(2);
      stop();
    });

    describe.each(['altered', 'lost'] as const)('bytes %s', (how) => {
      const spoil = (...what: [Parameters<StoreHarness['corrupt']>[1], string]) =>
        how === 'altered' ? here.phone.corrupt(ACCOUNT, ...what) : here.phone.loseBytes(ACCOUNT, ...what);

      it('ROT-W1 a paper that does not open is named, the others are there, and its pages stay', async () => {
        const one = good(await here.store.keepPaper(paper(1), OWN));
        const two = good(await here.store.keepPaper(paper(2), SHARED));
        await spoil('wallet', one.id);
        await here.restart();
        expect(good(await here.store.listWallet())).toEqual([two]);
        expect(good(await here.store.listAside())).toMatchObject([
          { what: 'walletPaper', id: one.id, dossier: null, fate: 'kept', seen: false },
        ]);
        expect(await holds(OWN)).toBe(true);
      });

      it('ROT-W2 a page that does not open is named, and the rest of its paper can be changed and used', async () => {
        const kept = good(await here.store.keepPaper(good(await here.store.keepPaper(paper(), OWN)), LATER));
        await spoil('files', OWN.file.hash);
        await here.restart();
        expect(await here.store.findFile(OWN.file.hash)).toEqual(CORRUPT);
        expect(good(await here.store.listAside())).toMatchObject([{ what: 'paper', id: OWN.file.hash, dossier: null }]);
        expect(good(await here.store.listWallet())).toEqual([kept]);
        expect(await here.store.takePages(draft(), 'idCard', kept.files)).toEqual(CORRUPT);
        const named = good(await here.store.keepPaper({ ...kept, whose: 'Mẩy' }));
        const without = good(await here.store.keepPaper({ ...named, files: [LATER.file] }));
        expect(good(await here.store.takePages(draft(), 'idCard', without.files)).attachments).toHaveLength(1);
      });
    });
  });
}

function paper(n = 1, keptAt = n): WalletPaper {
  return { id: paperId(n), rev: 0, kind: 'identityCard', files: [], whose: '', validTo: null, keptAt };
}

function paperId(n: number): Uuid {
  return uuid(300 + n);
}
