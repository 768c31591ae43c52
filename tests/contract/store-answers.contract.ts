import { describe, expect, it } from 'vitest';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { bodyOf } from '#core/sync/drafts.ts';
import type { Outcome } from '#core/sync/messages.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';
import {
  acceptance,
  change,
  done,
  draft,
  good,
  news,
  OWN,
  record,
  refusal,
  SHARED,
  type StoreHarness,
  submitted,
  submittedEvent,
  uuid,
  WITHDRAWAL,
  withStore,
} from './store-kit.ts';

/** What a store makes of what the server answers. */
export function storeAnswersContract(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the account store and the server (${name})`, () => {
    const here = withStore(start);

    describe('what the server answers', () => {
      it('a done command leaves the outbox, its dossier appears, its missing files are to be sent', async () => {
        const { entry } = await submitted(here.store);
        const accepted = acceptance(entry, { missing: [OWN.file] });
        expect(good(await record(here.store, accepted))).toMatchObject({
          cursor: 1,
          resend: [],
          toUpload: [{ ...OWN.file, dossier: entry.command.intent.dossier }],
        });
        expect(good(await here.store.listOutbox())).toEqual([]);
        const [dossier] = good(await here.store.listDossiers());
        expect(dossier).toMatchObject({
          id: entry.command.intent.dossier,
          status: 'registered',
          papersComplete: false,
        });
        expect(good(await here.store.sync.start())).toMatchObject({ cursor: 1, unsent: [], lastContactAt: 1_000 });
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('hears the same answer twice without harm', async () => {
        const { entry } = await submitted(here.store);
        const accepted = acceptance(entry, { missing: [OWN.file] });
        good(await record(here.store, accepted));
        const before = good(await here.store.listDossiers());
        good(await record(here.store, accepted));
        await here.restart();
        expect(good(await here.store.listDossiers())).toEqual(before);
        expect(good(await here.store.sync.start()).cursor).toBe(1);
      });

      it('lets go of a file when all papers have arrived and nothing else names it', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, acceptance(entry, { missing: [OWN.file] })));
        good(await here.store.addFile(draft(9), 'idCard', SHARED.file, SHARED.bytes));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        good(await record(here.store, news([complete])));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        expect(good(await here.store.listProgress())).toContainEqual({
          file: OWN.file,
          sent: OWN.file.size,
          held: false,
        });
      });

      it('keeps a file that a draft still names', async () => {
        const { entry } = await submitted(here.store);
        good(await here.store.addFile(draft(9), 'idCard', OWN.file, OWN.bytes));
        const { changes } = acceptance(entry, { missing: [] });
        good(
          await record(here.store, {
            ...acceptance(entry, { missing: [] }),
            changes: [...changes, change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' })],
            cursor: 2,
          }),
        );
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('keeps a file that another phone’s draft names, heard of in the answer that says it has arrived', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, acceptance(entry, { missing: [OWN.file] })));
        const complete = change(2, entry.command.intent.dossier, 2, { type: 'papersComplete' });
        const body = bodyOf({ ...draft(9), attachments: [{ document: 'idCard', files: [OWN.file] }] });
        const drafts = [{ id: uuid(9), rev: 1, body, over: null }];
        good(await record(here.store, { ...news([complete]), drafts }));
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
      });

      it('keeps the photos of a supplement in progress, hands them to the outbox and lets go once they have arrived', async () => {
        const { entry, saved } = await submitted(here.store);
        const id = saved.id;
        good(await record(here.store, acceptance(entry, { missing: [OWN.file] })));
        const begun: Draft = { ...draft(), id, answers: {}, place: { at: 'supplement' } };
        const one = good(await here.store.addFile(begun, 'idCard', OWN.file, OWN.bytes));
        const two = good(await here.store.addFile(one, 'idCard', SHARED.file, SHARED.bytes));
        good(await record(here.store, news([change(2, id, 2, { type: 'papersComplete' })])));
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([two]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);

        const attachments = [...two.attachments];
        const intent: CitizenIntent = { type: 'supplement', dossier: id, note: 'Dạ đây', attachments };
        const sealed = good(await here.store.enqueue(intent, { commandId: uuid(101), madeAt: 6, draft: two }));
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([]);
        expect(sealed.files).toEqual([OWN.file, SHARED.file]);
        expect(good(await here.store.sync.fileBytes(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.sync.fileBytes(SHARED.file.hash))).toEqual(SHARED.bytes);

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
        good(await record(here.store, { ...news([asked, added]), outcomes }));
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        good(await record(here.store, news([change(5, id, 5, { type: 'papersComplete' })])));
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.findFile(SHARED.file.hash))).toBeNull();
      });

      it('keeps what is photographed again page by page, and lets go of what was lost once that is known', async () => {
        const { entry, saved } = await submitted(here.store);
        const id = saved.id;
        good(await record(here.store, { ...acceptance(entry, { missing: [OWN.file] }), backedUpTo: 0 }));
        expect(good(await here.store.listMissing())).toEqual([OWN.file.hash]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);

        const begun: Draft = { ...draft(), id: uuid(8), answers: {}, place: { at: 'replacement', dossier: id } };
        const one = good(await here.store.addFile(begun, 'idCard', SHARED.file, SHARED.bytes));
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([one]);
        const attachments = [...one.attachments];
        const intent: CitizenIntent = { type: 'replacePapers', dossier: id, lost: [OWN.file.hash], attachments };
        const sealed = good(await here.store.enqueue(intent, { commandId: uuid(101), madeAt: 6, draft: one }));
        await here.restart();
        expect(good(await here.store.listDrafts())).toEqual([]);
        expect(good(await here.store.sync.fileBytes(SHARED.file.hash))).toEqual(SHARED.bytes);

        // This phone had the lost page all along: as nobody waits for it any more, it need not be kept or sent.
        const replaced = change(2, id, 2, {
          type: 'papersReplaced',
          lost: [OWN.file.hash],
          attachments,
          claimedAt: 6,
        });
        const outcomes = [done(sealed.command.seq, sealed.command.id)];
        const told = { ...news([replaced]), outcomes, missingFiles: [SHARED.file.hash], backedUpTo: 0 };
        expect(good(await record(here.store, told)).toUpload).toMatchObject([{ ...SHARED.file, dossier: id }]);
        expect(good(await here.store.findFile(OWN.file.hash))).toBeNull();
        expect(good(await here.store.listProgress()).map(({ file }) => file)).toEqual([SHARED.file]);
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        expect(good(await here.store.listDossiers())).toMatchObject([{ id, attachments, papersComplete: false }]);

        good(await record(here.store, { ...news([change(3, id, 3, { type: 'papersComplete' })]), backedUpTo: 0 }));
        expect(good(await here.store.findFile(SHARED.file.hash))).toEqual(SHARED.bytes);
        good(await record(here.store, { ...news([]), backedUpTo: 10_000 }));
        expect(good(await here.store.findFile(SHARED.file.hash))).toBeNull();
        expect(good(await here.store.listMissing())).toEqual([]);
      });

      it('keeps a page that was photographed again while another dossier waits for it', async () => {
        const { entry, saved } = await submitted(here.store);
        const other = change(2, uuid(70), 1, submittedEvent(5, [OWN.file]));
        const { changes, ...accepted } = acceptance(entry, { missing: [OWN.file] });
        good(await record(here.store, { ...accepted, changes: [...changes, other], cursor: 2 }));
        const again = [{ document: 'idCard', files: [SHARED.file] }];
        const replaced = change(3, saved.id, 2, {
          type: 'papersReplaced',
          lost: [OWN.file.hash],
          attachments: again,
          claimedAt: 6,
        });
        const told = { ...news([replaced]), missingFiles: [OWN.file.hash, SHARED.file.hash] };
        expect(good(await record(here.store, told)).toUpload).toMatchObject([{ ...OWN.file, dossier: uuid(70) }]);
      });

      it('offers only files it holds', async () => {
        const { entry } = await submitted(here.store);
        const accepted = acceptance(entry, { missing: [OWN.file, SHARED.file] });
        expect(good(await record(here.store, accepted)).toUpload.map(({ hash }) => hash)).toEqual([OWN.file.hash]);
      });

      it('keeps a refused command with its reason, and does not send it again', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, refusal(entry)));
        await here.restart();
        expect(good(await here.store.listOutbox())).toEqual([{ ...entry, refusal: { code: 'unknownUnit' } }]);
        expect(good(await here.store.sync.start()).unsent).toEqual([]);
        expect(good(await here.store.sync.outgoing([entry.command.seq], 0)).commands).toEqual([]);
      });

      it('ignores an outcome for a command of another id', async () => {
        const { entry } = await submitted(here.store);
        const outcome: Outcome = { result: 'done', seq: entry.command.seq, id: uuid(999), at: 1, receipt: '' };
        good(await record(here.store, { ...news([]), outcomes: [outcome] }));
        expect(good(await here.store.listOutbox())).toEqual([entry]);
      });

      it('fetches everything again when a dossier’s events do not fit together', async () => {
        const { entry } = await submitted(here.store);
        good(await record(here.store, acceptance(entry, { missing: [] })));
        const dossier = entry.command.intent.dossier;
        const gap = change(2, dossier, 3, { type: 'received', promisedDay: null });
        good(await record(here.store, news([gap])));
        expect(good(await here.store.listDossiers())).toEqual([]);
        expect(good(await here.store.sync.start()).cursor).toBe(0);
        // The engine goes on from where it stood: that must not skip what has to come again.
        const later = change(3, uuid(70), 1, submittedEvent(entry.command.madeAt, []));
        good(await record(here.store, news([later])));
        expect(good(await here.store.sync.start()).cursor).toBe(0);
        const { changes } = acceptance(entry, { missing: [] });
        const complete = change(2, dossier, 2, { type: 'papersComplete' });
        good(await record(here.store, news([...changes, complete, later])));
        expect(good(await here.store.sync.start()).cursor).toBe(3);
        expect(good(await here.store.listDossiers())).toHaveLength(2);
      });

      it('notes how far a file has got', async () => {
        await submitted(here.store);
        good(await here.store.sync.noteSent(OWN.file.hash, 7));
        expect(good(await here.store.listProgress())).toEqual([{ file: OWN.file, sent: 7, held: true }]);
        good(await here.store.sync.noteSent('f'.repeat(64), 7));
        expect(good(await here.store.listProgress())).toHaveLength(1);
      });

      it('keeps the last 500 lines of the log in order', { timeout: 120_000 }, async () => {
        for (let at = 1; at <= 503; at++) good(await here.store.sync.log({ at, what: 'exchange', result: 'ok 0' }));
        const lines = good(await here.store.readLog());
        expect(lines).toHaveLength(500);
        expect(lines[0]).toEqual({ at: 4, what: 'exchange', result: 'ok 0' });
        expect(lines.at(-1)?.at).toBe(503);
      });
    });

    describe('taking a refused command back', () => {
      it('makes a submission a draft again, with its papers, as a new dossier', async () => {
        const { entry, saved } = await submitted(here.store);
        good(await record(here.store, refusal(entry)));
        const id = good(await here.store.reviveRefused(entry.command.id, () => EVERYTHING));
        expect(id).not.toBe(saved.id);
        const revived = good(await here.store.findDraft(id ?? ''));
        expect(revived).toMatchObject({
          rev: 1,
          answers: saved.answers,
          attachments: saved.attachments,
          procedure: EVERYTHING,
          place: { at: 'review' },
        });
        expect(good(await here.store.listOutbox())).toEqual([]);
        expect(good(await here.store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
        expect(good(await here.store.reviveRefused(entry.command.id, () => EVERYTHING))).toBeNull();
      });

      it('leaves it where it is while its procedure is unknown, or while it is not refused', async () => {
        const { entry } = await submitted(here.store);
        expect(good(await here.store.reviveRefused(entry.command.id, () => EVERYTHING))).toBeNull();
        good(await record(here.store, refusal(entry)));
        expect(good(await here.store.reviveRefused(entry.command.id, () => null))).toBeNull();
        expect(good(await here.store.listOutbox())).toHaveLength(1);
      });

      it('VERSION-8 goes on by the version that is found for its own, with the answers that version does not ask', async () => {
        const { entry, saved } = await submitted(here.store);
        good(await record(here.store, refusal(entry)));
        const asked: (string | number)[] = [];
        const id = good(
          await here.store.reviveRefused(entry.command.id, (...named) => {
            asked.push(...named);
            return EVERYTHING_2;
          }),
        );
        expect(asked).toEqual([EVERYTHING.code, 1]);
        expect(good(await here.store.findDraft(id ?? ''))).toMatchObject({
          procedure: EVERYTHING_2,
          answers: saved.answers,
        });
      });

      it('puts away what was no submission', async () => {
        const entry = good(await here.store.enqueue(WITHDRAWAL, { commandId: uuid(100), madeAt: 5 }));
        good(await record(here.store, refusal(entry)));
        expect(good(await here.store.reviveRefused(entry.command.id, () => EVERYTHING))).toBeNull();
        expect(good(await here.store.listOutbox())).toEqual([]);
      });
    });
  });
}
