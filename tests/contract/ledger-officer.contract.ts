import { beforeAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { OfficerCommand, OfficerIntent } from '#core/dossier/command.ts';
import type { Dossier, DossierEvent, FeeRequest, FileRef } from '#core/dossier/dossier.ts';
import { runOfficerCommand, unitOwner, type OfficerResult } from '#server/commands/officer.ts';
import { findDossier } from '#server/commands/load.ts';
import { recordFile } from '#server/commands/papers.ts';
import { createLedger, eventHash, type SqlLedger } from '#server/commands/sql-ledger.ts';
import type { Nudge } from '#server/commands/nudges.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { NOW, Phone, aFile, groundAt, nextUuid, submitIntent } from './ledger.contract.ts';
import { addAccount } from './ledger-accounts.ts';
import type { Versions } from '#core/procedure/versions.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';

const UNIT = '03004';

/** What the desk's commands promise, on a real database. */
export function officerContract(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`officer commands: ${name}`, () => {
    let database: OpenDatabase;
    let ledger: SqlLedger;
    let phone: Phone;
    let officer: { account: string; name: string; unit: string };
    const nudged: Nudge[] = [];
    const fees: FeeRequest[] = [];
    let known: Versions = [EVERYTHING];

    beforeAll(async () => {
      database = await open();
      ledger = createLedger({
        database,
        unitPrefix: () => 'H38.16',
        nudges: { emit: (nudge) => nudged.push(nudge) },
      });
      phone = new Phone(ledger, nextUuid());
      officer = { account: nextUuid(), name: 'Giàng A Sử', unit: UNIT };
      await addAccount(database, { id: phone.account });
      await addAccount(database, { id: officer.account, kind: 'officer', unit: UNIT });
    });

    /** A dossier that has been submitted, with all its papers. */
    async function submitted(): Promise<string> {
      const [dossier, file] = [nextUuid(), aFile()];
      await ledger.transaction(async (tx) => await recordFile(tx, phone.account, file, NOW));
      await phone.sync([phone.command(submitIntent([file], dossier))], NOW + phone.cursor * 86_400_000);
      return dossier;
    }

    async function run(dossierId: string, command: OfficerCommand, by = officer): Promise<OfficerResult> {
      return await ledger.transaction(
        async (tx) =>
          await runOfficerCommand(tx, {
            dossierId,
            officer: by,
            command,
            ground: ({ version }) => groundAt(NOW, version, known),
            makeFee: (dossier, amount, reason) => Promise.resolve(feeFor(dossier, amount, reason)),
          }),
      );
    }

    function feeFor(dossier: Dossier, amount: number, reason: string): FeeRequest {
      const payee = { bin: '970415', account: '113600001', name: 'KBNN', bank: 'VietinBank' };
      const reference = `${dossier.code.replace(/\W/g, '')}ABCD`;
      const fee = { id: nextUuid(), amount, reason, reference, payee, expiresAt: NOW + 1000, signed: 'x' };
      fees.push(fee);
      return fee;
    }

    const command = (seen: number, intent: OfficerIntent): OfficerCommand => ({ id: nextUuid(), seen, intent });

    test('a command sent again is done once and answers the dossier as it is now', async () => {
      const dossier = await submitted();
      const receive = command(2, { type: 'receive' });
      const [first, second] = await Promise.all([run(dossier, receive), run(dossier, receive)]);
      expect([first.kind, second.kind]).toEqual(['done', 'done']);
      await run(dossier, command(3, { type: 'startProcessing' }));
      const late = await run(dossier, receive);
      expect(late).toMatchObject({ kind: 'done', dossier: { status: 'processing' } });
      expect(late.kind === 'done' && late.dossier.events).toHaveLength(4);
    });

    test('VERSION-6 a dossier is received, and its fee asked for, by the version it was made by', async () => {
      const dossier = await submitted();
      known = [EVERYTHING, EVERYTHING_2];
      const received = await run(dossier, command(2, { type: 'receive' }));
      // A Saturday: three working days from the Monday, where the newer version takes five.
      expect(received).toMatchObject({ kind: 'done', dossier: { version: 1, promisedDay: '2026-11-26' } });
      await run(dossier, command(3, { type: 'startProcessing' }));
      const asked = await run(dossier, command(4, { type: 'requestFee', amount: 18_000, reason: 'Lệ phí' }));
      expect(asked).toMatchObject({ kind: 'refused', refusal: { code: 'feeFixed', amount: 16_000 } });
      known = [EVERYTHING];
    });

    test('the same id with another body is a conflict', async () => {
      const dossier = await submitted();
      const receive = command(2, { type: 'receive' });
      await run(dossier, receive);
      expect(await run(dossier, { ...receive, seen: 3 })).toEqual({ kind: 'conflict' });
      expect(await run(await submitted(), receive)).toEqual({ kind: 'conflict' });
    });

    test("another unit's dossier does not exist", async () => {
      const dossier = await submitted();
      const stranger = { account: nextUuid(), name: 'Vàng', unit: '03001' };
      await addAccount(database, { id: stranger.account, kind: 'officer', unit: stranger.unit });
      expect(await run(dossier, command(2, { type: 'receive' }), stranger)).toEqual({ kind: 'notFound' });
      expect(await run(nextUuid(), command(2, { type: 'receive' }))).toEqual({ kind: 'notFound' });
    });

    test('a command about an older state is refused, and may be made anew', async () => {
      const dossier = await submitted();
      const stale = command(1, { type: 'receive' });
      expect(await run(dossier, stale)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'changedMeanwhile', events: 2 },
      });
      expect(await run(dossier, { ...stale, seen: 2 })).toMatchObject({ kind: 'done' });
    });

    test('of two officers who act at once, one is told that the dossier changed', async () => {
      const dossier = await submitted();
      const results = await Promise.all([
        run(dossier, command(2, { type: 'receive' })),
        run(dossier, command(2, { type: 'notAccept', reason: 'Không thuộc thẩm quyền' })),
      ]);
      expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
    });

    test('a fee is signed only when it may be asked for', async () => {
      const dossier = await submitted();
      fees.length = 0;
      const early = await run(dossier, command(2, { type: 'requestFee', amount: 16_000, reason: 'Lệ phí' }));
      expect(early).toMatchObject({ kind: 'refused', refusal: { code: 'notAllowedNow' } });
      await run(dossier, command(2, { type: 'receive' }));
      const wrong = await run(dossier, command(3, { type: 'requestFee', amount: 5, reason: 'Lệ phí' }));
      expect(wrong).toMatchObject({ kind: 'refused', refusal: { code: 'feeFixed', amount: 16_000 } });
      expect(fees).toEqual([]);
      const right = await run(dossier, command(3, { type: 'requestFee', amount: 16_000, reason: 'Lệ phí' }));
      expect(right).toMatchObject({ kind: 'done', dossier: { status: 'paymentRequested', fee: fees[0] } });
    });

    test('a result must have been uploaded by the unit', async () => {
      const dossier = await submitted();
      await run(dossier, command(2, { type: 'receive' }));
      await run(dossier, command(3, { type: 'startProcessing' }));
      const result: FileRef = { ...aFile(), type: 'application/pdf' };
      const finish = command(4, { type: 'finish', note: '', results: [{ ...result, name: 'Giấy khai sinh' }] });
      await ledger.transaction(async (tx) => await recordFile(tx, phone.account, result, NOW));
      expect(await run(dossier, finish)).toMatchObject({ kind: 'refused', refusal: { code: 'papersNotArrived' } });
      await ledger.transaction(async (tx) => await recordFile(tx, unitOwner(UNIT), result, NOW));
      expect(await run(dossier, finish)).toMatchObject({ kind: 'done', dossier: { status: 'finished' } });
      const rows = await database.db
        .selectFrom('dossier_file')
        .select(['hash', 'owner'])
        .where('dossier', '=', dossier)
        .where('role', '=', 'result')
        .execute();
      expect(rows).toEqual([{ hash: result.hash, owner: unitOwner(UNIT) }]);
    });

    test('desks are nudged once a change is committed, and never for one that is undone', async () => {
      const dossier = await submitted();
      nudged.length = 0;
      await run(dossier, command(2, { type: 'receive' }));
      expect(nudged).toEqual([{ unit: UNIT, dossier }]);
      const undone = ledger.transaction(async (tx) => {
        const found = must(await tx.lockDossier(dossier), 'dossier');
        const event = must(found.dossier.events.at(-1), 'event');
        await tx.append(found.owner, found.dossier, [{ ...event, n: event.n + 1 }]);
        throw new Error('changed my mind');
      });
      await expect(undone).rejects.toThrow('changed my mind');
      expect(nudged).toHaveLength(1);
    });

    test('the history is a chain of hashes, and the columns are its sum', async () => {
      const dossier = await submitted();
      await run(dossier, command(2, { type: 'receive' }));
      const rows = await database.db
        .selectFrom('dossier_event')
        .select(['event', 'prev_hash', 'hash'])
        .where('dossier', '=', dossier)
        .orderBy('n')
        .execute();
      let previous = '';
      for (const row of rows) {
        expect(row.prev_hash).toBe(previous);
        previous = eventHash(previous, row.event as DossierEvent);
        expect(row.hash).toBe(previous);
      }
      const found = must(await database.transaction(async (sql) => await findDossier(sql, dossier)), 'dossier');
      const columns = await database.db.selectFrom('dossier').selectAll().where('id', '=', dossier).executeTakeFirst();
      expect(columns).toMatchObject({
        owner: phone.account,
        status: 'received',
        promised_day: found.dossier.promisedDay,
        papers_complete: true,
        applicant_folded: 'ly thi may',
        event_count: 3,
        files_all: 1,
        bytes: 1000,
        paid: false,
        claimed_at: new Date(found.dossier.claimedAt),
      });
    });
  });
}
