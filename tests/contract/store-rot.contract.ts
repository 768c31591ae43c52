import { describe, expect, it } from 'vitest';
import { must } from '#core/assert.ts';
import type { OutgoingDraft } from '#core/ports.ts';
import { bodyOf } from '#core/sync/drafts.ts';
import type { Outcome, SharedDraft } from '#core/sync/messages.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import {
  acceptance,
  ACCOUNT,
  answer,
  change,
  done,
  draft,
  good,
  OWN,
  record,
  type StoreHarness,
  submission,
  submitted,
  submittedEvent,
  uuid,
  WITHDRAWAL,
  withStore,
} from './store-kit.ts';

const ALL = Number.POSITIVE_INFINITY;
const CORRUPT = { ok: false, failure: { code: 'corrupt' } };

/** What a store promises of records that do not open: the others go on, and nothing is called sent that is not. */
export function storeRotContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the account store under rot (${name})`, () => {
    const here = withStore(start);
    const rot = (table: Parameters<StoreHarness['corrupt']>[1], key: string | number) =>
      here.phone.corrupt(ACCOUNT, table, key);

    describe.each(['altered', 'lost'] as const)('bytes %s', (how) => {
      const spoil =
        how === 'altered' ? rot : (...what: Parameters<typeof rot>) => here.phone.loseBytes(ACCOUNT, ...what);

      it('ROT-1 a draft that does not open is named, and every other one is there', async () => {
        const one = good(await here.store.addFile(draft(1), 'idCard', OWN.file, OWN.bytes));
        const two = good(await here.store.saveDraft(draft(2)));
        await spoil('drafts', one.id);
        expect(good(await here.store.listDrafts())).toEqual([two]);
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([two]);
        expect(await here.store.findDraft(one.id)).toEqual(CORRUPT);
        expect(good(await here.store.sync.outgoing([], ALL)).drafts).toMatchObject([{ push: { id: two.id } }]);
        expect(good(await here.store.listAside())).toMatchObject([
          { what: 'draft', id: one.id, dossier: one.id, fate: 'kept', seen: false },
        ]);
      });

      it('ROT-2 an entry that does not open holds up none behind it, and asks the server in place of being sent', async () => {
        const entries = [];
        for (const n of [101, 102, 103]) {
          entries.push(good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(n), madeAt: n })));
        }
        await spoil('outbox', 2);
        await here.restart();
        expect(good(await here.store.sync.start()).unsent.map(({ seq }) => seq)).toEqual([1, 2, 3]);
        const { commands } = good(await here.store.sync.outgoing([1, 2, 3], 0));
        expect(commands).toMatchObject([
          { seq: 1, id: uuid(101), intent: WITHDRAWAL },
          { seq: 2, id: uuid(102), intent: { type: 'void' } },
          { seq: 3, id: uuid(103), intent: WITHDRAWAL },
        ]);
        expect(good(await here.store.listOutbox())).toEqual([entries[0], entries[2]]);
        expect(good(await here.store.listAside())).toMatchObject([{ what: 'command', id: uuid(102), fate: 'asking' }]);
      });

      it('ROT-3 a photo that does not open is named with its dossier, and is not offered to the server', async () => {
        const { entry } = await submitted(here.store);
        await spoil('files', OWN.file.hash);
        expect(await here.store.findFile(OWN.file.hash)).toEqual(CORRUPT);
        expect(good(await here.store.sync.fileBytes(OWN.file.hash))).toBeNull();
        expect(good(await record(here.store, acceptance(entry, { missing: [OWN.file] }))).toUpload).toEqual([]);
        expect(good(await here.store.listAside())).toMatchObject([
          { what: 'paper', id: OWN.file.hash, dossier: entry.command.intent.dossier, fate: 'kept' },
        ]);
        // Taken once more, just so.
        good(await here.store.addFile(draft(9), 'idCard', OWN.file, OWN.bytes));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.listAside())).toMatchObject([{ fate: 'back' }]);
      });

      it('ROT-4 a dossier that does not open is told again from its first event', async () => {
        const { entry } = await submitted(here.store);
        const accepted = acceptance(entry, { missing: [] });
        good(await record(here.store, accepted));
        const id = entry.command.intent.dossier;
        await spoil('dossiers', id);
        expect(good(await here.store.listDossiers())).toEqual([]);
        expect(good(await here.store.listAside())).toMatchObject([{ what: 'dossier', id, dossier: id, fate: 'kept' }]);
        expect(good(await record(here.store, answer({ cursor: 1 }))).cursor).toBe(0);
        expect(good(await record(here.store, accepted)).cursor).toBe(1);
        expect(good(await here.store.listDossiers())).toMatchObject([{ id, status: 'registered' }]);
        expect(good(await here.store.listAside())).toMatchObject([{ fate: 'back' }]);
      });

      it('ROT-13 a draft that rots under the person’s finger is saved and submitted from the screen', async () => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        await spoil('drafts', saved.id);
        good(await here.store.sync.outgoing([], ALL));
        const next = good(await here.store.saveDraft({ ...saved, unit: '03004' }));
        expect(next.rev).toBe(2);
        expect(good(await here.store.listAside())).toMatchObject([{ fate: 'back' }]);
        await spoil('drafts', saved.id);
        good(await here.store.listDrafts());
        good(await here.store.enqueue(submission(next), { commandId: uuid(100), madeAt: 5, draft: next }));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it.each(['sent', 'thrown away'])(
        'ROT-18 one that rotted, was gone on with and is %s is over in every tab',
        async (end) => {
          const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
          await spoil('drafts', saved.id);
          good(await here.store.listDrafts());
          const next = good(await here.store.saveDraft({ ...saved, unit: '03004' }));
          if (end === 'thrown away') good(await here.store.dropDraft(next.id));
          else good(await here.store.enqueue(submission(next), { commandId: uuid(100), madeAt: 5, draft: next }));
          // Another tab has it on screen as it was before.
          const late = await here.store.saveDraft({ ...saved, unit: '03004' });
          expect(late).toMatchObject({ ok: false, failure: { code: 'stale' } });
          expect(good(await here.store.listDrafts())).toEqual([]);
        },
      );

      it('ROT-5 a dossier that does not open when news of it come is told again too', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, acceptance(entry, { missing: [] })));
        const id = entry.command.intent.dossier;
        await spoil('dossiers', id);
        const news = answer({ changes: [change(2, id, 2, { type: 'papersComplete' })], cursor: 2 });
        expect(good(await record(here.store, news)).cursor).toBe(0);
      });
    });

    describe('what becomes of a command that does not open', () => {
      const unreadable = async () => {
        const { entry, saved } = await submitted(here.store);
        await rot('outbox', entry.command.seq);
        await here.restart();
        good(await here.store.sync.start());
        return { entry, saved };
      };
      const fates = async () => good(await here.store.listAside()).map(({ fate }) => fate);

      it('ROT-6 it counts as sent when the server had it, and its papers go on', async () => {
        const { entry } = await unreadable();
        const accepted = acceptance(entry, { missing: [OWN.file] });
        expect(good(await record(here.store, accepted)).toUpload).toMatchObject([OWN.file]);
        expect(await fates()).toEqual(['sent']);
        expect(good(await here.store.sync.start()).unsent).toEqual([]);
        // The dossier was all that named the photo.
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(here.store, answer({ changes: [complete], cursor: 2 })));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('ROT-7 it does not count as sent when the server took the empty one, and its photos stay', async () => {
        const { entry } = await unreadable();
        const outcome: Outcome = { result: 'done', seq: 1, id: entry.command.id, at: 1, receipt: '' };
        good(await record(here.store, answer({ outcomes: [outcome], backedUpTo: 5_000 })));
        expect(await fates()).toEqual(['notSent']);
        expect(good(await here.store.listReceipts(entry.command.intent.dossier))).toEqual([]);
        // Whatever else lets go of the same photo.
        good(await here.store.addFile(draft(9), 'idCard', OWN.file, OWN.bytes));
        good(await here.store.dropDraft(uuid(9)));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.sync.start()).unsent).toEqual([]);
      });

      it('ROT-8 where the server knows its draft, that comes back with its photos', async () => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const pushed = good(await here.store.sync.outgoing([], ALL)).drafts;
        const draftOutcomes = [{ id: saved.id, rev: 1, result: 'kept' as const }];
        good(await here.store.sync.record(answer({ draftOutcomes, draftCursor: 1 }), pushed, 1_000));
        const from = { commandId: uuid(100), madeAt: 5, draft: saved };
        const entry = good(await here.store.enqueue(submission(saved), from));
        await rot('outbox', entry.command.seq);
        good(await here.store.sync.start());
        const outcome: Outcome = { result: 'done', seq: 1, id: uuid(100), at: 1, receipt: '' };
        const heard = good(await record(here.store, answer({ outcomes: [outcome], draftCursor: 1 })));
        expect(heard.draftCursor).toBe(0);
        const told: SharedDraft = { id: saved.id, rev: 1, body: bodyOf(saved), over: null };
        good(await record(here.store, answer({ drafts: [told], draftCursor: 1 })));
        expect(good(await here.store.takeArrivals(() => EVERYTHING))).toBe(1);
        expect(good(await here.store.findDraft(saved.id))).toMatchObject({ answers: saved.answers });
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(await fates()).toEqual(['back']);
      });

      it('ROT-9 it is called refused when the server had refused it, and is not sent again', async () => {
        const { entry } = await unreadable();
        const refusal = { code: 'unknownUnit' as const };
        const outcome: Outcome = { result: 'refused', seq: 1, id: entry.command.id, at: 1, refusal };
        good(await record(here.store, answer({ outcomes: [outcome] })));
        expect(await fates()).toEqual(['refused']);
        await here.restart();
        expect(good(await here.store.sync.start()).unsent).toEqual([]);
        expect(good(await here.store.listOutbox())).toEqual([]);
      });

      it('ROT-10 one that rots while its answer is on the way is settled by that answer', async () => {
        const { entry } = await submitted(here.store);
        await rot('outbox', entry.command.seq);
        good(await record(here.store, acceptance(entry, { missing: [] })));
        expect(await fates()).toEqual(['sent']);
        expect(good(await here.store.listDossiers())).toHaveLength(1);
      });

      it('ROT-11 one that was acknowledged, and that a restored server forgot, is sent empty and named', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, { ...acceptance(entry, { missing: [] }), backedUpTo: 0 }));
        await rot('kept', entry.command.seq);
        const back = good(await record(here.store, answer({ epoch: uuid(778), lastSeq: 0, backedUpTo: 0 })));
        expect(back.resend.map(({ seq }) => seq)).toEqual([1]);
        expect(good(await here.store.sync.outgoing([1], 0)).commands).toMatchObject([{ intent: { type: 'void' } }]);
        expect(await fates()).toEqual(['notSent']);
      });
    });

    it('ROT-12 a draft that was told to the server comes back from there', async () => {
      const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
      const pushed: readonly OutgoingDraft[] = good(await here.store.sync.outgoing([], ALL)).drafts;
      const draftOutcomes = [{ id: saved.id, rev: 1, result: 'kept' as const }];
      good(await here.store.sync.record(answer({ draftOutcomes, draftCursor: 1 }), pushed, 1_000));
      await rot('drafts', saved.id);
      expect(good(await here.store.listDrafts())).toEqual([]);
      expect(good(await record(here.store, answer({ draftCursor: 1 }))).draftCursor).toBe(0);
      const told: SharedDraft = { id: saved.id, rev: 1, body: bodyOf(saved), over: null };
      expect(good(await record(here.store, answer({ drafts: [told], draftCursor: 1 }))).draftCursor).toBe(1);
      good(await here.store.takeArrivals(() => EVERYTHING));
      expect(good(await here.store.listDrafts())).toMatchObject([{ id: saved.id, attachments: saved.attachments }]);
      expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      expect(good(await here.store.listAside())).toMatchObject([{ fate: 'back' }]);
    });

    it('ROT-27 one that is thrown away as it lies stands in the way of none under the same id', async () => {
      const lost = good(await here.store.addFile(draft(1), 'idCard', OWN.file, OWN.bytes));
      await rot('drafts', lost.id);
      expect(await here.store.findDraft(lost.id)).toEqual(CORRUPT);
      good(await here.store.dropDraft(lost.id));
      expect(good(await here.store.findDraft(lost.id))).toBeNull();
      expect(good(await here.store.saveDraft(draft(1))).rev).toBe(1);
      // What is begun anew is not what has been lost.
      expect(good(await here.store.listAside())).toMatchObject([{ what: 'draft', id: lost.id, fate: 'kept' }]);
      await here.restart();
      await rot('drafts', lost.id);
      expect(await here.store.findDraft(lost.id)).toEqual(CORRUPT);
    });

    it('ROT-14 a receipt that does not open takes no other with it', async () => {
      const { entry } = await submitted(here.store);
      good(await record(here.store, acceptance(entry, { missing: [] })));
      const { dossier } = entry.command.intent;
      const second = good(await here.store.enqueue({ ...WITHDRAWAL, dossier }, { commandId: uuid(101), madeAt: 6 }));
      good(await record(here.store, answer({ outcomes: [done(second.command.seq, second.command.id)], cursor: 1 })));
      await rot('receipts', entry.command.id);
      expect(good(await here.store.listReceipts(dossier))).toMatchObject([{ type: 'withdraw' }]);
      expect(good(await here.store.listAside())).toMatchObject([{ what: 'receipt', dossier }]);
    });

    it('ROT-15 is told of once, and stays on the list', async () => {
      const one = good(await here.store.saveDraft(draft(1)));
      await rot('drafts', one.id);
      good(await here.store.listDrafts());
      good(await here.store.noteAsideSeen());
      await here.restart();
      expect(good(await here.store.listAside())).toMatchObject([{ id: one.id, savedAt: one.savedAt, seen: true }]);
    });

    it('ROT-16 whoever watches hears of it', async () => {
      const one = good(await here.store.saveDraft(draft(1)));
      let heard = 0;
      here.store.watch(() => (heard += 1));
      await rot('drafts', one.id);
      good(await here.store.listDrafts());
      expect(heard).toBe(1);
    });

    it('ROT-17 changes of other dossiers go on while one does not open', async () => {
      const { entry } = await submitted(here.store);
      good(await record(here.store, acceptance(entry, { missing: [] })));
      await rot('dossiers', entry.command.intent.dossier);
      const other = change(2, uuid(70), 1, submittedEvent(5, []));
      good(await record(here.store, answer({ changes: [other], cursor: 2 })));
      expect(must(good(await here.store.listDossiers())[0], 'dossier').id).toBe(uuid(70));
    });
  });
}
