import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#core/assert.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Happening } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import type { AccountStore, OutgoingDraft } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { bodyOf } from '#core/sync/drafts.ts';
import { MAX_BODY_BYTES, type Change, type SharedDraft, type SyncResponse } from '#core/sync/messages.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';
import {
  acceptance,
  answer,
  change,
  done,
  draft,
  good,
  OWN,
  picture,
  record,
  SHARED,
  submission,
  submitted,
  submittedEvent,
  uuid,
  WITHDRAWAL,
  type StoreHarness,
} from './store.contract.ts';

const ACCOUNT = 'account-of-may';
const OTHER = picture('b', [9, 8, 7]);
const NEXT_EPOCH = uuid(778);
const ALL = Number.POSITIVE_INFINITY;
const DAY_MS = 24 * 60 * 60_000;
const PROCEDURE_OF = (code: string): Procedure | null => (code === EVERYTHING.code ? EVERYTHING : null);

const at = (time: number, told: Change): Change => ({ ...told, event: { ...told.event, at: time } });

/** So many turns of the loop go by: what was begun before them is that much further. */
async function turns(many: number): Promise<void> {
  for (let turn = 0; turn < many; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** What a store promises of backups that come back, and of drafts that other phones write too. */
export function storeSyncContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the account store in sync (${name})`, () => {
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

    const restart = async (): Promise<void> => {
      store.close();
      store = await phone.open(ACCOUNT);
    };

    describe('acknowledged commands', () => {
      const acknowledge = async (backedUpTo: number | null) => {
        const { entry } = await submitted(store);
        good(await record(store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo }));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(store, answer({ changes: [complete], cursor: 2, backedUpTo })));
        return entry;
      };

      /** A draft of this person was submitted on another phone, and this one supplied its paper at 5,000. */
      const suppliedForAnother = async () => {
        good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const over = { id: uuid(1), rev: 2, body: null, over: 'submitted' as const };
        const told = change(1, uuid(1), 1, submittedEvent(5, [OWN.file]));
        const asking = {
          changes: [told],
          cursor: 1,
          drafts: [over],
          missingFiles: [OWN.file.hash],
          backedUpTo: 0,
        };
        expect(good(await record(store, answer(asking))).toUpload).toMatchObject([OWN.file]);
        const complete = at(5_000, change(2, uuid(1), 2, { type: 'papersComplete' }));
        good(await record(store, answer({ changes: [complete], cursor: 2, backedUpTo: 4_000 })));
        await store.dropDraft(uuid(1));
      };

      it('EPOCH-1 wait again, with their papers, when a restored server does not have them', async () => {
        const entry = await acknowledge(0);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        await restart();
        const back = good(await record(store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, cursor: 0, backedUpTo: 0 })));
        expect(back).toMatchObject({ cursor: 0, epoch: NEXT_EPOCH, resend: [{ seq: 1, bytes: entry.bytes }] });
        await restart();
        expect(good(await store.listOutbox())).toEqual([entry]);
        expect(good(await store.sync.start()).unsent).toEqual([{ seq: 1, bytes: entry.bytes }]);
        expect(good(await store.sync.outgoing([1], 0))).toEqual({ commands: [entry.command], drafts: [], proof: null });
        // Taken once more: one dossier, told anew, and its papers are offered again.
        const again = { ...acceptance(entry, { missing: [OWN.file] }), epoch: NEXT_EPOCH, backedUpTo: 0 };
        expect(good(await record(store, again)).toUpload).toMatchObject([OWN.file]);
        expect(good(await store.listDossiers())).toMatchObject([{ papersComplete: false }]);
        expect(good(await store.listOutbox())).toEqual([]);
      });

      it('EPOCH-2 are let go of, and their papers, once a backup has them', async () => {
        await acknowledge(0);
        good(await record(store, answer({ cursor: 2, backedUpTo: 1_500 })));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        // What is not here any more is sent empty, so that what follows joins on.
        good(await store.enqueue(WITHDRAWAL, { commandId: uuid(101), madeAt: 6 }));
        const back = good(await record(store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, backedUpTo: 1_500 })));
        expect(back.resend.map(({ seq }) => seq)).toEqual([1]);
        const { commands } = good(await store.sync.outgoing([1, 2], 0));
        expect(commands).toMatchObject([
          { seq: 1, intent: { type: 'void' } },
          { seq: 2, intent: WITHDRAWAL },
        ]);
        expect(good(await store.listOutbox()).map(({ command }) => command.seq)).toEqual([2]);
      });

      it('EPOCH-3 without backups keep their words and not their papers', async () => {
        const entry = await acknowledge(null);
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        const back = good(await record(store, answer({ epoch: NEXT_EPOCH, lastSeq: 0 })));
        expect(back.resend).toHaveLength(1);
        expect(good(await store.listOutbox())).toEqual([{ ...entry, refusal: null }]);
      });

      it('EPOCH-4 show their receipt to a server that forgot them and does not say so', async () => {
        const entry = await acknowledge(0);
        good(await record(store, answer({ lastSeq: 0, cursor: 2, backedUpTo: 0 })));
        const { proof, commands } = good(await store.sync.outgoing([1], 0));
        expect(proof).toBe('receipt of 1');
        expect(commands).toEqual([entry.command]);
        good(await record(store, answer({ epoch: NEXT_EPOCH, lastSeq: 1, outcomes: [done(1, entry.command.id)] })));
        expect(good(await store.sync.outgoing([], 0)).proof).toBeNull();
      });

      it('EPOCH-5 a papers’ bytes stay while the server says it lacks them, whatever a backup holds', async () => {
        const { entry } = await submitted(store);
        const late = { ...acceptance(entry, { missing: [OWN.file] }), changes: [], cursor: 0, more: true };
        good(await record(store, { ...late, backedUpTo: 1_999 }));
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('EPOCH-14 pages a dossier waited for before the server went back go once it is told without them', async () => {
        const { entry, saved } = await submitted(store);
        good(await record(store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo: 0 }));
        const begun: Draft = { ...draft(8), answers: {}, place: { at: 'replacement', dossier: saved.id } };
        const again = good(await store.addFile(begun, 'idCard', SHARED.file, SHARED.bytes));
        const attachments = [...again.attachments];
        const intent: CitizenIntent = { type: 'replacePapers', dossier: saved.id, lost: [OWN.file.hash], attachments };
        const sealed = good(await store.enqueue(intent, { commandId: uuid(101), madeAt: 6, draft: again }));
        const what: Happening = { type: 'papersReplaced', lost: [OWN.file.hash], attachments, claimedAt: 6 };
        const outcomes = [done(2, sealed.command.id)];
        const told = answer({
          outcomes,
          changes: [change(2, saved.id, 2, what)],
          cursor: 2,
          lastSeq: 2,
          backedUpTo: 0,
        });
        good(await record(store, told));

        // Both commands go out again; the second comes to nothing there and is put away.
        good(await record(store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, cursor: 0, backedUpTo: 0 })));
        const refused = { seq: 2, id: sealed.command.id, at: 1, refusal: { code: 'nothingLost' as const } };
        good(
          await record(store, answer({ epoch: NEXT_EPOCH, outcomes: [{ result: 'refused', ...refused }], lastSeq: 2 })),
        );
        good(await store.reviveRefused(sealed.command.id, () => null));
        expect(good(await store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        good(await record(store, { ...acceptance(entry, { missing: [OWN.file] }), epoch: NEXT_EPOCH, lastSeq: 2 }));
        expect(good(await store.findFile(SHARED.file.hash))).toBeNull();
      });

      it('EPOCH-7 papers that came after the backup of their command stay until they are in one too', async () => {
        const { entry } = await submitted(store);
        good(await record(store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo: 0 }));
        const lacking = answer({ cursor: 1, backedUpTo: 1_999, missingFiles: [OWN.file.hash] });
        good(await record(store, lacking));
        const id = entry.command.intent.dossier;
        const arrived = at(5_000, change(2, id, 2, { type: 'papersComplete' }));
        good(await record(store, answer({ changes: [arrived], cursor: 2, backedUpTo: 1_999 })));
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await record(store, answer({ cursor: 2, backedUpTo: 5_000 })));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
      });

      it('EPOCH-8 papers stay on the phone that supplied them for a command of another, until a backup has them', async () => {
        await suppliedForAnother();
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: true }]);
        // The server went back before they came: it asks again, and here they are.
        const told = change(1, uuid(1), 1, submittedEvent(5, [OWN.file]));
        const back = { epoch: NEXT_EPOCH, lastSeq: 0, cursor: 1, backedUpTo: 4_000, missingFiles: [OWN.file.hash] };
        const asked = good(await record(store, answer({ ...back, changes: [told] })));
        expect(asked.toUpload).toMatchObject([OWN.file]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('EPOCH-9 papers supplied for a command of another phone go once a backup has them', async () => {
        await suppliedForAnother();
        await restart();
        const lacking = { cursor: 2, backedUpTo: 5_000, missingFiles: [OWN.file.hash] };
        expect(good(await record(store, answer(lacking))).toUpload).toMatchObject([OWN.file]);
        good(await record(store, answer({ cursor: 2, backedUpTo: 5_000 })));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: false }]);
      });

      it('EPOCH-10 papers told of by an earlier epoch stay until the dossier has been told again', async () => {
        await suppliedForAnother();
        good(await record(store, answer({ epoch: NEXT_EPOCH, more: true, backedUpTo: 6_000 })));
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('EPOCH-11 a paper that two dossiers name is kept no longer for the one that was complete before', async () => {
        const { entry } = await submitted(store);
        good(await record(store, { ...acceptance(entry, { missing: [] }), backedUpTo: 0 }));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(store, answer({ changes: [complete], cursor: 2, backedUpTo: 0 })));
        const other = good(await store.addFile(draft(2), 'idCard', OTHER.file, OTHER.bytes));
        const both = good(await store.addFile(other, 'idCard', OWN.file, OWN.bytes));
        const second = good(await store.enqueue(submission(both), { commandId: uuid(102), madeAt: 6, draft: both }));
        const { dossier } = second.command.intent;
        const changes = [
          change(3, dossier, 1, submittedEvent(6, second.files)),
          at(5_000, change(4, dossier, 2, { type: 'papersComplete' })),
        ];
        const news = {
          outcomes: [{ ...done(2, second.command.id), at: 5_000 }],
          changes,
          cursor: 4,
          backedUpTo: 2_000,
        };
        good(await record(store, answer(news)));
        const back = good(await record(store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, backedUpTo: 2_000 })));
        const { commands } = good(
          await store.sync.outgoing(
            back.resend.map(({ seq }) => seq),
            0,
          ),
        );
        expect(commands).toMatchObject([{ intent: { type: 'void' } }, { id: second.command.id }]);
      });

      it('EPOCH-12 a paper the server lacks is offered though the dossier here does not know of it', async () => {
        const { entry } = await submitted(store);
        const unheard = { ...acceptance(entry, { missing: [OWN.file] }), changes: [], backedUpTo: 0 };
        const { dossier } = entry.command.intent;
        expect(good(await record(store, unheard)).toUpload).toEqual([{ ...OWN.file, dossier }]);
      });

      it('EPOCH-6 a dossier that the restored server never tells of again is named, once all has been told', async () => {
        const entry = await acknowledge(0);
        const id = entry.command.intent.dossier;
        good(await record(store, answer({ epoch: NEXT_EPOCH, more: true })));
        expect(good(await store.listStrays())).toEqual([]);
        good(await record(store, answer({ epoch: NEXT_EPOCH })));
        expect(good(await store.listStrays())).toEqual([id]);
        expect(good(await store.listDossiers())).toHaveLength(1);
      });

      it('EPOCH-13 papers of a dossier it never tells of again stay for the phone that may bring it back, and no longer than commands do', async () => {
        await suppliedForAnother();
        const later = (days: number) =>
          answer({ epoch: NEXT_EPOCH, lastSeq: 0, backedUpTo: 6_000, serverTime: 5_000 + days * DAY_MS });
        good(await record(store, later(1)));
        // The server’s next backups have not got what it does not know.
        good(await record(store, { ...later(89), backedUpTo: 88 * DAY_MS }));
        expect(good(await store.listStrays())).toEqual([uuid(1)]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        await restart();
        const asked = { ...later(91), missingFiles: [OWN.file.hash] };
        expect(good(await record(store, asked)).toUpload).toMatchObject([OWN.file]);
        good(await record(store, later(91)));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await store.listDossiers())).toMatchObject([{ id: uuid(1) }]);
      });

      it('RECEIPT-1 keeps the receipt of what was done, by dossier', async () => {
        const { entry } = await submitted(store);
        good(await record(store, acceptance(entry, { missing: [] })));
        await restart();
        const { id, intent } = entry.command;
        expect(good(await store.listReceipts(intent.dossier))).toEqual([
          { command: id, dossier: intent.dossier, type: 'submit', at: 1, receipt: 'receipt of 1' },
        ]);
        expect(good(await store.listReceipts(uuid(5)))).toEqual([]);
      });
    });

    it.each(['first', 'last'])(
      'RECORD-1 an older answer that is kept at the same time, %s by ever so little, takes nothing back',
      async (older) => {
        for (let between = 0; between < 12; between += 1) {
          const one = await phone.open(`${ACCOUNT} ${between}`);
          const { entry } = await submitted(one);
          const accepted = acceptance(entry, { missing: [] });
          const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
          const later = { ...accepted, changes: [...accepted.changes, complete], cursor: 2 };
          const [sooner, after] = older === 'first' ? [accepted, later] : [later, accepted];
          const recorded = record(one, sooner);
          await turns(between);
          good(await record(one, after));
          good(await recorded);
          expect(good(await one.listDossiers()), `${between} turns`).toMatchObject([{ papersComplete: true }]);
          expect(good(await one.sync.start()).cursor).toBe(2);
          one.close();
        }
      },
    );

    describe('drafts of several phones', () => {
      const theirs = (from: Draft, rev: number, unit: string): SharedDraft => ({
        id: from.id,
        rev,
        body: { ...bodyOf(from), unit },
        over: null,
      });
      const outgoing = async (savedBefore = ALL): Promise<readonly OutgoingDraft[]> =>
        good(await store.sync.outgoing([], savedBefore)).drafts;
      const push = async (rev: number, more: Partial<SyncResponse> = {}) => {
        const pushed = await outgoing();
        const draftOutcomes = pushed.map(({ push: { id } }) => ({ id, rev, result: 'kept' as const }));
        good(await store.sync.record(answer({ draftOutcomes, ...more }), pushed, 1_000));
      };

      it('DRAFT-10 go out once they rest, and not again until they change', async () => {
        const saved = good(await store.saveDraft(draft()));
        expect(await outgoing(saved.savedAt)).toEqual([]);
        expect(await outgoing()).toEqual([{ rev: 1, push: { id: saved.id, base: 0, body: bodyOf(saved) } }]);
        await push(1);
        await restart();
        expect(await outgoing()).toEqual([]);
        const next = good(await store.saveDraft({ ...saved, unit: '03004' }));
        expect(await outgoing()).toEqual([{ rev: 2, push: { id: saved.id, base: 1, body: bodyOf(next) } }]);
      });

      it('DRAFT-43 one that no request could carry stays here and holds up nothing', async () => {
        const long = good(await store.saveDraft({ ...draft(1), answers: { story: 'ế'.repeat(90_000) } }));
        const most = good(await store.saveDraft({ ...draft(2), answers: { story: 'ế'.repeat(60_000) } }));
        const short = good(await store.saveDraft(draft(3)));
        const entry = good(await store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 5 }));
        const request = async (seqs: readonly number[]) => {
          const { commands, drafts } = good(await store.sync.outgoing(seqs, ALL));
          const bytes = new TextEncoder().encode(JSON.stringify({ commands, drafts: drafts.map((each) => each.push) }));
          expect(bytes.length).toBeLessThan(MAX_BODY_BYTES - 12 * 1024);
          return { commands, ids: drafts.map((each) => each.push.id) };
        };
        expect(await request([1])).toEqual({ commands: [entry.command], ids: [short.id] });
        expect(await request([])).toEqual({ commands: [], ids: [short.id, most.id] });
        expect(good(await store.listDrafts())).toContainEqual(long);
      });

      it('DRAFT-11 what is written while the answer is on its way goes out with the next', async () => {
        const saved = good(await store.saveDraft(draft()));
        const pushed = await outgoing();
        good(await store.saveDraft({ ...saved, unit: '03004' }));
        const draftOutcomes = [{ id: saved.id, rev: 1, result: 'kept' as const }];
        good(await store.sync.record(answer({ draftOutcomes }), pushed, 1_000));
        expect(await outgoing()).toMatchObject([{ rev: 2, push: { base: 1, body: { unit: '03004' } } }]);
      });

      it('DRAFT-22 moving to another page is not told, and nothing written since stands against what another phone did', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const moved = good(await store.saveDraft({ ...saved, place: { at: 'review' } }));
        expect(await outgoing()).toEqual([]);
        good(await record(store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(1);
        const taken = good(await store.findDraft(saved.id));
        expect(taken).toMatchObject({ unit: '03004', place: { at: 'review' } });
        expect(must(taken, 'draft').rev).toBe(moved.rev + 1);
      });

      it('DRAFT-22a nor do answers written again just as they were, in whatever order', async () => {
        const saved = good(await store.saveDraft({ ...draft(), answers: { count: 13, flies: false } }));
        await push(1);
        good(await store.saveDraft({ ...saved, answers: { flies: false, count: 13 } }));
        expect(await outgoing()).toEqual([]);
        const written = { ...saved, answers: { flies: false, count: 19 } };
        good(await record(store, answer({ drafts: [theirs(written, 2, saved.unit)] })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await store.findDraft(saved.id))).toMatchObject({ answers: { count: 19 } });
      });

      it('DRAFT-12 another phone’s newer version is taken over where nothing was written here', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        good(await record(store, answer({ drafts: [theirs(saved, 2, '03004')], draftCursor: 2 })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await store.findDraft(saved.id))).toMatchObject({ rev: 2, unit: '03004', place: saved.place });
        expect(await outgoing()).toEqual([]);
        expect(good(await store.listStandings())).toEqual([]);
        expect(good(await store.sync.start()).draftCursor).toBe(2);
      });

      it('DRAFT-13 a draft begun elsewhere appears, once the phone has its procedure', async () => {
        const elsewhere = draft(7);
        good(await record(store, answer({ drafts: [theirs(elsewhere, 1, '03004')] })));
        expect(good(await store.takeArrivals(() => null))).toBe(0);
        expect(good(await store.listStandings())).toHaveLength(1);
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await store.listDrafts())).toMatchObject([{ id: elsewhere.id, unit: '03004', rev: 1 }]);
      });

      it('VERSION-9 a draft goes on by the version it was written by, and waits where this app does not have it', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const moved = { ...saved, procedure: EVERYTHING_2, answers: { ...saved.answers, breed: 'swamp' } };
        good(await record(store, answer({ drafts: [theirs(moved, 2, saved.unit)] })));
        const older = (_: string, version: number) => (version === 1 ? EVERYTHING : null);
        expect(good(await store.takeArrivals(older))).toBe(0);
        expect(good(await store.findDraft(saved.id))).toMatchObject({ procedure: EVERYTHING, answers: saved.answers });
        const newer = (_: string, version: number) => (version === 1 ? EVERYTHING : EVERYTHING_2);
        expect(good(await store.takeArrivals(newer))).toBe(1);
        expect(good(await store.findDraft(saved.id))).toMatchObject({
          procedure: EVERYTHING_2,
          answers: moved.answers,
        });
      });

      it('DRAFT-14 two versions are both kept until the person has chosen, and the choice goes up', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const mine = good(await store.saveDraft({ ...saved, unit: '02905' }));
        good(await record(store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        await restart();
        expect(good(await store.findDraft(saved.id))).toEqual(mine);
        const [standing] = good(await store.listStandings());
        expect(must(standing, 'standing').theirs).toMatchObject({ rev: 2, body: { unit: '03004' } });
        expect(await outgoing()).toEqual([]);
        const chosen = good(await store.settleDraft({ ...mine, unit: '03004' }, theirs(saved, 2, '03004')));
        expect(chosen.rev).toBe(3);
        expect(good(await store.listStandings())).toEqual([]);
        expect(await outgoing()).toMatchObject([{ push: { base: 2, body: { unit: '03004' } } }]);
      });

      it('DRAFT-14a a version that comes while the person chooses is not chosen against: it waits for them in its turn', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const mine = good(await store.saveDraft({ ...saved, unit: '02905' }));
        const seen = theirs(saved, 2, '03004');
        good(await record(store, answer({ drafts: [seen] })));
        const unseen = theirs(saved, 3, '01234');
        good(await record(store, answer({ drafts: [unseen] })));
        const chosen = good(await store.settleDraft(mine, seen));
        expect(chosen).toMatchObject({ rev: 3, unit: '02905' });
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.findDraft(saved.id))).toEqual(chosen);
        expect(good(await store.listStandings())).toMatchObject([{ id: saved.id, theirs: unseen }]);
        expect(await outgoing()).toEqual([]);
        good(await store.settleDraft(chosen, unseen));
        expect(good(await store.listStandings())).toEqual([]);
        expect(await outgoing()).toMatchObject([{ push: { base: 3, body: { unit: '02905' } } }]);
      });

      it('DRAFT-14b nor one of the same number by a server that went back', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const mine = good(await store.saveDraft({ ...saved, unit: '02905' }));
        const seen = theirs(saved, 2, '03004');
        good(await record(store, answer({ drafts: [seen] })));
        good(await record(store, answer({ epoch: NEXT_EPOCH, drafts: [theirs(saved, 2, '01234')] })));
        good(await store.settleDraft(mine, seen));
        expect(good(await store.listStandings())).toMatchObject([{ theirs: { rev: 2, body: { unit: '01234' } } }]);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-14c nor one that is recorded at the same time, whichever of the two is a little earlier', async () => {
        for (let between = 0; between < 24; between += 1) {
          const saved = good(await store.saveDraft(draft(between + 1)));
          await push(1);
          const mine = good(await store.saveDraft({ ...saved, unit: '02905' }));
          const [seen, unseen] = [theirs(saved, 2, '03004'), theirs(saved, 3, '01234')];
          good(await record(store, answer({ drafts: [seen] })));
          const recorded = record(store, answer({ drafts: [unseen] }));
          await turns(between);
          good(await store.settleDraft(mine, seen));
          good(await recorded);
          const standings = good(await store.listStandings()).filter(({ id }) => id === saved.id);
          expect(standings, `${between} turns`).toMatchObject([{ theirs: unseen }]);
        }
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-15 deleted here is told, unless the server never knew of it', async () => {
        const local = good(await store.saveDraft(draft(1)));
        good(await store.dropDraft(local.id));
        expect(await outgoing()).toEqual([]);
        const shared = good(await store.saveDraft(draft(2)));
        await push(4);
        good(await store.dropDraft(shared.id));
        await restart();
        expect(await outgoing()).toEqual([{ rev: 0, push: { id: shared.id, base: 4, body: null } }]);
        await push(5);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-15a throwing a draft away does not throw away what another phone wrote meanwhile', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        good(await record(store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        good(await store.dropDraft(saved.id));
        expect(await outgoing()).toMatchObject([{ push: { id: saved.id, base: 1, body: null } }]);
      });

      it('DRAFT-15b nor what a server that went back told of it', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        good(await record(store, answer({ epoch: NEXT_EPOCH, drafts: [theirs(saved, 1, '03004')] })));
        good(await store.dropDraft(saved.id));
        expect(await outgoing()).toMatchObject([{ push: { id: saved.id, base: 0, body: null } }]);
      });

      it('DRAFT-15c what is thrown away while a telling of it is on its way is told to be deleted after it', async () => {
        const first = good(await store.saveDraft(draft(1)));
        await push(1);
        good(await store.saveDraft({ ...first, unit: '03004' }));
        good(await store.saveDraft(draft(2)));
        const pushed = await outgoing();
        for (const {
          push: { id },
        } of pushed)
          good(await store.dropDraft(id));
        const draftOutcomes = pushed.map(({ push: { id } }) => ({ id, rev: 5, result: 'kept' as const }));
        good(await store.sync.record(answer({ draftOutcomes }), pushed, 1_000));
        const deletions = [1, 2].map((n) => ({ rev: 0, push: { id: uuid(n), base: 5, body: null } }));
        expect(await outgoing()).toEqual(expect.arrayContaining(deletions));
        await push(6);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-16 deleted or submitted elsewhere goes here too, but not what was written on', async () => {
        const untouched = good(await store.saveDraft(draft(1)));
        const written = good(await store.saveDraft(draft(2)));
        await push(1);
        good(await store.saveDraft({ ...written, unit: '03004' }));
        const drafts = [untouched, written].map(({ id }) => ({ id, rev: 2, body: null, over: 'submitted' as const }));
        const changes = [untouched, written].map((sent, i) => change(i + 1, sent.id, 1, submittedAs(sent)));
        good(await record(store, answer({ drafts, changes, cursor: 2 })));
        good(await store.takeArrivals(PROCEDURE_OF));
        expect(good(await store.listDrafts()).map(({ id }) => id)).toEqual([written.id]);
        expect(good(await store.listStandings())).toMatchObject([{ id: written.id, theirs: { over: 'submitted' } }]);
      });

      it('DRAFT-20 what another phone submitted keeps its pages here until the server has them', async () => {
        const saved = good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        await push(1);
        const over = { id: saved.id, rev: 2, body: null, over: 'submitted' as const };
        good(await record(store, answer({ drafts: [over], more: true })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        const told = change(1, saved.id, 1, submittedAs(saved));
        const missing = answer({ changes: [told], cursor: 1, missingFiles: [OWN.file.hash] });
        expect(good(await record(store, missing)).toUpload).toMatchObject([OWN.file]);
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(good(await store.listDrafts())).toEqual([]);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await record(store, answer({ changes: [change(2, saved.id, 2, { type: 'papersComplete' })], cursor: 2 })));
        expect(good(await store.findFile(OWN.file.hash))).toBeNull();
      });

      it('DRAFT-21 submitted elsewhere in an older version, what is here stays for the person to see', async () => {
        const older = good(await store.saveDraft(draft()));
        const newer = good(await store.saveDraft({ ...older, answers: { ...older.answers, count: 7 } }));
        await push(1);
        const over = { id: newer.id, rev: 2, body: null, over: 'submitted' as const };
        const told = change(1, newer.id, 1, submittedAs(older));
        good(await record(store, answer({ drafts: [over], changes: [told], cursor: 1 })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.listDrafts())).toEqual([newer]);
        expect(good(await store.listStandings())).toMatchObject([{ id: newer.id, theirs: { over: 'submitted' } }]);
      });

      it('DRAFT-21a so does what was to go on by another version of the form', async () => {
        const older = good(await store.saveDraft(draft()));
        const changedOver = good(await store.saveDraft({ ...older, procedure: EVERYTHING_2 }));
        await push(1);
        const over = { id: older.id, rev: 2, body: null, over: 'submitted' as const };
        const told = change(1, older.id, 1, submittedAs(older));
        good(await record(store, answer({ drafts: [over], changes: [told], cursor: 1 })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.listDrafts())).toEqual([changedOver]);
      });

      it('DRAFT-23 a photo of a draft that is over stays when another draft arrives that names it', async () => {
        const first = good(await store.addFile(draft(1), 'idCard', OWN.file, OWN.bytes));
        await push(1);
        const over = { id: first.id, rev: 2, body: null, over: 'deleted' as const };
        const other = { ...first, id: uuid(2) };
        good(await record(store, answer({ drafts: [over, theirs(other, 1, '03004')] })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(2);
        expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('DRAFT-17 what is being submitted here is not brought back by another phone', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        good(await store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }));
        good(await record(store, answer({ drafts: [theirs(saved, 2, '03004')] })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.listDrafts())).toEqual([]);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-17a nor by a telling of it that was on its way when it was submitted', async () => {
        const saved = good(await store.saveDraft(draft()));
        const pushed = await outgoing();
        good(await store.enqueue(submission(saved), { commandId: uuid(100), madeAt: 5, draft: saved }));
        const kept = answer({ draftOutcomes: [{ id: saved.id, rev: 1, result: 'kept' }] });
        good(await record(store, kept, pushed));
        good(await record(store, answer({ drafts: [theirs(saved, 1, '')] })));
        await restart();
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.listDrafts())).toEqual([]);
        expect(await outgoing()).toEqual([]);
      });

      it('DRAFT-18 a server restored from a backup is given the drafts again', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(3);
        good(await record(store, answer({ epoch: NEXT_EPOCH })));
        expect(await outgoing()).toMatchObject([{ rev: 1, push: { id: saved.id, base: 0 } }]);
      });

      it('DRAFT-18a so is a version of another phone that the server had told before it went back', async () => {
        const begun = draft(7);
        good(await record(store, answer({ drafts: [theirs(begun, 3, '03004')] })));
        good(await record(store, answer({ epoch: NEXT_EPOCH })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(1);
        expect(await outgoing()).toMatchObject([{ rev: 1, push: { id: begun.id, base: 0, body: { unit: '03004' } } }]);
      });

      it('DRAFT-18b a choice made of what it had told before is made from none of its revisions', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const mine = good(await store.saveDraft({ ...saved, unit: '02905' }));
        const seen = theirs(saved, 3, '03004');
        good(await record(store, answer({ drafts: [seen] })));
        good(await record(store, answer({ epoch: NEXT_EPOCH })));
        good(await store.settleDraft(mine, seen));
        expect(await outgoing()).toMatchObject([{ push: { base: 0, body: { unit: '02905' } } }]);
      });

      it('DRAFT-18c what is here already and was told before it went back is told again', async () => {
        const saved = good(await store.saveDraft(draft()));
        await push(1);
        const mine = good(await store.saveDraft({ ...saved, unit: '03004' }));
        good(await record(store, answer({ drafts: [theirs(saved, 3, '03004')] })));
        good(await record(store, answer({ epoch: NEXT_EPOCH })));
        expect(good(await store.takeArrivals(PROCEDURE_OF))).toBe(0);
        expect(good(await store.listStandings())).toEqual([]);
        expect(await outgoing()).toMatchObject([{ push: { base: 0, body: bodyOf(mine) } }]);
      });

      it('DRAFT-19 what is being added to a dossier stays on its phone', async () => {
        good(await store.saveDraft({ ...draft(), place: { at: 'supplement' } }));
        expect(await outgoing()).toEqual([]);
      });
    });

    it('SEND-1 remembers which dossier goes first and which networks may carry photos', async () => {
      good(await store.setSending({ first: uuid(5) }));
      good(await store.setSending({ photos: 'wifi' }));
      await restart();
      expect(good(await store.sync.start())).toMatchObject({ first: uuid(5), photos: 'wifi' });
    });

    it('SEND-2 a command heavier than a request may be is not taken, and what it was made from stays', async () => {
      const saved = good(await store.saveDraft(draft()));
      const intent = { ...submission(saved), answers: { words: 'x'.repeat(210 * 1024) } };
      const taken = await store.enqueue(intent, { commandId: uuid(100), madeAt: 5, draft: saved });
      expect(taken).toMatchObject({ ok: false, failure: { code: 'tooLarge' } });
      expect(good(await store.listDrafts())).toEqual([saved]);
    });
  });
}

/** The event that a draft's submission becomes. */
function submittedAs(written: Draft): Happening {
  const { unit, answers, attachments } = submissionOf(written);
  return { ...(submittedEvent(5, []) as Extract<Happening, { type: 'submitted' }>), unit, answers, attachments };
}
