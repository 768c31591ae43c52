import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { must } from '#core/assert.ts';

/** The real server as its own process, so that it can be stopped, killed and started again on the same data. */
export class ServerProcess {
  private child: ChildProcess | null = null;
  private log = '';
  readonly port: number;
  readonly data: string;
  readonly origin: string;
  private starts = 0;
  private readonly command: (nth: number) => readonly string[];
  private readonly environment: NodeJS.ProcessEnv;

  constructor(options: {
    port: number;
    data: string;
    origin: string;
    /** `src/server/main.ts` unless said. */
    entry?: string;
    /** Arguments of the entry. */
    parameters?: readonly string[];
    /** Arguments of node for the n-th start, from 0, in place of all that. */
    command?: (nth: number) => readonly string[];
    environment?: NodeJS.ProcessEnv;
  }) {
    this.port = options.port;
    this.data = options.data;
    this.origin = options.origin;
    const { entry = 'src/server/main.ts', parameters = [] } = options;
    this.command = options.command ?? (() => ['--import', 'tsx', entry, ...parameters]);
    this.environment = options.environment ?? {};
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    this.launch();
    if (await this.ready()) return;
    const { exitCode = null, signalCode = null } = this.child ?? {};
    const how =
      exitCode === null && signalCode === null ? 'no answer in time' : `it ended with ${exitCode ?? signalCode}`;
    throw new Error(`The server did not start, ${how}:\n${this.log.slice(-4_000)}`);
  }

  /** What it is told by its environment. */
  settings(): NodeJS.ProcessEnv {
    return { PORT: String(this.port), BANSO_DATA: this.data, BANSO_ORIGIN: this.origin, ...this.environment };
  }

  /** Starts it without waiting. */
  launch(): void {
    const child = spawn(process.execPath, this.command(this.starts), {
      env: { ...process.env, ...this.settings() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.starts += 1;
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** Waits until it answers; false when it ended instead, or does not within three minutes. */
  async ready(): Promise<boolean> {
    const child = this.child;
    const deadline = Date.now() + 180_000;
    while (!(await this.answers())) {
      if (!child || this.ended() || Date.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return true;
  }

  /** It was started, and has ended without being asked to. */
  ended(): boolean {
    return this.child !== null && (this.child.exitCode !== null || this.child.signalCode !== null);
  }

  /** Asks it to stop and waits until its database is closed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Stops it in the middle of whatever it does; only a kill can follow. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  /** Everything it has printed. */
  output(): string {
    return this.log;
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/healthz`)).ok;
    } catch {
      return false;
    }
  }
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = must(probe.address(), 'address') as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
