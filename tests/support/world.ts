import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { prepareDataFolder } from './database.ts';
import { Link } from './link.ts';
import { freePort, ServerProcess } from './server.ts';

/** The variable by which the journeys' setup names the server it has made one file of. */
export const SERVER_PROGRAM = 'BANSO_SERVER_PROGRAM';

/** The real server behind a link that can be cut, with a folder of its own for everything. */
export class World {
  readonly folder: string;
  readonly server: ServerProcess;
  readonly link: Link;
  readonly origin: string;

  private constructor(folder: string, server: ServerProcess, link: Link) {
    this.folder = folder;
    this.server = server;
    this.link = link;
    this.origin = server.origin;
  }

  /**
   * `environment`: settings of the server besides its port, data and origin. Runs what the journeys' setup has made
   * of the server, or its sources where nobody has.
   */
  static async open(environment: NodeJS.ProcessEnv = {}): Promise<World> {
    const folder = mkdtempSync(path.join(tmpdir(), 'banso-e2e-'));
    const port = await freePort();
    const link = await Link.start(port);
    const data = path.join(folder, 'data');
    await prepareDataFolder(data);
    const program = process.env[SERVER_PROGRAM];
    const server = new ServerProcess({
      port,
      data,
      origin: `http://localhost:${link.port}`,
      environment: { BANSO_APP: path.resolve('dist/app'), ...environment },
      ...(program === undefined ? {} : { command: () => [program] }),
    });
    await server.start();
    return new World(folder, server, link);
  }

  /** A folder for a phone's browser profile. */
  profile(name: string): string {
    return path.join(this.folder, `profile-${name}`);
  }

  /** Keeps what is needed to understand a failure: a picture of every open page and the server's log. */
  async keepEvidence(name: string, ...contexts: (BrowserContext | null)[]): Promise<void> {
    const folder = path.join('tests/.output', name.replaceAll(/[^\w-]+/g, '-'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'server.log'), this.server.output());
    let number = 0;
    for (const page of contexts.flatMap((context) => context?.pages() ?? [])) {
      number += 1;
      await page.screenshot({ path: path.join(folder, `page-${number}.png`), fullPage: true }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.link.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Signs a page in as one of the sandbox's people, by name, and comes back to `returnTo`. */
export async function signIn(page: Page, origin: string, name: string, returnTo = '/'): Promise<void> {
  await page.goto(`${origin}/auth/sign-in?return=${encodeURIComponent(returnTo)}`);
  await page.getByRole('button', { name }).click();
  await page.waitForURL(`${origin}${returnTo}`);
}

/** Waits until the service worker has everything it needs for a start without network. */
export async function waitUntilOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** Presses "Gửi ngay" where it is there: a try of the phone's own may have been faster. */
export async function sendNow(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: 'Gửi ngay' })
    .evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
}

/** Collects what a page complains about, so that a test can insist on silence. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    // A failed request is the network's doing, and what these tests are about.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return complaints;
}
