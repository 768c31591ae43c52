import net from 'node:net';
import { must } from '#core/assert.ts';
import { Lane, type Pipe } from './link-lane.ts';

/** How a link behaves. Absent limits mean as fast as this machine. */
export type LinkShape = {
  /** One way, in milliseconds. */
  readonly latencyMs?: number;
  /** Bits a second from phone to server, and back. */
  readonly upBps?: number;
  readonly downBps?: number;
};

/**
 * A link between phone and server that can be shaped and cut: browsers' own throttling reaches neither
 * service workers nor connection set-up, so the bytes themselves are slowed here. A new connection costs a round
 * trip, all connections share the bandwidth of a direction, and latency does not hold up what follows. Not
 * modelled: TLS, TCP's slow start and its own headers.
 */
export class Link {
  private readonly server: net.Server;
  private readonly open = new Set<net.Socket>();
  private pipes: Pipe[] = [];
  /** Those of them that lead to the phone. */
  private answers: Pipe[] = [];
  private readonly up: Lane;
  private readonly back: Lane;
  private shape: LinkShape = {};
  private down = false;
  private target: number;
  /** What the server says is lost on its way. */
  private mute = false;
  /** What happens once after so many further bytes from the phone. */
  private due: { left: number; readonly act: () => void } | null = null;
  /** What has been sent, whether or not it arrived. */
  readonly bytes = { up: 0, down: 0 };
  connections = 0;
  cuts = 0;

  private constructor(target: number) {
    this.target = target;
    this.server = net.createServer({ allowHalfOpen: true }, (phone) => this.accept(phone));
    this.up = new Lane(
      () => ({ latencyMs: this.shape.latencyMs ?? 0, bps: this.shape.upBps ?? null }),
      (bytes) => {
        this.bytes.up += bytes;
        this.countDown(bytes);
      },
    );
    this.back = new Lane(
      () => ({ latencyMs: this.shape.latencyMs ?? 0, bps: this.shape.downBps ?? null }),
      (bytes) => (this.bytes.down += bytes),
    );
  }

  /** Listens on a free port, or on the one given, and forwards to `target` on this machine. */
  static async start(target: number, port = 0): Promise<Link> {
    const link = new Link(target);
    await new Promise<void>((resolve) => link.server.listen(port, '127.0.0.1', resolve));
    return link;
  }

  get port(): number {
    return (must(this.server.address(), 'address') as net.AddressInfo).port;
  }

  set(shape: LinkShape): void {
    this.shape = shape;
  }

  /** Leads to another port on this machine from now on; what is open breaks. */
  lead(target: number): void {
    this.target = target;
    this.breakAll();
  }

  /** No signal: what is open breaks, what is new is refused. */
  cut(): void {
    this.down = true;
    this.breakAll();
  }

  restore(): void {
    this.down = false;
    this.mute = false;
  }

  /** From now on nothing the server says arrives, though everything arrives at the server. Until `restore`, for new connections. */
  loseAnswers(): void {
    this.mute = true;
    for (const pipe of this.answers) pipe.hushed = true;
  }

  /** What is open now dies without a word, as when a phone gets another address: nothing arrives, nothing is refused. */
  hush(): void {
    for (const pipe of this.pipes) pipe.hushed = true;
    this.forget();
  }

  /** Breaks every connection once, after so many more bytes have left the phone. The link stays up. */
  cutOnceAfter(bytes: number): void {
    this.onceAfter(bytes, () => {
      this.cuts += 1;
      this.breakAll();
    });
  }

  /** Does something once, when so many more bytes have left the phone: the last of them go with it. */
  onceAfter(bytes: number, act: () => void): void {
    this.due = { left: bytes, act };
  }

  async close(): Promise<void> {
    this.breakAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private breakAll(): void {
    for (const socket of this.open) socket.destroy();
    this.open.clear();
    this.forget();
  }

  private forget(): void {
    this.pipes = [];
    this.answers = [];
    this.up.clear();
    this.back.clear();
  }

  private accept(phone: net.Socket): void {
    if (this.down) {
      phone.destroy();
      return;
    }
    this.connections += 1;
    const server = net.connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [phone, server]) {
      this.open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.open.delete(socket));
    }
    const handshake = 2 * (this.shape.latencyMs ?? 0);
    const up = this.up.join(phone, server, Date.now() + handshake);
    const back = this.back.join(server, phone, 0);
    // A side that broke off, rather than ended what it had to say, takes the other with it.
    for (const pipe of [up, back]) {
      pipe.from.on('close', () => {
        if (!pipe.ended && !pipe.hushed) pipe.to.destroy();
        this.pipes = this.pipes.filter((other) => other !== pipe);
        this.answers = this.answers.filter((other) => other !== pipe);
      });
    }
    this.pipes.push(up, back);
    this.answers.push(back);
    back.hushed = this.mute;
  }

  private countDown(bytes: number): void {
    const { due } = this;
    if (due === null) return;
    due.left -= bytes;
    if (due.left > 0) return;
    this.due = null;
    due.act();
  }
}
