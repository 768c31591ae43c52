import type net from 'node:net';

/** A full Ethernet frame's worth of TCP payload: the size in which connections take turns. */
const SEGMENT_BYTES = 1_448;
/** What may wait to be sent on one connection, like a phone's socket buffer; beyond it the sender is held. */
const BACKLOG_BYTES = 64 * 1024;

/** One connection's bytes on their way in one direction. */
export type Pipe = {
  readonly from: net.Socket;
  readonly to: net.Socket;
  /** Bytes that have not left yet. */
  readonly waiting: Buffer[];
  backlog: number;
  /** When what is first in turn could have left: later than it came while the handshake is under way. */
  readyAt: number;
  /** The other side has said that nothing more comes. */
  ended: boolean;
  /** Lost: what goes in never comes out. */
  hushed: boolean;
  /** What has left and not arrived, in its order. */
  readonly onTheWay: { readonly segment: Buffer; readonly at: number }[];
};

export type LaneShape = { readonly latencyMs: number; readonly bps: number | null };

/**
 * One direction of a link. All connections share its bandwidth, a segment each in turn; a segment occupies the
 * lane while it is sent, and arrives one latency later, while the next are already being sent.
 */
export class Lane {
  private readonly shape: () => LaneShape;
  private readonly passed: (bytes: number) => void;
  private readonly busy: Pipe[] = [];
  private freeAt = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(shape: () => LaneShape, passed: (bytes: number) => void) {
    this.shape = shape;
    this.passed = passed;
  }

  /** Carries what comes from one socket to the other, from `readyAt` on: before that, its handshake is under way. */
  join(from: net.Socket, to: net.Socket, readyAt: number): Pipe {
    const pipe: Pipe = { from, to, waiting: [], backlog: 0, readyAt, ended: false, hushed: false, onTheWay: [] };
    from.on('data', (chunk: Buffer) => {
      pipe.waiting.push(chunk);
      pipe.backlog += chunk.length;
      if (pipe.backlog > BACKLOG_BYTES) from.pause();
      this.enlist(pipe);
    });
    from.on('end', () => {
      pipe.ended = true;
      this.enlist(pipe);
    });
    return pipe;
  }

  /** Everything on its way is gone. */
  clear(): void {
    this.busy.length = 0;
    this.freeAt = 0;
  }

  private enlist(pipe: Pipe): void {
    if (pipe.hushed) return;
    if (!this.busy.includes(pipe)) {
      pipe.readyAt = Math.max(pipe.readyAt, Date.now());
      this.busy.push(pipe);
    }
    this.run();
  }

  /** Sends what the lane had time for, then sleeps until the next segment is through. */
  private run(): void {
    if (this.timer) return;
    for (;;) {
      const now = Date.now();
      const pipe = this.next(now);
      if (!pipe) break;
      const { bps, latencyMs } = this.shape();
      const segment = take(pipe, bps === null ? BACKLOG_BYTES : SEGMENT_BYTES);
      // Not "now": a timer that rang late must not slow the link down.
      this.freeAt = Math.max(this.freeAt, pipe.readyAt) + (bps === null ? 0 : (segment.length * 8_000) / bps);
      this.passed(segment.length);
      deliver(pipe, segment, this.freeAt + latencyMs);
      if (pipe.backlog <= BACKLOG_BYTES) pipe.from.resume();
      if (pipe.backlog > 0 || (pipe.ended && segment.length > 0)) this.busy.push(pipe);
      if (this.freeAt > now) break;
    }
    const wakeAt = Math.max(this.freeAt, Math.min(...this.busy.map((pipe) => pipe.readyAt)));
    if (this.busy.length === 0 || !Number.isFinite(wakeAt)) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.run();
      },
      Math.max(0, wakeAt - Date.now()),
    );
  }

  /** The first in turn whose handshake is over. */
  private next(now: number): Pipe | null {
    if (this.freeAt > now) return null;
    const at = this.busy.findIndex((pipe) => pipe.readyAt <= now);
    return at === -1 ? null : (this.busy.splice(at, 1)[0] ?? null);
  }
}

/** At most so many bytes from the head of what waits; none when only the end is left. */
function take(pipe: Pipe, most: number): Buffer {
  const head = pipe.waiting.shift();
  if (!head) return Buffer.alloc(0);
  if (head.length > most) pipe.waiting.unshift(head.subarray(most));
  const segment = head.subarray(0, most);
  pipe.backlog -= segment.length;
  return segment;
}

/** Hands a segment over once it is due, never before those that left before it. */
function deliver(pipe: Pipe, segment: Buffer, at: number): void {
  pipe.onTheWay.push({ segment, at });
  if (pipe.onTheWay.length === 1) arrive(pipe);
}

function arrive(pipe: Pipe): void {
  for (let next = pipe.onTheWay[0]; next; next = pipe.onTheWay[0]) {
    const wait = next.at - Date.now();
    if (wait > 0) return void setTimeout(() => arrive(pipe), wait);
    pipe.onTheWay.shift();
    if (pipe.hushed || pipe.to.destroyed) continue;
    if (next.segment.length > 0) pipe.to.write(next.segment);
    else pipe.to.end();
  }
}
