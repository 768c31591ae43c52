import { describe, expect, it } from 'vitest';
import {
  acceptance,
  ACCOUNT,
  done,
  draft,
  good,
  news,
  OWN,
  record,
  SHARED,
  type StoreHarness,
  submission,
  submitted,
  uuid,
  WITHDRAWAL,
  withStore,
} from './store-kit.ts';

const OTHER = 'account-of-vang';

/** What a store keeps, and how it says that it cannot. */
export function storeContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the account store (${name})`, () => {
    const here = withStore(start);

    it('keeps recent searches through a restart, for this account alone', async () => {
      expect(good(await here.store.listSearches())).toEqual([]);
      good(await here.store.keepSearches(() => ['khai sinh', 'kết hôn']));
      await here.restart();
      expect(good(await here.store.listSearches())).toEqual(['khai sinh', 'kết hôn']);
      const other = await here.phone.open(OTHER);
      expect(good(await other.listSearches())).toEqual([]);
      other.close();
      good(await here.store.keepSearches(() => []));
      expect(good(await here.store.listSearches())).toEqual([]);
      // The store's own state lies beside them.
      expect(good(await here.store.sync.start()).account).toBe(ACCOUNT);
    });

    it('keeps favourites and looks through a restart, each beside the other, for this account alone', async () => {
      const favourites = [{ code: '1.001193', name: 'Đăng ký khai sinh' }];
      const looks = [{ code: '1.001193', rev: 3, at: 5, parts: { name: '"Đăng ký khai sinh"' } }];
      expect([good(await here.store.listFavourites()), good(await here.store.listLooks())]).toEqual([[], []]);
      good(await here.store.keepFavourites(() => favourites));
      good(await here.store.keepLooks(() => looks));
      good(await here.store.keepSearches(() => ['khai sinh']));
      await here.restart();
      expect([good(await here.store.listFavourites()), good(await here.store.listLooks())]).toEqual([
        favourites,
        looks,
      ]);
      expect(good(await here.store.listSearches())).toEqual(['khai sinh']);
      const other = await here.phone.open(OTHER);
      expect([good(await other.listFavourites()), good(await other.listLooks())]).toEqual([[], []]);
      other.close();
      good(await here.store.keepFavourites(() => []));
      expect([good(await here.store.listFavourites()), good(await here.store.listLooks())]).toEqual([[], looks]);
      expect(good(await here.store.sync.start()).account).toBe(ACCOUNT);
    });

    it('adds to a list what two tabs keep at the same time, and answers with the whole of it', async () => {
      const other = await here.phone.open(ACCOUNT);
      const favourite = (code: string) => ({ code, name: code });
      good(await here.store.keepFavourites(() => [favourite('1')]));
      const adding = (to: typeof other, code: string) => to.keepFavourites((all) => [favourite(code), ...all]);
      await Promise.all([adding(here.store, '2'), adding(other, '3'), adding(here.store, '4'), adding(other, '5')]);
      const kept = good(await other.keepFavourites((all) => all.filter(({ code }) => code !== '1')));
      expect(kept.map(({ code }) => code).toSorted()).toEqual(['2', '3', '4', '5']);
      expect(good(await here.store.listFavourites())).toEqual(kept);
      other.close();
    });

    describe('drafts', () => {
      it('saves at the next revision and finds it after a restart', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        expect(saved.rev).toBe(1);
        await here.restart();
        expect(good(await here.store.findDraft(saved.id))).toEqual(saved);
        expect(good(await here.store.listDrafts())).toEqual([saved]);
      });

      it('refuses a save over a newer revision and says which is stored', async () => {
        const first = good(await here.store.saveDraft(draft()));
        const second = good(await here.store.saveDraft({ ...first, unit: '03004' }));
        const late = await here.store.saveDraft({ ...first, unit: '02905' });
        expect(late).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
        expect(good(await here.store.findDraft(first.id))).toEqual(second);
      });

      it('lets two saves of the same revision through once', async () => {
        const first = good(await here.store.saveDraft(draft()));
        const both = await Promise.all([
          here.store.saveDraft({ ...first, unit: 'a' }),
          here.store.saveDraft({ ...first, unit: 'b' }),
        ]);
        expect(both.filter((each) => each.ok)).toHaveLength(1);
        expect(both.find((each) => !each.ok)).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
      });

      it('drops a draft with its files, but not those another draft names', async () => {
        const one = good(await here.store.addFile(draft(), 'idCard', SHARED.file, SHARED.bytes));
        good(await here.store.addFile(one, 'licence', OWN.file, OWN.bytes));
        good(await here.store.addFile(draft(2), 'idCard', SHARED.file, SHARED.bytes));
        good(await here.store.dropDraft(one.id));
        expect(good(await here.store.findDraft(one.id))).toBeNull();
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
      });

      it('keeps accounts apart', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        const other = await here.phone.open(OTHER);
        expect(good(await other.listDrafts())).toEqual([]);
        expect(good(await other.findDraft(saved.id))).toBeNull();
        expect(good(await other.sync.start()).device).not.toBe(good(await here.store.sync.start()).device);
        other.close();
      });
    });

    describe('files', () => {
      it('keeps a photo and names it in the draft at once', async () => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        expect(saved.attachments).toEqual([{ document: 'idCard', files: [OWN.file] }]);
        await here.restart();
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: 0, held: true }]);
      });

      it('counts the same page of a paper once', async () => {
        const once = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const twice = good(await here.store.addFile(once, 'idCard', OWN.file, OWN.bytes));
        expect(twice.attachments).toEqual(once.attachments);
      });

      it('keeps nothing of a photo added to a stale draft', async () => {
        const first = good(await here.store.saveDraft(draft()));
        good(await here.store.saveDraft(first));
        const late = await here.store.addFile(first, 'idCard', OWN.file, OWN.bytes);
        expect(late).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.listProgress())).toEqual([]);
      });

      it('lets go of a page the draft no longer names', async () => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        good(await here.store.saveDraft({ ...saved, attachments: [] }));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });
    });

    describe('the outbox', () => {
      it('takes an intent and ends the draft it freezes', async () => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const entry = good(
          await here.store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }),
        );
        expect(entry.command).toEqual({ id: uuid(100), seq: 1, madeAt: 5, intent: submission(saved) });
        expect(entry.files).toEqual([OWN.file]);
        expect(entry.bytes).toBe(new TextEncoder().encode(JSON.stringify(entry.command)).length);
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([]);
        expect(good(await here.store.listOutbox())).toEqual([entry]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.sync.outgoing([1], 0))).toEqual({
          commands: [entry.command],
          drafts: [],
          answeredAt: null,
        });
      });

      it('takes a draft once, however often the button is tapped', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        const taps = await Promise.all(
          [101, 102].map((n) => here.store.enqueue(submission(saved), { commandId: uuid(n), madeAt: 5, draft: saved })),
        );
        expect(taps.filter((tap) => tap.ok)).toHaveLength(1);
        expect(good(await here.store.listOutbox())).toHaveLength(1);
      });

      it('takes a command id once and answers the entry it made', async () => {
        const first = good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 5 }));
        const again = good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 9 }));
        expect(again).toEqual(first);
        expect(good(await here.store.listOutbox())).toHaveLength(1);
      });

      it('refuses a draft that another tab has gone on with', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        good(await here.store.saveDraft(saved));
        const late = await here.store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved });
        expect(late).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
        expect(good(await here.store.listOutbox())).toEqual([]);
        expect(good(await here.store.listDrafts())).toHaveLength(1);
      });

      it('numbers commands without gaps, across restarts and in a crowd', async () => {
        good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(1), madeAt: 1 }));
        await here.restart();
        const crowd = [2, 3, 4, 5].map((n) => here.store.enqueue(WITHDRAWAL, { commandId: uuid(n), madeAt: n }));
        for (const entry of await Promise.all(crowd)) good(entry);
        const entries = good(await here.store.listOutbox());
        expect(entries.map(({ command }) => command.seq)).toEqual([1, 2, 3, 4, 5]);
        const outcomes = entries.map(({ command }) => done(command.seq, command.id));
        good(await record(here.store, { ...news([]), outcomes }));
        await here.restart();
        expect(good(await here.store.listOutbox())).toEqual([]);
        const next = good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(6), madeAt: 6 }));
        expect(next.command.seq).toBe(6);
      });
    });

    describe('a full phone', () => {
      const full = { ok: false, failure: { code: 'full' } };

      it('says so and claims nothing to be saved', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        here.phone.roomFor(0);
        expect(await here.store.saveDraft({ ...saved, unit: '03004' })).toEqual(full);
        expect(await here.store.saveDraft(draft(2))).toEqual(full);
        here.phone.roomFor(null);
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([saved]);
      });

      it.each([0, 1, 2])('keeps all or nothing of a photo (room for %i records)', async (records) => {
        const saved = good(await here.store.saveDraft(draft()));
        here.phone.roomFor(records);
        expect(await here.store.addFile(saved, 'idCard', OWN.file, OWN.bytes)).toEqual(full);
        here.phone.roomFor(null);
        await here.restart();
        expect(good(await here.store.findDraft(saved.id))).toEqual(saved);
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.listProgress())).toEqual([]);
      });

      it.each([0, 1])('leaves the draft when its entry cannot be kept (room for %i records)', async (records) => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        here.phone.roomFor(records);
        const from = { commandId: uuid(100), madeAt: 5, draft: saved };
        expect(await here.store.enqueue(submission(saved), from)).toEqual(full);
        here.phone.roomFor(null);
        await here.restart();
        expect(good(await here.store.findDraft(saved.id))).toEqual(saved);
        expect(good(await here.store.listOutbox())).toEqual([]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.enqueue(submission(saved), from)).command.seq).toBe(1);
      });

      it('keeps the outbox as it was when an answer cannot be recorded', async () => {
        const { entry } = await submitted(here.store);
        here.phone.roomFor(0);
        expect(await record(here.store, acceptance(entry, { missing: [] }))).toEqual(full);
        here.phone.roomFor(null);
        await here.restart();
        expect(good(await here.store.listOutbox())).toEqual([entry]);
        expect(good(await here.store.listDossiers())).toEqual([]);
        expect(good(await here.store.sync.start()).cursor).toBe(0);
      });
    });

    describe('watching', () => {
      it('hears of every write that is complete, until it stops', async () => {
        let heard = 0;
        const stop = here.store.watch(() => {
          heard += 1;
        });
        const saved = good(await here.store.saveDraft(draft()));
        expect(heard).toBe(1);
        await here.store.saveDraft({ ...saved, rev: 7 });
        expect(heard).toBe(1);
        stop();
        good(await here.store.saveDraft(saved));
        expect(heard).toBe(1);
      });
    });
  });
}
