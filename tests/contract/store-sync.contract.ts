import { describe, expect, it } from 'vitest';
import { must } from '#core/assert.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Happening } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { lostPapers } from '#core/dossier/replacement.ts';
import type { Change } from '#core/sync/messages.ts';
import {
  acceptance,
  ACCOUNT,
  answer,
  change,
  done,
  draft,
  good,
  NEXT_EPOCH,
  OWN,
  picture,
  record,
  SHARED,
  type StoreHarness,
  submission,
  submitted,
  submittedEvent,
  turns,
  uuid,
  WITHDRAWAL,
  withStore,
} from './store-kit.ts';

const OTHER = picture('b', [9, 8, 7]);
const DAY_MS = 24 * 60 * 60_000;

const at = (time: number, told: Change): Change => ({ ...told, event: { ...told.event, at: time } });

/** What a store promises of commands that are acknowledged, and of backups that come back. */
export function storeSyncContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the account store in sync (${name})`, () => {
    const here = withStore(start);

    describe('acknowledged commands', () => {
      const acknowledge = async (backedUpTo: number | null) => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo }));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(here.store, answer({ changes: [complete], cursor: 2, backedUpTo })));
        return entry;
      };

      /** A draft of this person was submitted on another phone, and this one supplied its paper at 5,000. */
      const suppliedForAnother = async () => {
        good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const over = { id: uuid(1), rev: 2, body: null, over: 'submitted' as const };
        const told = change(1, uuid(1), 1, submittedEvent(5, [OWN.file]));
        const asking = {
          changes: [told],
          cursor: 1,
          drafts: [over],
          missingFiles: [OWN.file.hash],
          backedUpTo: 0,
        };
        expect(good(await record(here.store, answer(asking))).toUpload).toMatchObject([OWN.file]);
        const complete = at(5_000, change(2, uuid(1), 2, { type: 'papersComplete' }));
        good(await record(here.store, answer({ changes: [complete], cursor: 2, backedUpTo: 4_000 })));
        await here.store.dropDraft(uuid(1));
      };

      it('EPOCH-1 wait again, with their papers, when a restored server does not have them', async () => {
        const entry = await acknowledge(0);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        await here.restart();
        const back = good(
          await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, cursor: 0, backedUpTo: 0 })),
        );
        expect(back).toMatchObject({ cursor: 0, epoch: NEXT_EPOCH, resend: [{ seq: 1, bytes: entry.bytes }] });
        await here.restart();
        expect(good(await here.store.listOutbox())).toEqual([entry]);
        expect(good(await here.store.sync.start()).unsent).toEqual([{ seq: 1, bytes: entry.bytes }]);
        expect(good(await here.store.sync.outgoing([1], 0))).toEqual({
          commands: [entry.command],
          drafts: [],
          answeredAt: 2_000,
        });
        // Taken once more: one dossier, told anew, and its papers are offered again.
        const again = { ...acceptance(entry, { missing: [OWN.file] }), epoch: NEXT_EPOCH, backedUpTo: 0 };
        expect(good(await record(here.store, again)).toUpload).toMatchObject([OWN.file]);
        expect(good(await here.store.listDossiers())).toMatchObject([{ papersComplete: false }]);
        expect(good(await here.store.listOutbox())).toEqual([]);
      });

      it('EPOCH-2 are let go of, and their papers, once a backup has them', async () => {
        await acknowledge(0);
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 1_500 })));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        // What is not here any more is sent empty, so that what follows joins on.
        good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(101), madeAt: 6 }));
        const back = good(await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, backedUpTo: 1_500 })));
        expect(back.resend.map(({ seq }) => seq)).toEqual([1]);
        const { commands } = good(await here.store.sync.outgoing([1, 2], 0));
        expect(commands).toMatchObject([
          { seq: 1, intent: { type: 'void' } },
          { seq: 2, intent: WITHDRAWAL },
        ]);
        expect(good(await here.store.listOutbox()).map(({ command }) => command.seq)).toEqual([2]);
      });

      it('EPOCH-2a and a photo of them that is picked once more counts as not sent', async () => {
        await acknowledge(0);
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 1_500 })));
        expect(good(await here.store.listProgress())).toMatchObject([{ sent: OWN.file.size, held: false }]);
        good(await here.store.addFile(draft(2), 'idCard', OWN.file, OWN.bytes));
        expect(good(await here.store.listProgress())).toMatchObject([{ sent: 0, held: true }]);
        // Picked twice, it is still the same photo under way.
        good(await here.store.sync.noteSent(OWN.file.hash, 1));
        good(await here.store.addFile(draft(3), 'idCard', OWN.file, OWN.bytes));
        expect(good(await here.store.listProgress())).toMatchObject([{ sent: 1, held: true }]);
      });

      it('EPOCH-2b and one of them that the server asks for again was not sent, whatever was noted here', async () => {
        await acknowledge(0);
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 1_500 })));
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 1_500, missingFiles: [OWN.file.hash] })));
        expect(good(await here.store.listProgress())).toMatchObject([{ sent: 0, held: false }]);
      });

      it('EPOCH-3 without backups keep their words and not their papers', async () => {
        const entry = await acknowledge(null);
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        const back = good(await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0 })));
        expect(back.resend).toHaveLength(1);
        expect(good(await here.store.listOutbox())).toEqual([{ ...entry, refusal: null }]);
      });

      it('EPOCH-4 go again also to a server that forgot them and does not say so, which is told when it last answered', async () => {
        expect(good(await here.store.sync.outgoing([], 0)).answeredAt).toBeNull();
        const entry = await acknowledge(0);
        good(await record(here.store, answer({ lastSeq: 0, cursor: 2, backedUpTo: 0, serverTime: 7_000 })));
        await here.restart();
        expect(good(await here.store.sync.outgoing([1], 0))).toMatchObject({
          answeredAt: 7_000,
          commands: [entry.command],
        });
      });

      it('EPOCH-5 a papers’ bytes stay while the server says it lacks them, whatever a backup holds', async () => {
        const { entry } = await submitted(here.store);
        const late = { ...acceptance(entry, { missing: [OWN.file] }), changes: [], cursor: 0, more: true };
        good(await record(here.store, { ...late, backedUpTo: 1_999 }));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('EPOCH-14 pages a dossier waited for before the server went back go once it is told without them', async () => {
        const { entry, saved } = await submitted(here.store);
        good(await record(here.store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo: 0 }));
        const begun: Draft = { ...draft(8), answers: {}, place: { at: 'replacement', dossier: saved.id } };
        const again = good(await here.store.addFile(begun, 'idCard', SHARED.file, SHARED.bytes));
        const attachments = [...again.attachments];
        const intent: CitizenIntent = { type: 'replacePapers', dossier: saved.id, lost: [OWN.file.hash], attachments };
        const sealed = good(await here.store.enqueue(intent, { commandId: uuid(101), madeAt: 6, draft: again }));
        const what: Happening = { type: 'papersReplaced', lost: [OWN.file.hash], attachments, claimedAt: 6 };
        const outcomes = [done(2, sealed.command.id)];
        const told = answer({
          outcomes,
          changes: [change(2, saved.id, 2, what)],
          cursor: 2,
          lastSeq: 2,
          backedUpTo: 0,
        });
        good(await record(here.store, told));

        // Both commands go out again; the second comes to nothing there and is put away.
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, cursor: 0, backedUpTo: 0 })));
        const refused = { seq: 2, id: sealed.command.id, at: 1, refusal: { code: 'nothingLost' as const } };
        good(
          await record(
            here.store,
            answer({ epoch: NEXT_EPOCH, outcomes: [{ result: 'refused', ...refused }], lastSeq: 2 }),
          ),
        );
        good(await here.store.reviveRefused(sealed.command.id, () => null));
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        good(
          await record(here.store, { ...acceptance(entry, { missing: [OWN.file] }), epoch: NEXT_EPOCH, lastSeq: 2 }),
        );
        expect(good(await here.store.findFile(SHARED.file.hash))).toBeNull();
      });

      it('EPOCH-7 papers that came after the backup of their command stay until they are in one too', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo: 0 }));
        const lacking = answer({ cursor: 1, backedUpTo: 1_999, missingFiles: [OWN.file.hash] });
        good(await record(here.store, lacking));
        const id = entry.command.intent.dossier;
        const arrived = at(5_000, change(2, id, 2, { type: 'papersComplete' }));
        good(await record(here.store, answer({ changes: [arrived], cursor: 2, backedUpTo: 1_999 })));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 5_000 })));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
      });

      it('EPOCH-8 papers stay on the phone that supplied them for a command of another, until a backup has them', async () => {
        await suppliedForAnother();
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: true }]);
        // The server went back before they came: it asks again, and here they are.
        const told = change(1, uuid(1), 1, submittedEvent(5, [OWN.file]));
        const back = { epoch: NEXT_EPOCH, lastSeq: 0, cursor: 1, backedUpTo: 4_000, missingFiles: [OWN.file.hash] };
        const asked = good(await record(here.store, answer({ ...back, changes: [told] })));
        expect(asked.toUpload).toMatchObject([OWN.file]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('EPOCH-15 a paper that the server lacks is given to it, also where nothing here tells of its dossier', async () => {
        good(await here.store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
        const asked = good(await record(here.store, answer({ missingFiles: [OWN.file.hash, 'f'.repeat(64)] })));
        expect(asked.toUpload).toEqual([{ ...OWN.file, dossier: null }]);
      });

      it('EPOCH-16 what an earlier epoch had been sent counts as not sent, until this one says that it is there', async () => {
        const entry = await acknowledge(0);
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: true }]);
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, cursor: 0, backedUpTo: 0 })));
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: 0, held: true }]);
        const again = { ...acceptance(entry, { missing: [] }), epoch: NEXT_EPOCH, backedUpTo: 0 };
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        const changes = [...again.changes, complete];
        good(await record(here.store, { ...again, changes, cursor: 2 }));
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: true }]);
      });

      it('EPOCH-16a also where its bytes do not open any more: the person has to photograph it again', async () => {
        const entry = await acknowledge(0);
        await here.phone.corrupt(ACCOUNT, 'files', OWN.file.hash);
        await here.store.findFile(OWN.file.hash);
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, cursor: 0, backedUpTo: 0 })));
        const again = { ...acceptance(entry, { missing: [OWN.file] }), epoch: NEXT_EPOCH, backedUpTo: 0 };
        good(await record(here.store, again));
        const [dossier] = good(await here.store.listDossiers());
        const known = {
          missing: good(await here.store.listMissing()) ?? [],
          progress: good(await here.store.listProgress()),
          outbox: good(await here.store.listOutbox()),
        };
        expect(lostPapers(must(dossier, 'a dossier'), known)).toMatchObject([{ lost: [OWN.file.hash] }]);
      });

      it('EPOCH-9 papers supplied for a command of another phone go once a backup has them', async () => {
        await suppliedForAnother();
        await here.restart();
        const lacking = { cursor: 2, backedUpTo: 5_000, missingFiles: [OWN.file.hash] };
        expect(good(await record(here.store, answer(lacking))).toUpload).toMatchObject([OWN.file]);
        good(await record(here.store, answer({ cursor: 2, backedUpTo: 5_000 })));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: OWN.file.size, held: false }]);
      });

      it('EPOCH-10 papers told of by an earlier epoch stay until the dossier has been told again', async () => {
        await suppliedForAnother();
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, more: true, backedUpTo: 6_000 })));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('EPOCH-11 a paper that two dossiers name is kept no longer for the one that was complete before', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, { ...acceptance(entry, { missing: [] }), backedUpTo: 0 }));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(here.store, answer({ changes: [complete], cursor: 2, backedUpTo: 0 })));
        const other = good(await here.store.addFile(draft(2), 'idCard', OTHER.file, OTHER.bytes));
        const both = good(await here.store.addFile(other, 'idCard', OWN.file, OWN.bytes));
        const second = good(
          await here.store.enqueue(submission(both), { commandId: uuid(102), madeAt: 6, draft: both }),
        );
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
        good(await record(here.store, answer(news)));
        const back = good(await record(here.store, answer({ epoch: NEXT_EPOCH, lastSeq: 0, backedUpTo: 2_000 })));
        const { commands } = good(
          await here.store.sync.outgoing(
            back.resend.map(({ seq }) => seq),
            0,
          ),
        );
        expect(commands).toMatchObject([{ intent: { type: 'void' } }, { id: second.command.id }]);
      });

      it('EPOCH-12 a paper the server lacks is offered though the dossier here does not know of it', async () => {
        const { entry } = await submitted(here.store);
        const unheard = { ...acceptance(entry, { missing: [OWN.file] }), changes: [], backedUpTo: 0 };
        const { dossier } = entry.command.intent;
        expect(good(await record(here.store, unheard)).toUpload).toEqual([{ ...OWN.file, dossier }]);
      });

      it('EPOCH-6 a dossier that the restored server never tells of again is named, once all has been told', async () => {
        const entry = await acknowledge(0);
        const id = entry.command.intent.dossier;
        good(await record(here.store, answer({ epoch: NEXT_EPOCH, more: true })));
        expect(good(await here.store.listUntold())).toEqual([{ dossier: id, isLost: false }]);
        good(await record(here.store, answer({ epoch: NEXT_EPOCH })));
        expect(good(await here.store.listUntold())).toEqual([{ dossier: id, isLost: true }]);
        expect(good(await here.store.listDossiers())).toHaveLength(1);
      });

      it('EPOCH-13 papers of a dossier it never tells of again stay for the phone that may bring it back, and no longer than commands do', async () => {
        await suppliedForAnother();
        const later = (days: number) =>
          answer({ epoch: NEXT_EPOCH, lastSeq: 0, backedUpTo: 6_000, serverTime: 5_000 + days * DAY_MS });
        good(await record(here.store, later(1)));
        // The server’s next backups have not got what it does not know.
        good(await record(here.store, { ...later(89), backedUpTo: 88 * DAY_MS }));
        expect(good(await here.store.listUntold())).toEqual([{ dossier: uuid(1), isLost: true }]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        await here.restart();
        const asked = { ...later(91), missingFiles: [OWN.file.hash] };
        expect(good(await record(here.store, asked)).toUpload).toMatchObject([OWN.file]);
        good(await record(here.store, later(91)));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.listDossiers())).toMatchObject([{ id: uuid(1) }]);
      });

      it('RECEIPT-1 keeps the receipt of what was done, by dossier', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, acceptance(entry, { missing: [] })));
        await here.restart();
        const { id, intent } = entry.command;
        expect(good(await here.store.listReceipts(intent.dossier))).toEqual([
          { command: id, dossier: intent.dossier, type: 'submit', at: 1, receipt: 'receipt of 1' },
        ]);
        expect(good(await here.store.listReceipts(uuid(5)))).toEqual([]);
      });
    });

    it.each(['first', 'last'])(
      'RECORD-1 an older answer that is kept at the same time, %s by ever so little, takes nothing back',
      async (older) => {
        for (let between = 0; between < 12; between += 1) {
          const one = await here.phone.open(`${ACCOUNT} ${between}`);
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

    it('SEND-1 remembers which dossier goes first and which networks may carry photos', async () => {
      good(await here.store.setSending({ first: uuid(5) }));
      good(await here.store.setSending({ photos: 'wifi' }));
      await here.restart();
      expect(good(await here.store.sync.start())).toMatchObject({ first: uuid(5), photos: 'wifi' });
    });

    it('SEND-2 a command heavier than a request may be is not taken, and what it was made from stays', async () => {
      const saved = good(await here.store.saveDraft(draft()));
      const intent = { ...submission(saved), answers: { words: 'x'.repeat(210 * 1024) } };
      const taken = await here.store.enqueue(intent, { commandId: uuid(100), madeAt: 5, draft: saved });
      expect(taken).toMatchObject({ ok: false, failure: { code: 'tooLarge' } });
      expect(good(await here.store.listDrafts())).toEqual([saved]);
    });
  });
}
