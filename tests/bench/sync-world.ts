import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import type { BrowserContext, Page } from 'playwright-core';
import { launchPhone } from '#tests/support/chromium.ts';
import { Link } from '#tests/support/link.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';
import { signIn } from '#tests/support/world.ts';
import type { Peer } from './sync-peer-page.ts';
import type { Phone } from './sync-phone.ts';

export type System = 'ban-so' | 'pouchdb' | 'pouchdb, one at a time';

/** What is sent and how it stands. */
export type Filled = { readonly text: number; readonly photos: number };
export type Times = ReturnType<Phone['times']>;

/** A phone with work to send behind a link, and the server it is for. */
export type Place = {
  readonly link: Link;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly fill: (count: number, photoBytes: number) => Promise<Filled>;
  /** There is signal from now on. */
  readonly begin: () => Promise<void>;
  readonly times: () => Promise<Times>;
  /** Waits until the phone has heard that the server has every paper of so many dossiers. */
  readonly settled: (dossiers: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Bundles the two pages once, into a folder that the servers serve. */
export async function buildPages(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'banso-bench-pages-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { global: 'globalThis' },
    build: {
      outDir: folder,
      target: 'es2022',
      rolldownOptions: {
        input: { phone: 'tests/bench/sync-phone.ts', peer: 'tests/bench/sync-peer-page.ts' },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><title>phone</title><script type="module" src="/phone.js"></script>',
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function openPlace(system: System, pages: string): Promise<Place> {
  const folder = mkdtempSync(path.join(tmpdir(), 'banso-bench-sync-'));
  const port = await freePort();
  const link = await Link.start(port);
  const origin = `http://localhost:${link.port}`;
  const server = new ServerProcess({
    port,
    data: path.join(folder, 'data'),
    origin,
    ...(system === 'ban-so' ? {} : { entry: 'tests/bench/sync-peer-server.ts', parameters: [String(port), pages] }),
    environment: { BANSO_APP: pages, BANSO_LOG: 'warn' },
  });
  await server.start();
  const context = await launchPhone(path.join(folder, 'profile'));
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => console.error(String(error)));
  if (system === 'ban-so') {
    await signIn(page, origin, 'Lý Thị Mẩy');
    await until(() =>
      page.evaluate(async () => {
        const { phone } = globalThis as unknown as { phone?: Phone };
        return phone !== undefined && (await phone.ready());
      }),
    );
  } else {
    await page.goto(origin);
    await page.waitForFunction(() => 'peer' in globalThis);
  }
  await context.setOffline(true);
  link.cut();
  return {
    link,
    page,
    context,
    fill: (count, photoBytes) =>
      page.evaluate(
        ([dossiers, bytes]) => {
          const { phone, peer } = globalThis as unknown as { phone?: Phone; peer?: Peer };
          return (phone ?? peer)!.fill(dossiers, bytes);
        },
        [count, photoBytes] as const,
      ),
    begin: async () => {
      link.restore();
      await context.setOffline(false);
      if (system === 'ban-so') return;
      const batchSize = system === 'pouchdb' ? 100 : 1;
      await page.evaluate((size) => (globalThis as unknown as { peer: Peer }).peer.start(size), batchSize);
    },
    times: () =>
      page.evaluate(() => {
        const { phone, peer } = globalThis as unknown as { phone?: Phone; peer?: Peer };
        return (phone ?? peer)!.times();
      }),
    settled: async (dossiers) =>
      until(() =>
        page.evaluate(async (wanted) => {
          const { phone } = globalThis as unknown as { phone?: Phone };
          return !phone || (await phone.complete()) === wanted;
        }, dossiers),
      ),
    close: async () => {
      await context.close();
      await server.stop();
      await link.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again until it is so, for at most a minute. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('The phone of the bench did not come to it within a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
