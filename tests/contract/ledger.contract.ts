import { describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { CitizenIntent, Command } from '#core/dossier/command.ts';
import type { Ground } from '#core/dossier/decide.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import { standingOf, type Versions } from '#core/procedure/versions.ts';
import { PROTOCOL, type SentCommand, type SyncRequest, type SyncResponse } from '#core/sync/messages.ts';
import type { Ledger } from '#core/sync/ledger.ts';
import { serveSync, type Receipted, type ServeContext, type Served } from '#core/sync/serve.ts';
import { digestOf } from '#server/commands/digest.ts';
import { recordFile, type FileLedgerTx } from '#server/commands/papers.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';

/** A ledger under test; `addAccount` makes an account known where the ledger insists on it. */
export type LedgerUnderTest = {
  transaction<T>(work: (tx: FileLedgerTx) => Promise<T>): Promise<T>;
  addAccount(account: string): Promise<void>;
};

/** 2026-11-21 18:30 in Vietnam is still the 21st, in UTC too; an hour after UTC 17:00 it is not. */
export const NOW = Date.parse('2026-11-21T11:30:00Z');
const UNIT = '03004';

let made = 0;
export function nextUuid(): string {
  made += 1;
  return `00000000-0000-4000-8000-${made.toString(16).padStart(12, '0')}`;
}

/** A made-up file: only its name matters to the ledger. */
export function aFile(): FileRef {
  return { hash: digestOf(nextUuid()), size: 1000, type: 'image/jpeg' };
}

export function submitIntent(files: readonly FileRef[], dossier = nextUuid()): CitizenIntent {
  return {
    type: 'submit',
    dossier,
    procedure: EVERYTHING.code,
    version: 1,
    unit: UNIT,
    answers: EVERYTHING_ANSWERS,
    attachments: [{ document: 'idCard', files: [...files] }],
  };
}

/** Of a version among those that the server knows. */
export function groundAt(now: number, version = EVERYTHING.version, known: Versions = [EVERYTHING]): Ground {
  return {
    now,
    calendar: { holidays: new Set(), workingSaturdays: new Set() },
    ...standingOf(known, version),
    unit: { mountain: true },
    units: new Set([UNIT]),
  };
}

/** What a phone that has heard nothing yet says of itself. */
export const FRESH = { epoch: null, cursor: 0, drafts: [], draftCursor: 0 };

/** Receipts that say which command they are for and are signed by nobody. */
export const NO_RECEIPTS = {
  makeReceipt: ({ command }: Receipted) => Promise.resolve(`receipt:${command.id}`),
  readReceipt: (receipt: string) => Promise.resolve(receipt.startsWith('receipt:') ? receipt.slice(8) : null),
};

/** A failure of the surroundings. */
export class Passing extends Error {}

/** What serving needs in a test. `alarms` hears of commands set aside. */
export function contextAt(now: number, alarms: { readonly seq: number }[] = [], known?: Versions): ServeContext {
  return {
    now,
    name: 'Lý Thị Mẩy',
    ground: (_procedure, version) => groundAt(now, version, known),
    digest: (command) => Promise.resolve(digestOf(command)),
    sign: NO_RECEIPTS.makeReceipt,
    receiptFor: NO_RECEIPTS.readReceipt,
    passing: (error) => error instanceof Passing,
    alarm: (command) => alarms.push(command),
  };
}

/** A phone as the ledger knows one: it numbers its commands and remembers how far it has read. */
export class Phone {
  readonly account: string;
  readonly device = nextUuid();
  readonly #ledger: Ledger;
  #seq = 0;
  cursor = 0;
  draftCursor = 0;
  epoch: string | null = null;
  answeredAt: number | null = null;
  readonly alarms: { readonly seq: number }[] = [];
  /** The versions of the procedure that the server knows. */
  known: Versions = [EVERYTHING];

  constructor(ledger: Ledger, account: string) {
    this.#ledger = ledger;
    this.account = account;
  }

  command(intent: CitizenIntent): Command {
    this.#seq += 1;
    return { id: nextUuid(), seq: this.#seq, madeAt: NOW - 60_000, intent };
  }

  async send(commands: readonly SentCommand[], now = NOW, more: Partial<SyncRequest> = {}): Promise<Served> {
    const { account, device, epoch, cursor, draftCursor, answeredAt } = this;
    const request = {
      protocol: PROTOCOL,
      account,
      device,
      epoch,
      commands: [...commands],
      cursor,
      drafts: [],
      draftCursor,
      ...(answeredAt === null ? {} : { proof: String(answeredAt) }),
    };
    return await serveSync(this.#ledger, { ...request, ...more }, contextAt(now, this.alarms, this.known));
  }

  /** Sends and takes the answer in. */
  async sync(commands: readonly SentCommand[] = [], now = NOW, more: Partial<SyncRequest> = {}): Promise<SyncResponse> {
    const served = await this.send(commands, now, more);
    if (!served.ok) throw new Error(`refused: ${served.refusal.code}`);
    this.cursor = served.response.cursor;
    this.draftCursor = served.response.draftCursor;
    this.epoch = served.response.epoch;
    this.answeredAt = served.response.serverTime;
    return served.response;
  }
}

function submittedCode(response: SyncResponse): string {
  const { event } = must(response.changes[0], 'change');
  return must(event.what.type === 'submitted' ? event.what.code : null, 'code');
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** What every ledger promises the sync protocol. */
export function ledgerContract(name: string, open: () => Promise<LedgerUnderTest>): void {
  const withPhone = async () => {
    const ledger = await open();
    const account = nextUuid();
    await ledger.addAccount(account);
    return { ledger, phone: new Phone(ledger, account) };
  };
  const stored = async (ledger: LedgerUnderTest, owner: string, file: FileRef) =>
    await ledger.transaction(async (tx) => await recordFile(tx, owner, file, NOW));

  describe(`ledger: ${name}`, () => {
    test('a command sent again has its effect once and the same outcome', async () => {
      const { phone } = await withPhone();
      const command = phone.command(submitIntent([aFile()]));
      const first = await phone.send([command]);
      const again = await phone.send([command], NOW + 5000);
      expect(first.ok && again.ok && again.response.outcomes).toEqual(first.ok && first.response.outcomes);
      expect(again.ok && again.response.changes).toEqual(first.ok && first.response.changes);
      expect(again.ok && again.response.lastSeq).toBe(1);
    });

    test('copies of a request that arrive together have one effect', async () => {
      const { phone } = await withPhone();
      const commands = [phone.command(submitIntent([aFile()])), phone.command(submitIntent([aFile()]))];
      const answers = await Promise.all(Array.from({ length: 5 }, async () => await phone.send(commands)));
      for (const answer of answers) {
        expect(answer.ok && answer.response.outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
      }
      expect((await phone.sync()).changes).toHaveLength(2);
    });

    test('a command too far ahead is asked for from where it is missing, and nothing is taken', async () => {
      const { phone } = await withPhone();
      const [one, , three] = [submitIntent([]), submitIntent([]), submitIntent([])].map((intent) =>
        phone.command(intent),
      );
      const gap = await phone.send([must(one, 'one'), must(three, 'three')]);
      expect(gap).toEqual({ ok: false, refusal: { code: 'gap', resendFrom: 2 } });
      expect(await phone.sync()).toMatchObject({ lastSeq: 0, changes: [] });
    });

    test('the same seq with another body is a conflict', async () => {
      const { phone } = await withPhone();
      const command = phone.command(submitIntent([aFile()]));
      await phone.sync([command]);
      const forged = await phone.send([{ ...command, madeAt: command.madeAt + 1 }]);
      expect(forged).toEqual({ ok: false, refusal: { code: 'conflict', seq: 1 } });
      expect(phone.alarms.map(({ seq }) => seq)).toEqual([1]);
    });

    test('the same id under another seq, or from another device, is a conflict', async () => {
      const { ledger, phone } = await withPhone();
      const command = phone.command(submitIntent([aFile()]));
      await phone.sync([command]);
      const moved = { ...phone.command(submitIntent([aFile()])), id: command.id };
      expect(await phone.send([moved])).toEqual({ ok: false, refusal: { code: 'conflict', seq: 2 } });
      const other = new Phone(ledger, phone.account);
      const stolen = { ...other.command(submitIntent([aFile()])), id: command.id };
      expect(await other.send([stolen])).toEqual({ ok: false, refusal: { code: 'conflict', seq: 1 } });
    });

    test('one id used by two devices at once is taken once', async () => {
      const { ledger, phone } = await withPhone();
      const other = new Phone(ledger, phone.account);
      const mine = phone.command(submitIntent([aFile()]));
      const theirs = { ...other.command(submitIntent([aFile()])), id: mine.id };
      const answers = await Promise.all([phone.send([mine]), other.send([theirs])]);
      expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true]);
    });

    test('a refused command has no effect, and its outcome is kept', async () => {
      const { phone } = await withPhone();
      const command = phone.command({ ...submitIntent([]), attachments: [] } as CitizenIntent);
      const first = await phone.sync([command]);
      expect(first.outcomes).toMatchObject([
        { result: 'refused', refusal: { code: 'papersMissing', documents: ['idCard'] } },
      ]);
      expect(first.changes).toEqual([]);
      expect((await phone.sync([command], NOW + 1000)).outcomes).toEqual(first.outcomes);
      const next = await phone.sync([phone.command(submitIntent([aFile()]))]);
      expect(next.outcomes).toMatchObject([{ result: 'done' }]);
    });

    test('when one command of a request cannot be taken, the ones before it are not either', async () => {
      const { phone } = await withPhone();
      const good = phone.command(submitIntent([aFile()]));
      const repeated = { ...phone.command(submitIntent([aFile()])), id: good.id };
      expect((await phone.send([good, repeated])).ok).toBe(false);
      expect(await phone.sync()).toMatchObject({ lastSeq: 0, changes: [], missingFiles: [] });
    });

    test('a cursor never skips a change, however the commits of one account interleave', async () => {
      const { ledger, phone } = await withPhone();
      const writers = Array.from({ length: 4 }, () => new Phone(ledger, phone.account));
      const seen: number[] = [];
      const read = async () => seen.push(...(await phone.sync()).changes.map(({ n }) => n));
      const write = async (writer: Phone) => {
        for (let i = 0; i < 6; i += 1) await writer.sync([writer.command(submitIntent([aFile()]))]);
      };
      const readMany = async () => {
        for (let i = 0; i < 30; i += 1) await read();
      };
      await Promise.all([readMany(), ...writers.map(write)]);
      await read();
      expect(seen).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    });

    test('changes come in portions', async () => {
      const { phone } = await withPhone();
      for (let i = 0; i < 21; i += 1) {
        await phone.send(Array.from({ length: 10 }, () => phone.command(submitIntent([aFile()]))));
      }
      const first = await phone.sync();
      expect(first).toMatchObject({ cursor: 200, more: true });
      expect(await phone.sync()).toMatchObject({ cursor: 210, more: false });
    });

    test("another account's dossier is as good as none", async () => {
      const { ledger, phone } = await withPhone();
      const stranger = new Phone(ledger, nextUuid());
      await ledger.addAccount(stranger.account);
      const file = aFile();
      const dossier = nextUuid();
      await phone.sync([phone.command(submitIntent([file], dossier))]);
      const answer = await stranger.sync([
        stranger.command({ type: 'withdraw', dossier, reason: '' }),
        stranger.command(submitIntent([aFile()], dossier)),
      ]);
      expect(answer.outcomes).toMatchObject([
        { result: 'refused', refusal: { code: 'unknownDossier' } },
        { result: 'refused', refusal: { code: 'dossierExists' } },
      ]);
      expect(answer).toMatchObject({ changes: [], missingFiles: [] });
    });

    test('one dossier id submitted by two accounts at once belongs to one of them', async () => {
      const { ledger, phone } = await withPhone();
      const stranger = new Phone(ledger, nextUuid());
      await ledger.addAccount(stranger.account);
      const dossier = nextUuid();
      const answers = await Promise.all(
        [phone, stranger].map(async (one) => await one.sync([one.command(submitIntent([aFile()], dossier))])),
      );
      const results = answers.flatMap(({ outcomes }) => outcomes.map(({ result }) => result));
      expect(results.sort()).toEqual(['done', 'refused']);
    });

    test('papers are complete once the last file has come, whichever comes first', async () => {
      const { ledger, phone } = await withPhone();
      const [early, late] = [aFile(), aFile()];
      await stored(ledger, phone.account, early);
      const sent = await phone.sync([phone.command(submitIntent([early, late]))]);
      expect(sent.missingFiles).toEqual([late.hash]);
      expect(sent.changes.map(({ event }) => event.what.type)).toEqual(['submitted']);
      await stored(ledger, phone.account, late);
      await stored(ledger, phone.account, late);
      const after = await phone.sync();
      expect(after.missingFiles).toEqual([]);
      expect(after.changes.map(({ event }) => event.what.type)).toEqual(['papersComplete']);

      const both = await phone.sync([phone.command(submitIntent([early, late]))]);
      expect(both.changes.map(({ event }) => event.what.type)).toEqual(['submitted', 'papersComplete']);
    });

    test('a file and the command naming it that arrive together do not miss each other', async () => {
      const { ledger, phone } = await withPhone();
      const file = aFile();
      const [looked, arrived] = [deferred(), deferred()];
      // The command has looked for the file and not committed yet: now the file comes.
      const between: Ledger = {
        transaction: async (work) =>
          await ledger.transaction(async (tx) => {
            const missingFilesOf: FileLedgerTx['missingFilesOf'] = async (owner, dossier) => {
              const missing = await tx.missingFilesOf(owner, dossier);
              looked.resolve();
              await arrived.promise;
              return missing;
            };
            return await work({ ...tx, missingFilesOf });
          }),
      };
      const slow = new Phone(between, phone.account);
      const sent = slow.send([slow.command(submitIntent([file]))]);
      await looked.promise;
      const arriving = stored(ledger, phone.account, file);
      // A ledger that keeps its promise makes the file wait for the command; one that does not is done long before.
      await Promise.race([arriving, new Promise((resolve) => setTimeout(resolve, 250))]);
      arrived.resolve();
      await Promise.all([sent, arriving]);
      const { changes, missingFiles } = await phone.sync();
      expect(missingFiles).toEqual([]);
      expect(changes.map(({ event }) => event.what.type)).toEqual(['submitted', 'papersComplete']);
    });

    test("naming the hash of another account's file gives nothing", async () => {
      const { ledger, phone } = await withPhone();
      const owner = nextUuid();
      await ledger.addAccount(owner);
      const file = aFile();
      await stored(ledger, owner, file);
      const answer = await phone.sync([phone.command(submitIntent([file]))]);
      expect(answer.missingFiles).toEqual([file.hash]);
    });

    test('a withdrawn dossier waits for no more files', async () => {
      const { phone } = await withPhone();
      const dossier = nextUuid();
      await phone.sync([phone.command(submitIntent([aFile()], dossier))]);
      const answer = await phone.sync([phone.command({ type: 'withdraw', dossier, reason: 'nhầm' })]);
      expect(answer.missingFiles).toEqual([]);
    });

    test('papers photographed again take the place of those that never came, and the dossier waits for nothing else', async () => {
      const { ledger, phone } = await withPhone();
      const [here, lost, again] = [aFile(), aFile(), aFile()];
      const dossier = nextUuid();
      await phone.sync([phone.command(submitIntent([here, lost], dossier))]);
      await stored(ledger, phone.account, here);
      const replace = (files: readonly FileRef[], called: readonly FileRef[]) =>
        phone.command({
          type: 'replacePapers',
          dossier,
          lost: called.map(({ hash }) => hash),
          attachments: [{ document: 'idCard', files: [...files] }],
        });
      const command = replace([again], [here, lost]);
      const told = await phone.sync([command]);
      expect(told.outcomes).toMatchObject([{ result: 'done' }]);
      expect(told.changes).toMatchObject([{ event: { what: { type: 'papersReplaced', lost: [lost.hash] } } }]);
      expect(told.missingFiles).toEqual([again.hash]);
      expect((await phone.sync([command])).outcomes).toEqual(told.outcomes);

      // The phone that was thought lost comes back and sends all the same: no harm, and no paper.
      await stored(ledger, phone.account, lost);
      expect(await phone.sync()).toMatchObject({ changes: [], missingFiles: [again.hash] });
      await stored(ledger, phone.account, again);
      const { changes } = await phone.sync([replace([aFile()], [lost])]);
      expect(changes.map(({ event }) => event.what.type)).toEqual(['papersComplete']);
      expect((await phone.sync([replace([aFile()], [lost])])).outcomes).toMatchObject([
        { result: 'refused', refusal: { code: 'nothingLost' } },
      ]);
      const { dossier: state } = must(await ledger.transaction((tx) => tx.lockDossier(dossier)), 'the dossier');
      expect(state.attachments.flatMap(({ files }) => files)).toEqual([here, again]);
    });

    test('papers are complete at once when what was photographed again has come before', async () => {
      const { ledger, phone } = await withPhone();
      const [lost, known] = [aFile(), aFile()];
      const [dossier, other] = [nextUuid(), nextUuid()];
      // Another dossier waits for the very page that is lost here, and goes on waiting.
      await phone.sync([phone.command(submitIntent([lost], dossier)), phone.command(submitIntent([lost], other))]);
      await stored(ledger, phone.account, known);
      const attachments = [{ document: 'idCard', files: [known] }];
      const intent: CitizenIntent = { type: 'replacePapers', dossier, lost: [lost.hash], attachments };
      const { changes, missingFiles } = await phone.sync([phone.command(intent)]);
      expect(changes.map(({ event }) => event.what.type)).toEqual(['papersReplaced', 'papersComplete']);
      expect(missingFiles).toEqual([lost.hash]);
    });

    test('the same page photographed on another phone is still expected', async () => {
      const { ledger, phone } = await withPhone();
      const lost = aFile();
      const dossier = nextUuid();
      await phone.sync([phone.command(submitIntent([lost], dossier))]);
      const attachments = [{ document: 'idCard', files: [lost] }];
      const intent: CitizenIntent = { type: 'replacePapers', dossier, lost: [lost.hash], attachments };
      expect(await phone.sync([phone.command(intent)])).toMatchObject({ missingFiles: [lost.hash] });
      await stored(ledger, phone.account, lost);
      expect((await phone.sync()).changes.map(({ event }) => event.what.type)).toEqual(['papersComplete']);
    });

    test('codes count up without holes, each day from 1 in Vietnam', async () => {
      const { phone } = await withPhone();
      const now = Date.parse('2031-03-04T16:59:00Z') + made * 7 * 86_400_000;
      const prefix = submittedCode(await phone.sync([phone.command(submitIntent([aFile()]))], now)).slice(0, -4);
      await phone.sync([phone.command({ ...submitIntent([]), attachments: [] } as CitizenIntent)], now);
      const repeated = phone.command(submitIntent([aFile()]));
      const undone = [repeated, { ...phone.command(submitIntent([aFile()])), id: repeated.id }];
      expect((await phone.send(undone, now)).ok).toBe(false);
      expect(submittedCode(await phone.sync([repeated], now))).toBe(`${prefix}0002`);
      const retry = { ...must(undone[1], 'retry'), id: nextUuid() };
      const tomorrow = submittedCode(await phone.sync([retry], now + 120_000));
      expect(tomorrow).toMatch(/-0001$/);
      expect(tomorrow.slice(0, -4)).not.toBe(prefix);
    });

    test('what a phone is told adds up to the dossier', async () => {
      const { phone } = await withPhone();
      const dossier = nextUuid();
      await phone.send([phone.command(submitIntent([aFile()], dossier))]);
      await phone.send([phone.command({ type: 'withdraw', dossier, reason: 'nhầm xã' })], NOW + 1000);
      const { changes } = await phone.sync();
      const state = fold(
        dossier,
        changes.map(({ event }) => event),
      );
      expect(state).toMatchObject({ status: 'withdrawn', applicant: 'LÝ THỊ MẨY', closedReason: 'nhầm xã' });
    });
  });
}
