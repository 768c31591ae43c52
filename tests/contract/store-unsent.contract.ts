import { describe, expect, it } from 'vitest';
import { NEW_STANDING, bodyOf } from '#core/sync/drafts.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { unsentIn } from '#platform/store/unsent.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import {
  acceptance,
  answer,
  change,
  draft,
  good,
  NEXT_EPOCH,
  OWN,
  record,
  type StoreHarness,
  submission,
  submitted,
  submittedEvent,
  uuid,
  withStore,
} from './store-kit.ts';

const NOTHING = { drafts: 0, commands: 0, files: 0, papers: 0, dossiers: 0, receipts: 0 };

/** What a store's reads come to when it is asked what only this phone has. */
export function storeUnsentContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`what signing out would destroy (${name})`, () => {
    const here = withStore(start);
    const unsent = async () => good(await unsentIn(here.store));
    const push = async (more: Partial<SyncResponse> = {}) => {
      const pushed = good(await here.store.sync.outgoing([], Number.POSITIVE_INFINITY)).drafts;
      const draftOutcomes = pushed.map(({ push: { id } }) => ({ id, rev: 1, result: 'kept' as const }));
      good(await record(here.store, answer({ draftOutcomes, ...more }), pushed));
    };

    it('UNSENT-1 a draft is lost as long as the server has not got its newest answers', async () => {
      const first = good(await here.store.saveDraft(draft()));
      expect(await unsent()).toEqual({ ...NOTHING, drafts: 1 });
      await push();
      expect(await unsent()).toEqual(NOTHING);
      await here.restart();
      const moved = good(await here.store.saveDraft({ ...first, place: { at: 'review' } }));
      expect(await unsent()).toEqual(NOTHING);
      good(await here.store.saveDraft({ ...moved, unit: '03004' }));
      expect(await unsent()).toEqual({ ...NOTHING, drafts: 1 });
    });

    it('UNSENT-2 its photos are on this phone alone, whatever the server has of its answers', async () => {
      good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
      await push();
      expect(await unsent()).toEqual({ ...NOTHING, files: 1 });
    });

    it('UNSENT-3 what is being added to a dossier never travels as a draft, though the server had one of that id', async () => {
      const saved = good(await here.store.saveDraft(draft()));
      await push();
      const from = { commandId: uuid(100), madeAt: 5, draft: saved };
      const entry = good(await here.store.enqueue(submission(saved), from));
      good(await record(here.store, acceptance(entry, { missing: [] })));
      const own = good(await here.store.saveDraft({ ...draft(), place: { at: 'supplement' } }));
      expect(good(await here.store.findStanding(own.id)).pushedRev).toBe(own.rev);
      expect((await unsent()).drafts).toBe(1);
      good(await here.store.saveDraft({ ...draft(2), place: { at: 'replacement', dossier: own.id } }));
      expect((await unsent()).drafts).toBe(2);
    });

    it('UNSENT-4 a server that went back may not have it', async () => {
      good(await here.store.saveDraft(draft()));
      await push();
      good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
      expect(await unsent()).toEqual({ ...NOTHING, drafts: 1 });
    });

    it('UNSENT-5 the server has a dossier in its place where another phone submitted an older version', async () => {
      const older = good(await here.store.saveDraft(draft()));
      good(await here.store.saveDraft({ ...older, answers: { ...older.answers, count: 7 } }));
      await push();
      const over = { id: older.id, rev: 2, body: null, over: 'submitted' as const };
      const told = change(1, older.id, 1, submittedEvent(5, []));
      good(await record(here.store, answer({ drafts: [over], changes: [told], cursor: 1 })));
      expect(good(await here.store.takeArrivals(() => EVERYTHING))).toBe(0);
      expect(await unsent()).toEqual({ ...NOTHING, drafts: 1 });
    });

    it('UNSENT-6 a newer version by another phone is the server’s, and so is what it was made from', async () => {
      const saved = good(await here.store.saveDraft(draft()));
      await push();
      const body = { ...bodyOf(saved), unit: '03004' };
      good(await record(here.store, answer({ drafts: [{ id: saved.id, rev: 2, body, over: null }] })));
      expect(good(await here.store.takeArrivals(() => EVERYTHING))).toBe(1);
      expect(await unsent()).toEqual(NOTHING);
    });

    it('UNSENT-7 receipts are kept here alone; a server that gave none leaves none to lose', async () => {
      const { entry } = await submitted(here.store);
      const accepted = { ...acceptance(entry, { missing: [] }), backedUpTo: 0 };
      good(await record(here.store, accepted));
      expect((await unsent()).receipts).toBe(1);
      const rating = { type: 'rate', dossier: entry.command.intent.dossier, rating: 5, words: '' } as const;
      const { command } = good(await here.store.enqueue(rating, { commandId: uuid(101), madeAt: 6 }));
      const silent = { result: 'done', seq: command.seq, id: command.id, at: 2, receipt: '' } as const;
      good(await record(here.store, answer({ outcomes: [silent], cursor: 1, backedUpTo: 0 })));
      expect((await unsent()).receipts).toBe(1);
    });

    it('UNSENT-8 a dossier that a restored server has lost is here alone, once it has told of all it has', async () => {
      const { entry } = await submitted(here.store);
      good(await record(here.store, acceptance(entry, { missing: [] })));
      expect((await unsent()).dossiers).toBe(0);
      good(await record(here.store, answer({ epoch: NEXT_EPOCH, more: true })));
      expect((await unsent()).dossiers).toBe(0);
      good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
      expect((await unsent()).dossiers).toBe(1);
    });

    it('STANDING-1 one draft’s standing to the server’s version can be asked for, also of one nobody was told of', async () => {
      const saved = good(await here.store.saveDraft(draft()));
      expect(good(await here.store.findStanding(saved.id))).toEqual(NEW_STANDING(saved.id));
      await push();
      const standing = { ...NEW_STANDING(saved.id), base: 1, pushedRev: 1 };
      expect(good(await here.store.findStanding(saved.id))).toEqual(standing);
      const theirs = { id: saved.id, rev: 2, body: { ...bodyOf(saved), unit: '03004' }, over: null };
      good(await record(here.store, answer({ drafts: [theirs] })));
      await here.restart();
      expect(good(await here.store.findStanding(saved.id))).toEqual({ ...standing, theirs });
      expect(good(await here.store.findStanding(uuid(9)))).toEqual(NEW_STANDING(uuid(9)));
    });

    it('STANDING-2 of a version that was gone over by sending the draft nothing is left to be chosen against', async () => {
      const saved = good(await here.store.saveDraft(draft()));
      const theirs = { id: saved.id, rev: 1, body: { ...bodyOf(saved), unit: '03004' }, over: null };
      good(await record(here.store, answer({ drafts: [theirs] })));
      good(await here.store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }));
      good(await here.store.settleDraft(draft(), theirs));
      expect(good(await here.store.findStanding(saved.id))).toEqual(NEW_STANDING(saved.id));
    });
  });
}
