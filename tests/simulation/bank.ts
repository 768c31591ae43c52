import type { FeeRequest } from '#core/dossier/dossier.ts';
import type { BankTransfer } from '#server/payment/transfer.ts';
import type { ServerSide } from './server-side.ts';
import { DAY, HOUR, type World } from './world.ts';

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
  }

  /** Sends the statement: all there is since the last one that went through. */
  async statement(): Promise<void> {
    while (this.reported < this.books.length) {
      const transfer = this.books[this.reported] as BankTransfer;
      if (!(await this.server.transfer(transfer))) return;
      this.reported += 1;
    }
  }
}
