import { describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { DraftBody } from '#core/sync/messages.ts';
import type { LedgerTx } from '#core/sync/ledger.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { CHANGE_DAY, EVERYTHING_2 } from '#tests/support/versions.ts';
import { NOW, Passing, Phone, aFile, nextUuid, submitIntent, type LedgerUnderTest } from './ledger.contract.ts';

function body(words: string): DraftBody {
  return {
    procedure: EVERYTHING.code,
    version: 1,
    unit: '03004',
    answers: { ...EVERYTHING_ANSWERS, note: words },
    attachments: [],
    startedAt: 1,
    savedAt: 2,
  };
}

/** The last day on which what EVERYTHING_2 has superseded is taken, written out: 24 November and 90 days. */
const LAST_DAY = '2027-02-22';

/** What every ledger promises of epochs, drafts and commands that nobody understands. */
export function ledgerSyncContract(name: string, open: () => Promise<LedgerUnderTest>): void {
  const withPhones = async () => {
    const ledger = await open();
    const account = nextUuid();
    await ledger.addAccount(account);
    return { ledger, account, one: new Phone(ledger, account), two: new Phone(ledger, account) };
  };

  describe(`sync: ${name}`, () => {
    test('SERVE-1 a command nobody understands is refused by itself, and those behind it go on', async () => {
      const { one } = await withPhones();
      const odd = { ...one.command(submitIntent([aFile()])), intent: { type: 'teleport', dossier: nextUuid() } };
      const { outcomes } = await one.sync([odd, one.command(submitIntent([aFile()]))]);
      expect(outcomes).toMatchObject([
        { result: 'refused', seq: 1, refusal: { code: 'notUnderstood' } },
        { result: 'done', seq: 2 },
      ]);
      expect(await one.sync([odd])).toMatchObject({ outcomes: [outcomes[0]], changes: [] });
    });

    test('VERSION-5 a superseded version is taken in its grace and refused after it, the same however often it is asked', async () => {
      const { one } = await withPhones();
      one.known = [EVERYTHING, EVERYTHING_2];
      const submission = (version: number) => one.command({ ...submitIntent([aFile()]), version } as CitizenIntent);
      const { outcomes, changes } = await one.sync([submission(1), submission(3)], Date.parse(`${LAST_DAY}T16:59:00Z`));
      expect(outcomes).toMatchObject([
        { result: 'done' },
        { result: 'refused', refusal: { code: 'versionUnknown', newest: 2 } },
      ]);
      expect(changes).toMatchObject([{ event: { what: { type: 'submitted', version: 1 } } }]);
      const late = submission(1);
      const after = Date.parse(`${LAST_DAY}T17:01:00Z`);
      const closed = { result: 'refused', refusal: { code: 'versionClosed', version: 2, since: CHANGE_DAY } };
      const answered = await one.sync([late], after);
      expect(answered).toMatchObject({ outcomes: [closed], changes: [] });
      expect(await one.sync([late], after + 1)).toMatchObject({ outcomes: answered.outcomes, changes: [] });
    });

    test('SERVE-2 a command at which the server fails is set aside without a trace of it, and raises an alarm', async () => {
      const { ledger, account } = await withPhones();
      const poison = nextUuid();
      const phone = new Phone(failingAt(ledger, poison, always), account);
      const commands = [submitIntent([aFile()]), submitIntent([aFile()], poison), submitIntent([aFile()])].map(
        (intent) => phone.command(intent),
      );
      const { outcomes, changes } = await phone.sync(commands);
      expect(outcomes).toMatchObject([
        { result: 'done' },
        { result: 'refused', refusal: { code: 'setAside' } },
        { result: 'done' },
      ]);
      expect(changes.map(({ dossier }) => dossier)).toEqual(
        [commands[0], commands[2]].map((command) => must(command, 'command').intent.dossier),
      );
      expect(phone.alarms.map(({ seq }) => seq)).toEqual([2]);
      // What the failed one had begun is gone: the id is free, and the codes have no hole.
      const codes = changes.map(({ event: { what } }) => (what.type === 'submitted' ? Number(what.code.slice(-4)) : 0));
      expect(must(codes[1], 'code') - must(codes[0], 'code')).toBe(1);
    });

    test.each([
      ['SERVE-11 a failure of the surroundings', new Passing('away')],
      ['SERVE-12 a race that another won', new Error('a key taken meanwhile')],
    ])('%s in the careful pass refuses no command that is good', async (_, error) => {
      const { ledger, account } = await withPhones();
      const [poison, good] = [nextUuid(), nextUuid()];
      const once: Error[] = [error];
      const failing = failingAt(failingAt(ledger, poison, always), good, () => once.shift() ?? null);
      const phone = new Phone(failing, account);
      const commands = [submitIntent([aFile()], poison), submitIntent([aFile()], good)].map((intent) =>
        phone.command(intent),
      );
      if (error instanceof Passing) {
        await expect(phone.send(commands)).rejects.toBe(error);
        expect((await new Phone(ledger, account).sync()).changes).toEqual([]);
      }
      expect((await phone.sync(commands)).outcomes).toMatchObject([
        { result: 'refused', refusal: { code: 'setAside' } },
        { result: 'done' },
      ]);
    });

    test('SERVE-16 a device belongs to its account: under another the same id is another device, which begins at 1', async () => {
      const { ledger, one } = await withPhones();
      const account = nextUuid();
      await ledger.addAccount(account);
      const other = new Phone(ledger, account);
      const mine = [one.command(submitIntent([aFile()])), one.command(submitIntent([aFile()]))];
      await one.sync(mine);
      const theirs = other.command(submitIntent([aFile()]));
      const named = { device: one.device };
      const heard = await other.sync([theirs], NOW, named);
      expect(heard).toMatchObject({ lastSeq: 1, outcomes: [{ id: theirs.id, result: 'done' }] });
      expect(heard.changes).toHaveLength(1);
      expect(await one.sync(mine)).toMatchObject({ lastSeq: 2, outcomes: [{ result: 'done' }, { result: 'done' }] });
      expect(await other.send(mine.slice(1), NOW, named)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    });

    test('SERVE-3 an empty command takes its number and does nothing', async () => {
      const { one } = await withPhones();
      const empty = { ...one.command(submitIntent([aFile()])), intent: { type: 'void' } };
      expect(await one.sync([empty])).toMatchObject({ lastSeq: 1, outcomes: [{ result: 'done' }], changes: [] });
    });

    test('SERVE-9 an empty command under the id of the one before asks what became of it, and changes nothing', async () => {
      const { one } = await withPhones();
      const [sent, odd] = [one.command(submitIntent([aFile()])), one.command(submitIntent([aFile()]))];
      const empty = (of: typeof sent) => ({ ...of, madeAt: 0, intent: { type: 'void' } });
      const first = await one.sync([sent, { ...odd, intent: { type: 'teleport' } }]);
      const asked = await one.sync([empty(sent), empty(odd)]);
      expect(asked).toMatchObject({ lastSeq: 2, outcomes: first.outcomes, changes: [] });
      // Only that one: under another id it is another command.
      expect(await one.send([{ ...empty(sent), id: nextUuid() }])).toEqual({
        ok: false,
        refusal: { code: 'conflict', seq: 1 },
      });
    });

    test('SERVE-10 one that was asked about and had not arrived has no effect when it arrives late', async () => {
      const { one } = await withPhones();
      const late = one.command(submitIntent([aFile()]));
      await one.sync([{ ...late, intent: { type: 'void' } }]);
      expect(await one.send([late])).toEqual({ ok: false, refusal: { code: 'conflict', seq: 1 } });
      expect((await one.sync()).changes).toEqual([]);
    });

    test('SERVE-4 a receipt comes with what is done, the same one however often it is asked for', async () => {
      const { one } = await withPhones();
      const command = one.command(submitIntent([aFile()]));
      const [first, again] = [await one.sync([command]), await one.sync([command])];
      expect(first.outcomes).toMatchObject([{ result: 'done', receipt: `receipt:${command.id}` }]);
      expect(again.outcomes).toEqual(first.outcomes);
    });

    test('SERVE-5 in another epoch the cursors start over', async () => {
      const { one } = await withPhones();
      await one.sync([one.command(submitIntent([aFile()])), one.command(submitIntent([aFile()]))]);
      expect((await one.sync()).changes).toEqual([]);
      one.epoch = nextUuid();
      expect((await one.sync()).changes).toHaveLength(2);
    });

    test('SERVE-13 a phone that knows no epochs and has heard of more than there is hears all from the start', async () => {
      const { one } = await withPhones();
      await one.sync([one.command(submitIntent([aFile()])), one.command(submitIntent([aFile()]))]);
      const heard = async (cursor: number) => {
        Object.assign(one, { epoch: null, cursor });
        return (await one.sync()).changes.map(({ n }) => n);
      };
      expect([await heard(1), await heard(2), await heard(3)]).toEqual([[2], [], [1, 2]]);
      // By what there was when it asked: what it brings along is no measure.
      Object.assign(one, { epoch: null, cursor: 3 });
      expect((await one.sync([one.command(submitIntent([aFile()]))])).changes).toHaveLength(3);
    });

    test('SERVE-6 a receipt for a command that is not here opens a new epoch, and nothing less does', async () => {
      const { one } = await withPhones();
      const command = one.command(submitIntent([aFile()]));
      const { epoch } = await one.sync([command]);
      expect((await one.sync([], NOW, { proof: `receipt:${command.id}` })).epoch).toBe(epoch);
      expect((await one.sync([], NOW, { proof: 'forged' })).epoch).toBe(epoch);
      const forgotten = one.command(submitIntent([aFile()]));
      const after = await one.sync([forgotten], NOW, { proof: `receipt:${forgotten.id}` });
      expect(after.epoch).not.toBe(epoch);
      // The cursors were of the epoch before: all of it is told again, with what came along.
      expect(after.changes).toHaveLength(2);
      expect((await one.sync()).epoch).toBe(after.epoch);
    });

    test('SERVE-14 a phone that was answered later than the server remembers opens an epoch of its account alone', async () => {
      const { ledger, one, two } = await withPhones();
      const stranger = nextUuid();
      await ledger.addAccount(stranger);
      const other = new Phone(ledger, stranger);
      await one.sync([one.command(submitIntent([aFile()]))]);
      const { epoch } = await two.sync();
      await other.sync();
      // An answer later than this one asks again, as a copy of a request on its way does.
      expect((await one.sync([], NOW + 5, { proof: String(NOW) })).epoch).toBe(epoch);
      // The server's own clock may have been put back meanwhile.
      expect((await one.sync([], NOW - 60_000)).epoch).toBe(epoch);
      const after = await one.sync([], NOW + 10, { proof: String(NOW + 6) });
      expect(after.epoch).not.toBe(epoch);
      expect(after.changes).toHaveLength(1);
      expect((await one.sync([], NOW + 20)).epoch).toBe(after.epoch);
      expect(await two.sync([], NOW + 20)).toMatchObject({ epoch: after.epoch, changes: [{ n: 1 }] });
      expect((await other.sync([], NOW + 20)).epoch).toBe(epoch);
      // What is said of the server as a whole counts from then on.
      const forgotten = nextUuid();
      const opened = await two.sync([], NOW + 30, { proof: `receipt:${forgotten}` });
      expect((await one.sync([], NOW + 30)).epoch).toBe(opened.epoch);
      expect((await other.sync([], NOW + 30)).epoch).toBe(opened.epoch);
    });

    test('SERVE-15 a phone of which the server remembers nothing was answered by one that is no more', async () => {
      const { one } = await withPhones();
      const { epoch } = await one.sync();
      const unknown = { device: nextUuid(), epoch, proof: String(NOW - 1) };
      expect((await one.sync([], NOW, unknown)).epoch).not.toBe(epoch);
    });

    test('DRAFT-1 a draft reaches the person’s other phone, and nobody else', async () => {
      const { ledger, one, two } = await withPhones();
      const id = nextUuid();
      const kept = await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      expect(kept).toMatchObject({ draftOutcomes: [{ id, rev: 1, result: 'kept' }], drafts: [] });
      expect((await two.sync()).drafts).toEqual([{ id, rev: 1, body: body('một'), over: null }]);
      expect((await two.sync()).drafts).toEqual([]);
      const stranger = nextUuid();
      await ledger.addAccount(stranger);
      expect((await new Phone(ledger, stranger).sync()).drafts).toEqual([]);
    });

    test('DRAFT-2 of two phones that wrote at once the second changes nothing and hears of the first', async () => {
      const { one, two } = await withPhones();
      const id = nextUuid();
      await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      const late = await two.sync([], NOW, { drafts: [{ id, base: 0, body: body('hai') }] });
      expect(late).toMatchObject({
        draftOutcomes: [{ id, rev: 1, result: 'differs' }],
        drafts: [{ id, rev: 1, body: { answers: { note: 'một' } } }],
      });
      const chosen = await two.sync([], NOW, { drafts: [{ id, base: 1, body: body('hai') }] });
      expect(chosen.draftOutcomes).toEqual([{ id, rev: 2, result: 'kept' }]);
      expect((await one.sync()).drafts).toMatchObject([{ rev: 2, body: { answers: { note: 'hai' } } }]);
    });

    test('DRAFT-3 a push whose answer was lost is known again, and so is what was written since', async () => {
      const { one } = await withPhones();
      const id = nextUuid();
      await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      const again = await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      expect(again.draftOutcomes).toEqual([{ id, rev: 1, result: 'kept' }]);
      const further = await one.sync([], NOW, { drafts: [{ id, base: 0, body: { ...body('một hai'), savedAt: 3 } }] });
      expect(further.draftOutcomes).toEqual([{ id, rev: 2, result: 'kept' }]);
      const copyOfTheFirst = await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      expect(copyOfTheFirst.draftOutcomes).toEqual([{ id, rev: 2, result: 'differs' }]);
    });

    test('DRAFT-4 submitting ends the draft on every phone', async () => {
      const { one, two } = await withPhones();
      const id = nextUuid();
      await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      await two.sync();
      await one.sync([one.command(submitIntent([aFile()], id))]);
      expect((await two.sync()).drafts).toEqual([{ id, rev: 2, body: null, over: 'submitted' }]);
      const late = await two.sync([], NOW, { drafts: [{ id, base: 1, body: body('hai') }] });
      expect(late.draftOutcomes).toEqual([{ id, rev: 2, result: 'differs' }]);
    });

    test('DRAFT-4a a draft that the server hears of after its submission is over on every phone', async () => {
      const { one, two } = await withPhones();
      const id = nextUuid();
      await one.sync([one.command(submitIntent([aFile()], id))]);
      const late = await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      expect(late.draftOutcomes).toEqual([{ id, rev: 1, result: 'differs' }]);
      expect(late.drafts).toEqual([{ id, rev: 1, body: null, over: 'submitted' }]);
      expect((await two.sync()).drafts).toEqual([{ id, rev: 1, body: null, over: 'submitted' }]);
    });

    test('DRAFT-5 what was deleted goes everywhere, unless somebody wrote on', async () => {
      const { one, two } = await withPhones();
      const id = nextUuid();
      await one.sync([], NOW, { drafts: [{ id, base: 0, body: body('một') }] });
      await two.sync();
      await one.sync([], NOW, { drafts: [{ id, base: 1, body: null }] });
      expect((await two.sync()).drafts).toEqual([{ id, rev: 2, body: null, over: 'deleted' }]);
      const written = await two.sync([], NOW, { drafts: [{ id, base: 1, body: body('hai') }] });
      expect(written.draftOutcomes).toEqual([{ id, rev: 3, result: 'kept' }]);
      const stale = await one.sync([], NOW, { drafts: [{ id, base: 2, body: null }] });
      expect(stale.draftOutcomes).toEqual([{ id, rev: 3, result: 'differs' }]);
    });

    test('DRAFT-6 more drafts than fit one answer come with the next', async () => {
      const { one, two } = await withPhones();
      const drafts = Array.from({ length: 20 }, (_, n) => ({ id: nextUuid(), base: 0, body: body(String(n)) }));
      await one.sync([], NOW, { drafts });
      await one.sync([], NOW, { drafts: [{ id: nextUuid(), base: 0, body: body('cuối') }] });
      const [first, second] = [await two.sync(), await two.sync()];
      expect([first.drafts.length, first.more, second.drafts.length, second.more]).toEqual([20, true, 1, false]);
    });

    test('BESIDE-1 a rating is taken once something was decided, and never before', async () => {
      const { one } = await withPhones();
      const dossier = nextUuid();
      const rate: CitizenIntent = { type: 'rate', dossier, rating: 5, words: 'Nhanh, cảm ơn' };
      const { outcomes, changes } = await one.sync([one.command(submitIntent([aFile()], dossier)), one.command(rate)]);
      expect(outcomes[1]).toMatchObject({
        result: 'refused',
        refusal: { code: 'notAllowedNow', status: 'registered' },
      });
      expect(changes).toHaveLength(1);
    });
  });
}

const always = () => new Error('a fault of our own');

/** A ledger that fails where a dossier is written, while there is an error for it. */
function failingAt(ledger: LedgerUnderTest, dossier: string, error: () => Error | null): LedgerUnderTest {
  const append = (tx: LedgerTx, ...[owner, written, events]: Parameters<LedgerTx['append']>) => {
    const thrown = written.id === dossier ? error() : null;
    return thrown ? Promise.reject(thrown) : tx.append(owner, written, events);
  };
  return {
    ...ledger,
    transaction: (work) => ledger.transaction((tx) => work({ ...tx, append: (...what) => append(tx, ...what) })),
  };
}
