import net from 'node:net';
import { must } from '#core/assert.ts';

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
 * service workers nor connection set-up, so the bytes themselves are slowed here.
 */
export class Link {
  private readonly server: net.Server;
  private readonly open = new Set<net.Socket>();
  private shape: LinkShape = {};
  private down = false;
  private target: number;
  /** What the server says is lost on its way. */
  private mute = false;
  /** Cuts once after so many further bytes from the phone. */
  private cutAfter: number | null = null;
  readonly bytes = { up: 0, down: 0 };
  cuts = 0;

  private constructor(target: number) {
    this.target = target;
    this.server = net.createServer((phone) => this.accept(phone));
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

  /** From now on nothing the server says arrives, though everything arrives at the server. Until `restore`. */
  loseAnswers(): void {
    this.mute = true;
  }

  /** Breaks every connection once, after so many more bytes have left the phone. The link stays up. */
  cutOnceAfter(bytes: number): void {
    this.cutAfter = bytes;
  }

  async close(): Promise<void> {
    this.breakAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private breakAll(): void {
    for (const socket of this.open) socket.destroy();
    this.open.clear();
  }

  private accept(phone: net.Socket): void {
    if (this.down) {
      phone.destroy();
      return;
    }
    const server = net.connect(this.target, '127.0.0.1');
    for (const socket of [phone, server]) {
      this.open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.open.delete(socket);
        (socket === phone ? server : phone).destroy();
      });
    }
    this.pipe(phone, server, 'up');
    this.pipe(server, phone, 'down');
  }

  private pipe(from: net.Socket, to: net.Socket, direction: 'up' | 'down'): void {
    let freeAt = 0;
    from.on('data', (chunk) => {
      this.bytes[direction] += chunk.length;
      if (direction === 'up') this.countDown(chunk.length);
      else if (this.mute) return;
      const bps = direction === 'up' ? this.shape.upBps : this.shape.downBps;
      const now = Date.now();
      freeAt = Math.max(freeAt, now) + (bps ? (chunk.length * 8 * 1000) / bps : 0);
      const wait = freeAt - now + (this.shape.latencyMs ?? 0);
      if (wait <= 0) {
        to.write(chunk);
        return;
      }
      from.pause();
      setTimeout(() => {
        if (!to.destroyed) to.write(chunk);
        from.resume();
      }, wait);
    });
    from.on('end', () => to.end());
  }

  private countDown(bytes: number): void {
    if (this.cutAfter === null) return;
    this.cutAfter -= bytes;
    if (this.cutAfter > 0) return;
    this.cutAfter = null;
    this.cuts += 1;
    this.breakAll();
  }
}
