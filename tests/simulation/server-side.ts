import { createHash } from 'node:crypto';
import { calendarOf } from '#core/calendar/working-days.ts';
import { decideOfficer, type Ground } from '#core/dossier/decide.ts';
import type { FileRef, Sha256 } from '#core/dossier/dossier.ts';
import type { OfficerIntent } from '#core/dossier/command.ts';
import { allowedActions } from '#core/dossier/lifecycle.ts';
import type { Exchanged, Uploaded } from '#core/ports.ts';
import { SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import { enact, serveSync } from '#core/sync/serve.ts';
import { recordFile, type FileLedgerTx } from '#server/commands/papers.ts';
import { canonicalJson } from '#server/commands/digest.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { MemoryLedger } from '#tests/support/memory-ledger.ts';
import type { Random } from '#tests/support/random.ts';
import type { Bug, Faults } from './faults.ts';
import type { VirtualTime } from './virtual-time.ts';

export const UNIT = '03004';

/** The process died: the transaction in hand is undone, or its answer never leaves. */
class Crash extends Error {}

export const sha256 = (data: string | Uint8Array): Sha256 => createHash('sha256').update(data).digest('hex');

/** The real server half of sync over a ledger in memory, with a file store that keeps half-arrived uploads. */
export class ServerSide {
  readonly ledger = new MemoryLedger();
  readonly stored = new Map<string, Uint8Array>();
  private readonly partial = new Map<string, number>();
  private readonly time: VirtualTime;
  private readonly random: Random;
  private readonly bug: Bug | null;
  faults: Faults;

  constructor(time: VirtualTime, random: Random, faults: Faults, bug: Bug | null) {
    this.bug = bug;
    this.time = time;
    this.random = random;
    this.faults = faults;
  }

  ground(): Ground {
    return {
      now: this.time.now(),
      calendar: calendarOf({ holidays: [], workingSaturdays: [] }),
      procedure: EVERYTHING,
      unit: { mountain: true },
      units: new Set([UNIT]),
    };
  }

  /** One request's bytes in, one answer's bytes out; `null` when the process died underneath. */
  async exchange(account: string, body: string): Promise<Exchanged | null> {
    const request = SyncRequest.parse(JSON.parse(body));
    if (request.account !== account) {
      return { ok: false, failure: { code: 'refused', refusal: { code: 'wrongAccount' }, retryAfterMs: null } };
    }
    try {
      const served = await serveSync(this.crashing(), request, {
        now: this.time.now(),
        name: account,
        ground: () => this.ground(),
        digest: (command) => Promise.resolve(sha256(canonicalJson(command))),
        sign: ({ command }) => Promise.resolve(`receipt:${command.id}`),
        receiptFor: (receipt) => Promise.resolve(receipt.slice('receipt:'.length)),
        passing: (error) => error instanceof Crash,
        alarm: () => undefined,
      });
      if (this.random.chance(this.faults.serverCrashAfterCommit)) return null;
      if (!served.ok) return { ok: false, failure: { code: 'refused', refusal: served.refusal, retryAfterMs: null } };
      const answer = JSON.stringify(served.response);
      return { ok: true, response: SyncResponse.parse(JSON.parse(answer)), bytes: answer.length };
    } catch (error) {
      if (error instanceof Crash) return null;
      throw error;
    }
  }

  /** Takes a file from where it stands; a cut leaves what has arrived. */
  async upload(
    account: string,
    file: FileRef,
    bytes: Uint8Array,
    progress: (sent: number) => void,
  ): Promise<Uploaded | null> {
    const key = `${account}/${file.hash}`;
    const offset = this.partial.get(key) ?? 0;
    progress(offset);
    if (this.random.chance(this.faults.uploadCut)) {
      const arrived = offset + this.random.int(bytes.length - offset);
      this.partial.set(key, arrived);
      if (this.bug !== 'acceptsAnyBytes') return null;
      bytes = bytes.subarray(0, arrived);
    }
    if (sha256(bytes) !== file.hash && this.bug !== 'acceptsAnyBytes') {
      this.partial.delete(key);
      return {
        ok: false,
        failure: { code: 'refused', refusal: { code: 'malformed', detail: 'hash' }, retryAfterMs: null },
      };
    }
    this.stored.set(key, bytes);
    try {
      await this.crashing().transaction((tx) => recordFile(tx, account, file, this.time.now()));
    } catch (error) {
      if (error instanceof Crash) return null;
      throw error;
    }
    return this.random.chance(this.faults.serverCrashAfterCommit) ? null : { ok: true };
  }

  /** An officer does something the table allows to some dossier, or nothing. */
  async officerActs(): Promise<void> {
    const ids = [...this.ledger.snapshot().dossiers.keys()];
    if (ids.length === 0) return;
    const id = this.random.pick(ids);
    await this.ledger.transaction(async (tx) => {
      const found = await tx.lockDossier(id);
      if (!found) return;
      const actions = allowedActions(found.dossier.status, 'officer');
      const intents = actions.map(intentOf).filter((intent): intent is OfficerIntent => intent !== null);
      if (intents.length === 0) return;
      const decision = decideOfficer(found.dossier, this.random.pick(intents), null, this.ground());
      if (!decision.ok) return;
      await enact(tx, found.owner, id, found.dossier, decision.happened, this.time.now(), {
        role: 'officer',
        name: 'Dín',
      });
    });
  }

  private crashing(): Pick<MemoryLedger, 'transaction'> {
    return {
      transaction: async <T>(work: (tx: FileLedgerTx) => Promise<T>) => {
        let answer: { readonly value: T } | null = null;
        try {
          return await this.ledger.transaction(async (tx) => {
            answer = { value: await work(this.bug === 'forgetsSeq' ? forgetful(tx) : tx) };
            if (this.random.chance(this.faults.serverCrashBeforeCommit)) throw new Crash();
            return answer.value;
          });
        } catch (error) {
          if (error instanceof Crash && this.bug === 'answersBeforeCommit' && answer)
            return (answer as { value: T }).value;
          throw error;
        }
      },
    };
  }
}

function forgetful(tx: FileLedgerTx): FileLedgerTx {
  return {
    ...tx,
    setLastSeq: () => Promise.resolve(),
    commandIdUsed: () => Promise.resolve(false),
    saveOutcome: async (account, device, stored) => {
      const before = await tx.findOutcome(account, device, stored.outcome.seq);
      if (!before) await tx.saveOutcome(account, device, stored);
    },
  };
}

function intentOf(action: string): OfficerIntent | null {
  switch (action) {
    case 'receive':
    case 'startProcessing':
      return { type: action };
    case 'notAccept':
    case 'stop':
      return { type: action, reason: 'không đủ điều kiện' };
    case 'requestSupplement':
      return { type: action, items: [{ what: 'Trang 3' }], reason: 'mờ', dueDay: '2026-12-01' };
    case 'finish':
      return {
        type: action,
        note: '',
        results: [{ hash: 'f'.repeat(64), size: 1, type: 'application/pdf', name: 'Kết quả' }],
      };
    case 'return':
      return { type: action, how: 'online' };
    default:
      return null;
  }
}
