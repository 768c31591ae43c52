import type { FeeRequest } from '#core/dossier/dossier.ts';
import { takeStatement } from '#server/payment/statement.ts';
import type { BankTransfer } from '#server/payment/transfer.ts';
import type { ServerSide } from './server-side.ts';
import { DAY, HOUR, type World } from './world.ts';

/** The server died while it read a statement. */
class BrokeOff extends Error {}

// What streams a file may do, without an event loop: pieces that end in the middle of a line.
async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
}

/** How a payer or a bank gets a transfer wrong. */
const SLIPS = ['amount', 'reference', 'noReference', 'currency', 'account'] as const;

/**
 * A bank outside the product. What has been paid is on its own books; its reports come at once, late, twice, or
 * never, and once a day a statement lists everything.
 */
export class Bank {
  readonly books: BankTransfer[] = [];
  private readonly world: World;
  private readonly server: ServerSide;
  private reported = 0;
  /** How often the statements began from the first again. */
  private round = 0;

  constructor(world: World, server: ServerSide) {
    this.world = world;
    this.server = server;
  }

  /** Somebody pays for a fee, mostly as asked. */
  pay(fee: FeeRequest): void {
    const { random, time } = this.world;
    const slip = random.chance(0.2) ? random.pick(SLIPS) : null;
    const transfer: BankTransfer = {
      id: `FT${this.books.length + 1}`,
      amount: slip === 'amount' ? fee.amount + 1_000 * (1 + random.int(5)) : fee.amount,
      currency: slip === 'currency' ? 'LAK' : 'VND',
      account: slip === 'account' ? '999900001111' : fee.payee.account,
      memo:
        slip === 'reference'
          ? 'H38162601010001ABCD'
          : slip === 'noReference'
            ? 'nop phi'
            : `MBVCB.1 ${fee.reference} ck`,
      paidAt: time.now(),
    };
    this.books.push(transfer);
    this.world.note(transfer.id);
    const reports = random.pick([[0], [0], [0, 0], [30_000, 2 * HOUR], [3 * DAY], []]);
    for (const late of reports) time.after(random.int(20_000) + late, () => void this.server.transfer(transfer));
  }

  /** The province has lost some of its books and asks for every statement again. */
  startOver(): void {
    this.reported = 0;
    this.round += 1;
  }

  /** Sends the statement: all there is since the last one that went through. One that broke off is sent again whole. */
  async statement(): Promise<void> {
    const [upTo, round] = [this.books.length, this.round];
    if (this.reported === upTo) return;
    const file = this.books.slice(this.reported).map((transfer) => `${JSON.stringify(transfer)}\n`);
    try {
      const { bad, failure } = await takeStatement(inPieces(file.join('')), async (transfer) => {
        const taken = await this.server.transfer(transfer);
        if (!taken) throw new BrokeOff();
        return taken;
      });
      if (bad.length > 0 || failure) this.world.violated('lost', 'a line of the statement');
      if (round === this.round) this.reported = upTo;
    } catch (error) {
      if (!(error instanceof BrokeOff)) throw error;
    }
  }
}
