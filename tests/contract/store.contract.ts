import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { DossierEvent, FileRef, Happening, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, OutboxEntry, OutgoingDraft, Recorded, Stored } from '#core/ports.ts';
import type { Change, Outcome, SyncResponse } from '#core/sync/messages.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';

type SpoiltTable = 'drafts' | 'outbox' | 'files' | 'dossiers' | 'kept' | 'receipts' | 'wallet';

/** One phone's disk under test. */
export type StoreHarness = {
  /** Opens an account's store; again after `close` it is the program's next start. */
  readonly open: (account: string) => Promise<AccountStore>;
  /** So many records can be written from now on; null ends the shortage. */
  readonly roomFor: (records: number | null) => void;
  /** The record's bytes are others than they were. */
  readonly corrupt: (account: string, table: SpoiltTable, key: string | number) => Promise<void>;
  /** The browser says that it has lost them. */
  readonly loseBytes: StoreHarness['corrupt'];
  readonly stop: () => Promise<void>;
};

const ACCOUNT = 'account-of-may';
const OTHER = 'account-of-vang';

export function storeContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the account store (${name})`, () => {
    let phone: StoreHarness;
    let store: AccountStore;

    beforeEach(async () => {
      phone = await start();
      store = await phone.open(ACCOUNT);
    });
    afterEach(async () => {
      store.close();
      await phone.stop();
    });

    const restart = async (): Promise<AccountStore> => {
      store.close();
      store = await phone.open(ACCOUNT);
      return store;
    };

    it('keeps recent searches through a restart, for this account alone', async () => {
      expect(good(await store.listSearches())).toEqual([]);
      good(await store.keepSearches(['khai sinh', 'kết hôn']));
      await restart();
      expect(good(await store.listSearches())).toEqual(['khai sinh', 'kết hôn']);
      const other = await phone.open(OTHER);
      expect(good(await other.listSearches())).toEqual([]);
      other.close();
      good(await store.keepSearches([]));
      expect(good(await store.listSearches())).toEqual([]);
      // The store's own state lies beside them.
      expect(good(await store.sync.start()).account).toBe(ACCOUNT);
    });

    it('keeps favourites and looks through a restart, each beside the other, for this account alone', async () => {
      const favourites = [{ code: '1.001193', name: 'Đăng ký khai sinh' }];
      const looks = [{ code: '1.001193', rev: 3, at: 5, parts: { name: '"Đăng ký khai sinh"' } }];
      expect([good(await store.listFavourites()), good(await store.listLooks())]).toEqual([[], []]);
      good(await store.keepFavourites(favourites));
      good(await store.keepLooks(looks));
      good(await store.keepSearches(['khai sinh']));
      await restart();
      expect([good(await store.listFavourites()), good(await store.listLooks())]).toEqual([favourites, looks]);
      expect(good(await store.listSearches())).toEqual(['khai sinh']);
      const other = await phone.open(OTHER);
      expect([good(await other.listFavourites()), good(await other.listLooks())]).toEqual([[], []]);
      other.close();
      good(await store.keepFavourites([]));
      expect([good(await store.listFavourites()), good(await store.listLooks())]).toEqual([[], looks]);
      expect(good(await store.sync.start()).account).toBe(ACCOUNT);
    });

    describe('drafts', () => {
      it('saves at the next revision and finds it after a restart', async () => {
        const saved = good(await store.saveDraft(draft()));
        expect(saved.rev).toBe(1);
        await restart();
        expect(good(await store.findDraft(saved.id))).toEqual(saved);
        expect(good(await store.listDrafts())).toEqual([saved]);
      });

      it('refuses a save over a newer revision and says which is stored', async () => {
        const first = good(await store.saveDraft(draft()));
        const second = good(await store.saveDraft({ ...first, unit: '03004' }));
        const late = await store.saveDraft({ ...first, unit: '02905' });
        expect(late).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
        expect(good(await store.findDraft(first.id))).toEqual(second);
      });

      it('lets two saves of the same revision through once', async () => {
        const first = good(await store.saveDraft(draft()));
        const both = await Promise.all([
          store.saveDraft({ ...first, unit: 'a' }),
          store.saveDraft({ ...first, unit: 'b' }),
        ]);
        expect(both.filter((each) => each.ok)).toHaveLength(1);
        expect(both.find((each) => !each.ok)).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
      });

      it('drops a draft with its files, but not those another draft names', async () => {
        const one = good(await store.addFile(draft(), 'idCard', SHARED.file, SHARED.bytes));
        good(await store.addFile(one, 'licence', OWN.file, OWN.bytes));
        good(await store.addFile(draft(2), 'idCard', SHARED.file, SHARED.bytes));
        good(await store.dropDraft(one.id));
        expect(good(await store.findDraft(one.id))).toBeNull();
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
      });

      it('keeps accounts apart', async () => {
        const saved = good(await store.saveDraft(draft()));
        const other = await phone.open(OTHER);
        expect(good(await other.listDrafts())).toEqual([]);
        expect(good(await other.findDraft(saved.id))).toBeNull();
        expect(good(await other.sync.start()).device).not.toBe(good(await store.sync.start()).device);
        other.close();
      });
    });

    describe('files', () => {
      it('keeps a photo and names it in the draft at once', async () => {
        const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        expect(saved.attachments).toEqual([{ document: 'idCard', files: [OWN.file] }]);
        await restart();
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.listProgress())).toEqual([{ file: OWN.file, sent: 0, held: true }]);
      });

      it('counts the same page of a paper once', async () => {
        const once = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const twice = good(await store.addFile(once, 'idCard', OWN.file, OWN.bytes));
        expect(twice.attachments).toEqual(once.attachments);
      });

      it('keeps nothing of a photo added to a stale draft', async () => {
        const first = good(await store.saveDraft(draft()));
        good(await store.saveDraft(first));
        const late = await store.addFile(first, 'idCard', OWN.file, OWN.bytes);
        expect(late).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.listProgress())).toEqual([]);
      });

      it('lets go of a page the draft no longer names', async () => {
        const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        good(await store.saveDraft({ ...saved, attachments: [] }));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
      });
    });

    describe('the outbox', () => {
      it('takes an intent and ends the draft it freezes', async () => {
        const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const entry = good(await store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }));
        expect(entry.command).toEqual({ id: uuid(100), seq: 1, madeAt: 5, intent: submission(saved) });
        expect(entry.files).toEqual([OWN.file]);
        expect(entry.bytes).toBe(new TextEncoder().encode(JSON.stringify(entry.command)).length);
        await restart();
        expect(good(await store.listDrafts())).toEqual([]);
        expect(good(await store.listOutbox())).toEqual([entry]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.sync.outgoing([1], 0))).toEqual({ commands: [entry.command], drafts: [], proof: null });
      });

      it('takes a draft once, however often the button is tapped', async () => {
        const saved = good(await store.saveDraft(draft()));
        const taps = await Promise.all(
          [101, 102].map((n) => store.enqueue(submission(saved), { commandId: uuid(n), madeAt: 5, draft: saved })),
        );
        expect(taps.filter((tap) => tap.ok)).toHaveLength(1);
        expect(good(await store.listOutbox())).toHaveLength(1);
      });

      it('takes a command id once and answers the entry it made', async () => {
        const first = good(await store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 5 }));
        const again = good(await store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 9 }));
        expect(again).toEqual(first);
        expect(good(await store.listOutbox())).toHaveLength(1);
      });

      it('refuses a draft that another tab has gone on with', async () => {
        const saved = good(await store.saveDraft(draft()));
        good(await store.saveDraft(saved));
        const late = await store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved });
        expect(late).toEqual({ ok: false, failure: { code: 'stale', rev: 2 } });
        expect(good(await store.listOutbox())).toEqual([]);
        expect(good(await store.listDrafts())).toHaveLength(1);
      });

      it('numbers commands without gaps, across restarts and in a crowd', async () => {
        good(await store.enqueue(WITHDRAWAL, { commandId: uuid(1), madeAt: 1 }));
        await restart();
        const crowd = [2, 3, 4, 5].map((n) => store.enqueue(WITHDRAWAL, { commandId: uuid(n), madeAt: n }));
        for (const entry of await Promise.all(crowd)) good(entry);
        const entries = good(await store.listOutbox());
        expect(entries.map(({ command }) => command.seq)).toEqual([1, 2, 3, 4, 5]);
        const outcomes = entries.map(({ command }) => done(command.seq, command.id));
        good(await record(store, { ...news([]), outcomes }));
        await restart();
        expect(good(await store.listOutbox())).toEqual([]);
        const next = good(await store.enqueue(WITHDRAWAL, { commandId: uuid(6), madeAt: 6 }));
        expect(next.command.seq).toBe(6);
      });
    });

    describe('what the server answers', () => {
      it('a done command leaves the outbox, its dossier appears, its missing files are to be sent', async () => {
        const { entry } = await submitted(store);
        const accepted = acceptance(entry, { missing: [OWN.file] });
        expect(good(await record(store, accepted))).toMatchObject({
          cursor: 1,
          resend: [],
          toUpload: [{ ...OWN.file, dossier: entry.command.intent.dossier }],
        });
        expect(good(await store.listOutbox())).toEqual([]);
        const [dossier] = good(await store.listDossiers());
        expect(dossier).toMatchObject({
          id: entry.command.intent.dossier,
          status: 'registered',
          papersComplete: false,
        });
        expect(good(await store.sync.start())).toMatchObject({ cursor: 1, unsent: [], lastContactAt: 1_000 });
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('hears the same answer twice without harm', async () => {
        const { entry } = await submitted(store);
        const accepted = acceptance(entry, { missing: [OWN.file] });
        good(await record(store, accepted));
        const before = good(await store.listDossiers());
        good(await record(store, accepted));
        await restart();
        expect(good(await store.listDossiers())).toEqual(before);
        expect(good(await store.sync.start()).cursor).toBe(1);
      });

      it('lets go of a file when all papers have arrived and nothing else names it', async () => {
        const { entry } = await submitted(store);
        good(await record(store, acceptance(entry, { missing: [OWN.file] })));
        good(await store.addFile(draft(9), 'idCard', SHARED.file, SHARED.bytes));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(store, news([complete])));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        expect(good(await store.listProgress())).toContainEqual({ file: OWN.file, sent: OWN.file.size, held: false });
      });

      it('keeps a file that a draft still names', async () => {
        const { entry } = await submitted(store);
        good(await store.addFile(draft(9), 'idCard', OWN.file, OWN.bytes));
        const { changes } = acceptance(entry, { missing: [] });
        good(
          await record(store, {
            ...acceptance(entry, { missing: [] }),
            changes: [...changes, change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' })],
            cursor: 2,
          }),
        );
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('keeps the photos of a supplement in progress, hands them to the outbox and lets go once they have arrived', async () => {
        const { entry, saved } = await submitted(store);
        const id = saved.id;
        good(await record(store, acceptance(entry, { missing: [OWN.file] })));
        const begun: Draft = { ...draft(), id, answers: {}, place: { at: 'supplement' } };
        const one = good(await store.addFile(begun, 'idCard', OWN.file, OWN.bytes));
        const two = good(await store.addFile(one, 'idCard', SHARED.file, SHARED.bytes));
        good(await record(store, news([change(2, id, 2, { type: 'papersComplete' })])));
        await restart();
        expect(good(await store.listDrafts())).toEqual([two]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);

        const attachments = [...two.attachments];
        const intent: CitizenIntent = { type: 'supplement', dossier: id, note: 'Dạ đây', attachments };
        const sealed = good(await store.enqueue(intent, { commandId: uuid(101), madeAt: 6, draft: two }));
        await restart();
        expect(good(await store.listDrafts())).toEqual([]);
        expect(sealed.files).toEqual([OWN.file, SHARED.file]);
        expect(good(await store.sync.fileBytes(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.sync.fileBytes(SHARED.file.hash))).toEqual(SHARED.bytes);

        const asked = change(3, id, 3, {
          type: 'supplementRequested',
          items: [{ document: 'idCard', what: 'Chụp lại' }],
          reason: 'Ảnh mờ',
          dueDay: '2026-11-27',
        });
        const added = change(4, id, 4, {
          type: 'supplemented',
          note: 'Dạ đây',
          attachments,
          claimedAt: 6,
          promisedDay: null,
        });
        const outcomes = [done(sealed.command.seq, sealed.command.id)];
        good(await record(store, { ...news([asked, added]), outcomes }));
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        good(await record(store, news([change(5, id, 5, { type: 'papersComplete' })])));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.findFile(SHARED.file.hash))).toBeNull();
      });

      it('keeps what is photographed again page by page, and lets go of what was lost once that is known', async () => {
        const { entry, saved } = await submitted(store);
        const id = saved.id;
        good(await record(store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo: 0 }));
        expect(good(await store.listMissing())).toEqual([OWN.file.hash]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);

        const begun: Draft = { ...draft(), id: uuid(8), answers: {}, place: { at: 'replacement', dossier: id } };
        const one = good(await store.addFile(begun, 'idCard', SHARED.file, SHARED.bytes));
        await restart();
        expect(good(await store.listDrafts())).toEqual([one]);
        const attachments = [...one.attachments];
        const intent: CitizenIntent = { type: 'replacePapers', dossier: id, lost: [OWN.file.hash], attachments };
        const sealed = good(await store.enqueue(intent, { commandId: uuid(101), madeAt: 6, draft: one }));
        await restart();
        expect(good(await store.listDrafts())).toEqual([]);
        expect(good(await store.sync.fileBytes(SHARED.file.hash))).toEqual(SHARED.bytes);

        // This phone had the lost page all along: as nobody waits for it any more, it need not be kept or sent.
        const replaced = change(2, id, 2, {
          type: 'papersReplaced',
          lost: [OWN.file.hash],
          attachments,
          claimedAt: 6,
        });
        const outcomes = [done(sealed.command.seq, sealed.command.id)];
        const told = { ...news([replaced]), outcomes, missingFiles: [SHARED.file.hash], backedUpTo: 0 };
        expect(good(await record(store, told)).toUpload).toMatchObject([{ ...SHARED.file, dossier: id }]);
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.listProgress()).map(({ file }) => file)).toEqual([SHARED.file]);
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        expect(good(await store.listDossiers())).toMatchObject([{ id, attachments, papersComplete: false }]);

        good(await record(store, { ...news([change(3, id, 3, { type: 'papersComplete' })]), backedUpTo: 0 }));
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        good(await record(store, { ...news([]), backedUpTo: 10_000 }));
        expect(good(await store.findFile(SHARED.file.hash))).toBeNull();
        expect(good(await store.listMissing())).toEqual([]);
      });

      it('keeps a page that was photographed again while another dossier waits for it', async () => {
        const { entry, saved } = await submitted(store);
        const other = change(2, uuid(70), 1, submittedEvent(5, [OWN.file]));
        const { changes, ...accepted } = acceptance(entry, { missing: [OWN.file] });
        good(await record(store, { ...accepted, changes: [...changes, other], cursor: 2 }));
        const again = [{ document: 'idCard', files: [SHARED.file] }];
        const replaced = change(3, saved.id, 2, {
          type: 'papersReplaced',
          lost: [OWN.file.hash],
          attachments: again,
          claimedAt: 6,
        });
        const told = { ...news([replaced]), missingFiles: [OWN.file.hash, SHARED.file.hash] };
        expect(good(await record(store, told)).toUpload).toMatchObject([{ ...OWN.file, dossier: uuid(70) }]);
      });

      it('offers only files it holds', async () => {
        const { entry } = await submitted(store);
        const accepted = acceptance(entry, { missing: [OWN.file, SHARED.file] });
        expect(good(await record(store, accepted)).toUpload.map(({ hash }) => hash)).toEqual([OWN.file.hash]);
      });

      it('keeps a refused command with its reason, and does not send it again', async () => {
        const { entry } = await submitted(store);
        good(await record(store, refusal(entry)));
        await restart();
        expect(good(await store.listOutbox())).toEqual([{ ...entry, refusal: { code: 'unknownUnit' } }]);
        expect(good(await store.sync.start()).unsent).toEqual([]);
        expect(good(await store.sync.outgoing([entry.command.seq], 0)).commands).toEqual([]);
      });

      it('ignores an outcome for a command of another id', async () => {
        const { entry } = await submitted(store);
        const outcome: Outcome = { result: 'done', seq: entry.command.seq, id: uuid(999), at: 1, receipt: '' };
        good(await record(store, { ...news([]), outcomes: [outcome] }));
        expect(good(await store.listOutbox())).toEqual([entry]);
      });

      it('fetches everything again when a dossier’s events do not fit together', async () => {
        const { entry } = await submitted(store);
        good(await record(store, acceptance(entry, { missing: [] })));
        const dossier = entry.command.intent.dossier;
        const gap = change(2, dossier, 3, { type: 'received', promisedDay: null });
        good(await record(store, news([gap])));
        expect(good(await store.listDossiers())).toEqual([]);
        expect(good(await store.sync.start()).cursor).toBe(0);
        // The engine goes on from where it stood: that must not skip what has to come again.
        const later = change(3, uuid(70), 1, submittedEvent(entry.command.madeAt, []));
        good(await record(store, news([later])));
        expect(good(await store.sync.start()).cursor).toBe(0);
        const { changes } = acceptance(entry, { missing: [] });
        const complete = change(2, dossier, 2, { type: 'papersComplete' });
        good(await record(store, news([...changes, complete, later])));
        expect(good(await store.sync.start()).cursor).toBe(3);
        expect(good(await store.listDossiers())).toHaveLength(2);
      });

      it('notes how far a file has got', async () => {
        await submitted(store);
        good(await store.sync.noteSent(OWN.file.hash, 7));
        expect(good(await store.listProgress())).toEqual([{ file: OWN.file, sent: 7, held: true }]);
        good(await store.sync.noteSent('f'.repeat(64), 7));
        expect(good(await store.listProgress())).toHaveLength(1);
      });

      it('keeps the last 500 lines of the log in order', { timeout: 120_000 }, async () => {
        for (let at = 1; at <= 503; at++) good(await store.sync.log({ at, what: 'exchange', result: 'ok 0' }));
        const lines = good(await store.readLog());
        expect(lines).toHaveLength(500);
        expect(lines[0]).toEqual({ at: 4, what: 'exchange', result: 'ok 0' });
        expect(lines.at(-1)?.at).toBe(503);
      });
    });

    describe('taking a refused command back', () => {
      it('makes a submission a draft again, with its papers, as a new dossier', async () => {
        const { entry, saved } = await submitted(store);
        good(await record(store, refusal(entry)));
        const id = good(await store.reviveRefused(entry.command.id, () => EVERYTHING));
        expect(id).not.toBe(saved.id);
        const revived = good(await store.findDraft(id ?? ''));
        expect(revived).toMatchObject({
          rev: 1,
          answers: saved.answers,
          attachments: saved.attachments,
          procedure: EVERYTHING,
          place: { at: 'review' },
        });
        expect(good(await store.listOutbox())).toEqual([]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.reviveRefused(entry.command.id, () => EVERYTHING))).toBeNull();
      });

      it('leaves it where it is while its procedure is unknown, or while it is not refused', async () => {
        const { entry } = await submitted(store);
        expect(good(await store.reviveRefused(entry.command.id, () => EVERYTHING))).toBeNull();
        good(await record(store, refusal(entry)));
        expect(good(await store.reviveRefused(entry.command.id, () => null))).toBeNull();
        expect(good(await store.listOutbox())).toHaveLength(1);
      });

      it('VERSION-8 goes on by the version that is found for its own, with the answers that version does not ask', async () => {
        const { entry, saved } = await submitted(store);
        good(await record(store, refusal(entry)));
        const asked: (string | number)[] = [];
        const id = good(
          await store.reviveRefused(entry.command.id, (...named) => {
            asked.push(...named);
            return EVERYTHING_2;
          }),
        );
        expect(asked).toEqual([EVERYTHING.code, 1]);
        expect(good(await store.findDraft(id ?? ''))).toMatchObject({
          procedure: EVERYTHING_2,
          answers: saved.answers,
        });
      });

      it('puts away what was no submission', async () => {
        const entry = good(await store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 5 }));
        good(await record(store, refusal(entry)));
        expect(good(await store.reviveRefused(entry.command.id, () => EVERYTHING))).toBeNull();
        expect(good(await store.listOutbox())).toEqual([]);
      });
    });

    describe('a full phone', () => {
      const full = { ok: false, failure: { code: 'full' } };

      it('says so and claims nothing to be saved', async () => {
        const saved = good(await store.saveDraft(draft()));
        phone.roomFor(0);
        expect(await store.saveDraft({ ...saved, unit: '03004' })).toEqual(full);
        expect(await store.saveDraft(draft(2))).toEqual(full);
        phone.roomFor(null);
        await restart();
        expect(good(await store.listDrafts())).toEqual([saved]);
      });

      it.each([0, 1, 2])('keeps all or nothing of a photo (room for %i records)', async (records) => {
        const saved = good(await store.saveDraft(draft()));
        phone.roomFor(records);
        expect(await store.addFile(saved, 'idCard', OWN.file, OWN.bytes)).toEqual(full);
        phone.roomFor(null);
        await restart();
        expect(good(await store.findDraft(saved.id))).toEqual(saved);
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.listProgress())).toEqual([]);
      });

      it.each([0, 1])('leaves the draft when its entry cannot be kept (room for %i records)', async (records) => {
        const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        phone.roomFor(records);
        const from = { commandId: uuid(100), madeAt: 5, draft: saved };
        expect(await store.enqueue(submission(saved), from)).toEqual(full);
        phone.roomFor(null);
        await restart();
        expect(good(await store.findDraft(saved.id))).toEqual(saved);
        expect(good(await store.listOutbox())).toEqual([]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.enqueue(submission(saved), from)).command.seq).toBe(1);
      });

      it('keeps the outbox as it was when an answer cannot be recorded', async () => {
        const { entry } = await submitted(store);
        phone.roomFor(0);
        expect(await record(store, acceptance(entry, { missing: [] }))).toEqual(full);
        phone.roomFor(null);
        await restart();
        expect(good(await store.listOutbox())).toEqual([entry]);
        expect(good(await store.listDossiers())).toEqual([]);
        expect(good(await store.sync.start()).cursor).toBe(0);
      });
    });

    describe('watching', () => {
      it('hears of every write that is complete, until it stops', async () => {
        let heard = 0;
        const stop = store.watch(() => {
          heard += 1;
        });
        const saved = good(await store.saveDraft(draft()));
        expect(heard).toBe(1);
        await store.saveDraft({ ...saved, rev: 7 });
        expect(heard).toBe(1);
        stop();
        good(await store.saveDraft(saved));
        expect(heard).toBe(1);
      });
    });
  });
}

/** The value of something that must have worked. */
export function good<T>(stored: Stored<T>): T {
  if (!stored.ok) throw new Error(`The store failed: ${JSON.stringify(stored.failure)}`);
  return stored.value;
}

export function uuid(n: number): Uuid {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function draft(n = 1): Draft {
  return {
    id: uuid(n),
    rev: 0,
    procedure: EVERYTHING,
    unit: '',
    answers: EVERYTHING_ANSWERS,
    attachments: [],
    place: { at: 'page', page: 'person' },
    startedAt: 1,
    savedAt: 1,
  };
}

export const OWN = picture('a', [1, 2, 3, 4, 5, 6, 7, 8, 9]);
export const SHARED = picture('b', [9, 9, 9]);

export const WITHDRAWAL: CitizenIntent = { type: 'withdraw', dossier: uuid(50), reason: '' };

export function picture(letter: string, content: number[]): { readonly file: FileRef; readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(content);
  return { file: { hash: letter.repeat(64), size: bytes.length, type: 'image/webp' }, bytes };
}

export function submission({
  id,
  procedure,
  unit,
  answers,
  attachments,
}: Draft): Extract<CitizenIntent, { type: 'submit' }> {
  const { code, version } = procedure;
  return { type: 'submit', dossier: id, procedure: code, version, unit, answers, attachments: [...attachments] };
}

/** A draft with one photo, submitted. */
export async function submitted(store: AccountStore): Promise<{ readonly saved: Draft; readonly entry: OutboxEntry }> {
  const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
  const from = { commandId: uuid(100), madeAt: 5, draft: saved };
  return { saved, entry: good(await store.enqueue(submission(saved), from)) };
}

const EPOCH = uuid(777);

/** An answer of the server that says nothing but what is given. */
export function answer(given: Partial<SyncResponse> = {}): SyncResponse {
  return { ...QUIET_ANSWER, epoch: EPOCH, lastSeq: 1_000, serverTime: 2_000, ...given };
}

export function record(
  store: AccountStore,
  response: SyncResponse,
  pushed: readonly OutgoingDraft[] = [],
): Promise<Stored<Recorded>> {
  return store.sync.record(response, pushed, 1_000);
}

function news(changes: readonly Change[]): SyncResponse {
  return answer({ changes: [...changes], cursor: changes.at(-1)?.n ?? 0 });
}

export function acceptance(
  { command, files }: OutboxEntry,
  { missing }: { missing: readonly FileRef[] },
): SyncResponse {
  return answer({
    outcomes: [done(command.seq, command.id)],
    changes: [change(1, command.intent.dossier, 1, submittedEvent(command.madeAt, files))],
    cursor: 1,
    missingFiles: missing.map((file) => file.hash),
  });
}

function refusal({ command }: OutboxEntry): SyncResponse {
  const outcome: Outcome = {
    result: 'refused',
    seq: command.seq,
    id: command.id,
    at: 1,
    refusal: { code: 'unknownUnit' },
  };
  return { ...news([]), outcomes: [outcome] };
}

export function done(seq: number, id: Uuid): Outcome {
  return { result: 'done', seq, id, at: 1, receipt: `receipt of ${seq}` };
}

export function submittedEvent(claimedAt: number, files: readonly FileRef[]): Happening {
  return {
    type: 'submitted',
    code: 'H38.16-261122-0001',
    procedure: EVERYTHING.code,
    version: 1,
    unit: '03004',
    applicant: 'LÝ THỊ MẨY',
    answers: EVERYTHING_ANSWERS,
    attachments: files.length > 0 ? [{ document: 'idCard', files: [...files] }] : [],
    claimedAt,
  };
}

export function change(n: number, dossier: Uuid, eventN: number, what: Happening): Change {
  const role: DossierEvent['by']['role'] =
    what.type === 'submitted' || what.type === 'supplemented' || what.type === 'papersReplaced'
      ? 'citizen'
      : what.type === 'papersComplete'
        ? 'system'
        : 'officer';
  return { n, dossier, event: { n: eventN, at: 1_000 + n, by: { role, name: '' }, what } };
}
