import { describe, expect, it } from 'vitest';
import { must } from '#core/assert.ts';
import { MAX_PAGES, type Happening } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import type { OutgoingDraft } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { bodyOf } from '#core/sync/drafts.ts';
import { MAX_BODY_BYTES, type SharedDraft, type SyncResponse } from '#core/sync/messages.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';
import {
  acceptance,
  answer,
  change,
  draft,
  good,
  NEXT_EPOCH,
  OWN,
  picture,
  record,
  type StoreHarness,
  submission,
  submitted,
  submittedEvent,
  turns,
  uuid,
  WITHDRAWAL,
  withStore,
} from './store-kit.ts';

const ALL = Number.POSITIVE_INFINITY;
const PROCEDURE_OF = (code: string): Procedure | null => (code === EVERYTHING.code ? EVERYTHING : null);

/** What a store promises of drafts that other phones write too. */
export function storeDraftsContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`drafts that other phones write too (${name})`, () => {
    const here = withStore(start);

    describe('drafts of several phones', () => {
      const theirs = (from: Draft, rev: number, unit: string): SharedDraft => ({
        id: from.id,
        rev,
        body: { ...bodyOf(from), unit },
        over: null,
      });
      const outgoing = async (savedBefore = ALL): Promise<readonly OutgoingDraft[]> =>
        good(await here.store.sync.outgoing([], savedBefore)).drafts;
      const push = async (rev: number, more: Partial<SyncResponse> = {}) => {
        const pushed = await outgoing();
        const draftOutcomes = pushed.map(({ push: { id } }) => ({ id, rev, result: 'kept' as const }));
        good(await here.store.sync.record(answer({ draftOutcomes, ...more }), pushed, 1_000));
      };

      /** A draft with a page, written on here and, the page still in it, on another phone. */
      const inTwo = async () => {
        const first = good(await here.store.addFile(draft(1), 'idCard', OWN.file, OWN.bytes));
        await push(1);
        const mine = good(await here.store.saveDraft({ ...first, unit: '02905' }));
        const version = theirs(first, 2, '03004');
        good(await record(here.store, answer({ drafts: [version] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        return { mine, version };
      };

      it('DRAFT-10 go out once they rest, and not again until they change', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        expect(await outgoing(saved.savedAt)).toEqual([]);
        expect(await outgoing()).toEqual([{ rev: 1, push: { id: saved.id, base: 0, body: bodyOf(saved) } }]);
        await push(1);
        await here.restart();
        expect(await outgoing()).toEqual([]);
        const next = good(await here.store.saveDraft({ ...saved, unit: '03004' }));
        expect(await outgoing()).toEqual([{ rev: 2, push: { id: saved.id, base: 1, body: bodyOf(next) } }]);
      });

      it('DRAFT-58 one with more pages of a paper than a server reads stays here and holds up no other', async () => {
        const files = [...'0123456789abc'].map((letter) => picture(letter, [1]).file);
        expect(files.length).toBeGreaterThan(MAX_PAGES);
        good(await here.store.saveDraft({ ...draft(1), attachments: [{ document: 'idCard', files }] }));
        const other = good(await here.store.saveDraft(draft(2)));
        expect((await outgoing()).map(({ push: { id } }) => id)).toEqual([other.id]);
      });

      it('DRAFT-43 one that no request could carry stays here and holds up nothing', async () => {
        const long = good(await here.store.saveDraft({ ...draft(1), answers: { story: 'ế'.repeat(90_000) } }));
        const most = good(await here.store.saveDraft({ ...draft(2), answers: { story: 'ế'.repeat(60_000) } }));
        const short = good(await here.store.saveDraft(draft(3)));
        const entry = good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 5 }));
        const request = async (seqs: readonly number[]) => {
          const { commands, drafts } = good(await here.store.sync.outgoing(seqs, ALL));
          const bytes = new TextEncoder().encode(JSON.stringify({ commands, drafts: drafts.map((each) => each.push) }));
          expect(bytes.length).toBeLessThan(MAX_BODY_BYTES - 12 * 1024);
          return { commands, ids: drafts.map((each) => each.push.id) };
        };
        expect(await request([1])).toEqual({ commands: [entry.command], ids: [short.id] });
        expect(await request([])).toEqual({ commands: [], ids: [short.id, most.id] });
        expect(good(await here.store.listDrafts())).toContainEqual(long);
      });

      it('DRAFT-11 what is written while the answer is on its way goes out with the next', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        const pushed = await outgoing();
        good(await here.store.saveDraft({ ...saved, unit: '03004' }));
        const draftOutcomes = [{ id: saved.id, rev: 1, result: 'kept' as const }];
        good(await here.store.sync.record(answer({ draftOutcomes }), pushed, 1_000));
        expect(await outgoing()).toMatchObject([{ rev: 2, push: { base: 1, body: { unit: '03004' } } }]);
      });

      it('DRAFT-22 moving to another page is not told, and nothing written since stands against what another phone did', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const moved = good(await here.store.saveDraft({ ...saved, place: { at: 'review' } }));
        expect(await outgoing()).toEqual([]);
        good(await record(here.store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        const taken = good(await here.store.findDraft(saved.id));
        expect(taken).toMatchObject({ unit: '03004', place: { at: 'review' } });
        expect(must(taken, 'draft').rev).toBe(moved.rev + 1);
      });

      it('DRAFT-22a nor do answers written again just as they were, in whatever order', async () => {
        const saved = good(await here.store.saveDraft({ ...draft(), answers: { count: 13, flies: false } }));
        await push(1);
        good(await here.store.saveDraft({ ...saved, answers: { flies: false, count: 13 } }));
        expect(await outgoing()).toEqual([]);
        const written = { ...saved, answers: { flies: false, count: 19 } };
        good(await record(here.store, answer({ drafts: [theirs(written, 2, saved.unit)] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await here.store.findDraft(saved.id))).toMatchObject({ answers: { count: 19 } });
      });

      it('DRAFT-12 another phone’s newer version is taken over where nothing was written here', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        good(await record(here.store, answer({ drafts: [theirs(saved, 2, '03004')], draftCursor: 2 })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await here.store.findDraft(saved.id))).toMatchObject({ rev: 2, unit: '03004', place: saved.place });
        expect(await outgoing()).toEqual([]);
        expect(good(await here.store.listStandings())).toEqual([]);
        expect(good(await here.store.sync.start()).draftCursor).toBe(2);
      });

      it('DRAFT-13 a draft begun elsewhere appears, once the phone has its procedure', async () => {
        const elsewhere = draft(7);
        good(await record(here.store, answer({ drafts: [theirs(elsewhere, 1, '03004')] })));
        expect(good(await here.store.takeArrivals(() => null))).toBe(0);
        expect(good(await here.store.listStandings())).toHaveLength(1);
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await here.store.listDrafts())).toMatchObject([{ id: elsewhere.id, unit: '03004', rev: 1 }]);
      });

      it('VERSION-9 a draft goes on by the version it was written by, and waits where this app does not have it', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const moved = { ...saved, procedure: EVERYTHING_2, answers: { ...saved.answers, breed: 'swamp' } };
        good(await record(here.store, answer({ drafts: [theirs(moved, 2, saved.unit)] })));
        const older = (_: string, version: number) => (version === 1 ? EVERYTHING : null);
        expect(good(await here.store.takeArrivals(older))).toBe(0);
        expect(good(await here.store.findDraft(saved.id))).toMatchObject({
          procedure: EVERYTHING,
          answers: saved.answers,
        });
        const newer = (_: string, version: number) => (version === 1 ? EVERYTHING : EVERYTHING_2);
        expect(good(await here.store.takeArrivals(newer))).toBe(1);
        expect(good(await here.store.findDraft(saved.id))).toMatchObject({
          procedure: EVERYTHING_2,
          answers: moved.answers,
        });
      });

      it('DRAFT-14 two versions are both kept until the person has chosen, and the choice goes up', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const mine = good(await here.store.saveDraft({ ...saved, unit: '02905' }));
        good(await record(here.store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        await here.restart();
        expect(good(await here.store.findDraft(saved.id))).toEqual(mine);
        const [standing] = good(await here.store.listStandings());
        expect(must(standing, 'standing').theirs).toMatchObject({ rev: 2, body: { unit: '03004' } });
        expect(await outgoing()).toEqual([]);
        const chosen = good(await here.store.settleDraft({ ...mine, unit: '03004' }, theirs(saved, 2, '03004')));
        expect(chosen.rev).toBe(3);
        expect(good(await here.store.listStandings())).toEqual([]);
        expect(await outgoing()).toMatchObject([{ push: { base: 2, body: { unit: '03004' } } }]);
      });

      it('DRAFT-14a a version that comes while the person chooses is not chosen against: it waits for them in its turn', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const mine = good(await here.store.saveDraft({ ...saved, unit: '02905' }));
        const seen = theirs(saved, 2, '03004');
        good(await record(here.store, answer({ drafts: [seen] })));
        const unseen = theirs(saved, 3, '01234');
        good(await record(here.store, answer({ drafts: [unseen] })));
        const chosen = good(await here.store.settleDraft(mine, seen));
        expect(chosen).toMatchObject({ rev: 3, unit: '02905' });
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.findDraft(saved.id))).toEqual(chosen);
        expect(good(await here.store.listStandings())).toMatchObject([{ id: saved.id, theirs: unseen }]);
        expect(await outgoing()).toEqual([]);
        good(await here.store.settleDraft(chosen, unseen));
        expect(good(await here.store.listStandings())).toEqual([]);
        expect(await outgoing()).toMatchObject([{ push: { base: 3, body: { unit: '02905' } } }]);
      });

      it('DRAFT-14b nor one of the same number by a server that went back', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const mine = good(await here.store.saveDraft({ ...saved, unit: '02905' }));
        const seen = theirs(saved, 2, '03004');
        good(await record(here.store, answer({ drafts: [seen] })));
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, drafts: [theirs(saved, 2, '01234')] })));
        good(await here.store.settleDraft(mine, seen));
        expect(good(await here.store.listStandings())).toMatchObject([{ theirs: { rev: 2, body: { unit: '01234' } } }]);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-14c nor one that is recorded at the same time, whichever of the two is a little earlier', async () => {
        for (let between = 0; between < 24; between += 1) {
          const saved = good(await here.store.saveDraft(draft(between + 1)));
          await push(1);
          const mine = good(await here.store.saveDraft({ ...saved, unit: '02905' }));
          const [seen, unseen] = [theirs(saved, 2, '03004'), theirs(saved, 3, '01234')];
          good(await record(here.store, answer({ drafts: [seen] })));
          const recorded = record(here.store, answer({ drafts: [unseen] }));
          await turns(between);
          good(await here.store.settleDraft(mine, seen));
          good(await recorded);
          const standings = good(await here.store.listStandings()).filter(({ id }) => id === saved.id);
          expect(standings, `${between} turns`).toMatchObject([{ theirs: unseen }]);
        }
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-15 deleted here is told, unless the server never knew of it', async () => {
        const local = good(await here.store.saveDraft(draft(1)));
        good(await here.store.dropDraft(local.id));
        expect(await outgoing()).toEqual([]);
        const shared = good(await here.store.saveDraft(draft(2)));
        await push(4);
        good(await here.store.dropDraft(shared.id));
        await here.restart();
        expect(await outgoing()).toEqual([{ rev: 0, push: { id: shared.id, base: 4, body: null } }]);
        await push(5);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-15a throwing a draft away does not throw away what another phone wrote meanwhile', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        good(await record(here.store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        good(await here.store.dropDraft(saved.id));
        expect(await outgoing()).toMatchObject([{ push: { id: saved.id, base: 1, body: null } }]);
      });

      it('DRAFT-15b nor what a server that went back told of it', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, drafts: [theirs(saved, 1, '03004')] })));
        good(await here.store.dropDraft(saved.id));
        expect(await outgoing()).toMatchObject([{ push: { id: saved.id, base: 0, body: null } }]);
      });

      it('DRAFT-15c what is thrown away while a telling of it is on its way is told to be deleted after it', async () => {
        const first = good(await here.store.saveDraft(draft(1)));
        await push(1);
        good(await here.store.saveDraft({ ...first, unit: '03004' }));
        good(await here.store.saveDraft(draft(2)));
        const pushed = await outgoing();
        for (const {
          push: { id },
        } of pushed)
          good(await here.store.dropDraft(id));
        const draftOutcomes = pushed.map(({ push: { id } }) => ({ id, rev: 5, result: 'kept' as const }));
        good(await here.store.sync.record(answer({ draftOutcomes }), pushed, 1_000));
        const deletions = [1, 2].map((n) => ({ rev: 0, push: { id: uuid(n), base: 5, body: null } }));
        expect(await outgoing()).toEqual(expect.arrayContaining(deletions));
        await push(6);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-16 deleted or submitted elsewhere goes here too, but not what was written on', async () => {
        const untouched = good(await here.store.saveDraft(draft(1)));
        const written = good(await here.store.saveDraft(draft(2)));
        await push(1);
        good(await here.store.saveDraft({ ...written, unit: '03004' }));
        const drafts = [untouched, written].map(({ id }) => ({ id, rev: 2, body: null, over: 'submitted' as const }));
        const changes = [untouched, written].map((sent, i) => change(i + 1, sent.id, 1, submittedAs(sent)));
        good(await record(here.store, answer({ drafts, changes, cursor: 2 })));
        good(await here.store.takeArrivals(PROCEDURE_OF));
        expect(good(await here.store.listDrafts()).map(({ id }) => id)).toEqual([written.id]);
        expect(good(await here.store.listStandings())).toMatchObject([
          { id: written.id, theirs: { over: 'submitted' } },
        ]);
      });

      it('DRAFT-20 what another phone submitted keeps its pages here until the server has them', async () => {
        const saved = good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        await push(1);
        const over = { id: saved.id, rev: 2, body: null, over: 'submitted' as const };
        good(await record(here.store, answer({ drafts: [over], more: true })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        const told = change(1, saved.id, 1, submittedAs(saved));
        const missing = answer({ changes: [told], cursor: 1, missingFiles: [OWN.file.hash] });
        expect(good(await record(here.store, missing)).toUpload).toMatchObject([OWN.file]);
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await here.store.listDrafts())).toEqual([]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(
          await record(
            here.store,
            answer({ changes: [change(2, saved.id, 2, { type: 'papersComplete' })], cursor: 2 }),
          ),
        );
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-21 submitted elsewhere in an older version, what is here stays for the person to see', async () => {
        const older = good(await here.store.saveDraft(draft()));
        const newer = good(await here.store.saveDraft({ ...older, answers: { ...older.answers, count: 7 } }));
        await push(1);
        const over = { id: newer.id, rev: 2, body: null, over: 'submitted' as const };
        const told = change(1, newer.id, 1, submittedAs(older));
        good(await record(here.store, answer({ drafts: [over], changes: [told], cursor: 1 })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.listDrafts())).toEqual([newer]);
        expect(good(await here.store.listStandings())).toMatchObject([{ id: newer.id, theirs: { over: 'submitted' } }]);
      });

      it('DRAFT-21a so does what was to go on by another version of the form', async () => {
        const older = good(await here.store.saveDraft(draft()));
        const changedOver = good(await here.store.saveDraft({ ...older, procedure: EVERYTHING_2 }));
        await push(1);
        const over = { id: older.id, rev: 2, body: null, over: 'submitted' as const };
        const told = change(1, older.id, 1, submittedAs(older));
        good(await record(here.store, answer({ drafts: [over], changes: [told], cursor: 1 })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.listDrafts())).toEqual([changedOver]);
      });

      it('DRAFT-23 a photo of a draft that is over stays when another draft arrives that names it', async () => {
        const first = good(await here.store.addFile(draft(1), 'idCard', OWN.file, OWN.bytes));
        await push(1);
        const over = { id: first.id, rev: 2, body: null, over: 'deleted' as const };
        const other = { ...first, id: uuid(2) };
        good(await record(here.store, answer({ drafts: [over, theirs(other, 1, '03004')] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(2);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('DRAFT-23a nor does it go at the very answer that brings such a draft', async () => {
        const { saved, entry } = await submitted(here.store);
        const { dossier } = entry.command.intent;
        const accepted = acceptance(entry, { missing: [] });
        const complete = change(2, dossier, 2, { type: 'papersComplete' });
        const changes = [...accepted.changes, complete];
        good(await record(here.store, { ...accepted, changes, cursor: 2, backedUpTo: 0 }));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        const other = { ...saved, id: uuid(2) };
        const drafts = [theirs(other, 1, '03004')];
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 9_999, drafts })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await here.store.dropDraft(other.id));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-23b a page taken out here stays while another phone has it in its version, until the person has chosen', async () => {
        const { mine, version } = await inTwo();
        const without = good(await here.store.saveDraft({ ...mine, attachments: [] }));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await here.store.settleDraft(without, version));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-23c so do the pages of a draft that is thrown away here, until it has come again or is over', async () => {
        const { mine, version } = await inTwo();
        good(await here.store.dropDraft(mine.id));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await record(here.store, answer({ drafts: [version] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await here.store.dropDraft(mine.id));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-23d what is submitted, or over, here or there, keeps no page of a version that is over with it', async () => {
        const { mine } = await inTwo();
        const without = good(await here.store.saveDraft({ ...mine, attachments: [] }));
        good(await here.store.enqueue(submission(without), { commandId: uuid(100), madeAt: 5, draft: without }));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-23e nor does one that says no more of it', async () => {
        const { mine, version } = await inTwo();
        good(await here.store.saveDraft({ ...mine, attachments: [] }));
        const body = { ...must(version.body, 'a body'), attachments: [] };
        good(await record(here.store, answer({ drafts: [{ ...version, rev: 3, body }] })));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-23f but one that was submitted elsewhere keeps its pages here until the dossier is known', async () => {
        const { mine, version } = await inTwo();
        good(await here.store.saveDraft({ ...mine, attachments: [] }));
        good(await record(here.store, answer({ drafts: [{ ...version, rev: 3, body: null, over: 'submitted' }] })));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        const waiting = change(1, mine.id, 1, submittedEvent(5, [OWN.file]));
        good(await record(here.store, answer({ changes: [waiting], cursor: 1, missingFiles: [OWN.file.hash] })));
        good(await here.store.takeArrivals(PROCEDURE_OF));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('DRAFT-17 what is being submitted here is not brought back by another phone', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        good(await here.store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }));
        good(await record(here.store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.listDrafts())).toEqual([]);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-17a nor by a telling of it that was on its way when it was submitted', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        const pushed = await outgoing();
        good(await here.store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }));
        const kept = answer({ draftOutcomes: [{ id: saved.id, rev: 1, result: 'kept' }] });
        good(await record(here.store, kept, pushed));
        good(await record(here.store, answer({ drafts: [theirs(saved, 1, '')] })));
        await here.restart();
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.listDrafts())).toEqual([]);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-18 a server restored from a backup is given the drafts again', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(3);
        good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
        expect(await outgoing()).toMatchObject([{ rev: 1, push: { id: saved.id, base: 0 } }]);
      });

      it('DRAFT-18a so is a version of another phone that the server had told before it went back', async () => {
        const begun = draft(7);
        good(await record(here.store, answer({ drafts: [theirs(begun, 3, '03004')] })));
        good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(await outgoing()).toMatchObject([{ rev: 1, push: { id: begun.id, base: 0, body: { unit: '03004' } } }]);
      });

      it('DRAFT-18b a choice made of what it had told before is made from none of its revisions', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const mine = good(await here.store.saveDraft({ ...saved, unit: '02905' }));
        const seen = theirs(saved, 3, '03004');
        good(await record(here.store, answer({ drafts: [seen] })));
        good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
        good(await here.store.settleDraft(mine, seen));
        expect(await outgoing()).toMatchObject([{ push: { base: 0, body: { unit: '02905' } } }]);
      });

      it('DRAFT-18c what is here already and was told before it went back is told again', async () => {
        const saved = good(await here.store.saveDraft(draft()));
        await push(1);
        const mine = good(await here.store.saveDraft({ ...saved, unit: '03004' }));
        good(await record(here.store, answer({ drafts: [theirs(saved, 3, '03004')] })));
        good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
        expect(good(await here.store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await here.store.listStandings())).toEqual([]);
        expect(await outgoing()).toMatchObject([{ push: { base: 0, body: bodyOf(mine) } }]);
      });

      it('DRAFT-19 what is being added to a dossier stays on its phone', async () => {
        good(await here.store.saveDraft({ ...draft(), place: { at: 'supplement' } }));
        expect(await outgoing()).toEqual([]);
      });
    });
  });
}

/** The event that a draft's submission becomes. */
function submittedAs(written: Draft): Happening {
  const { unit, answers, attachments } = submissionOf(written);
  return { ...(submittedEvent(5, []) as Extract<Happening, { type: 'submitted' }>), unit, answers, attachments };
}
