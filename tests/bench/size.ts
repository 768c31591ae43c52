import { readFileSync, statSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '#tests/support/chromium.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';

const DIST = 'dist/app';

/** Bytes as served: brotli where the build made it. */
function servedBytes(file: string): number {
  try {
    return statSync(path.join(DIST, `${file}.br`)).size;
  } catch {
    return statSync(path.join(DIST, file)).size;
  }
}

/** What the service worker fetches at install, with the catalogue apart. */
function precache(): { bytes: number; files: number; catalogueBytes: number } {
  const worker = readFileSync(path.join(DIST, 'sw.js'), 'utf8');
  const urls = [
    ...new Set(
      [...worker.matchAll(/url:\s*[`"']([^`"']+)[`"']|"url":"([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? ''),
    ),
  ];
  const isCatalogue = (url: string) => url.includes('catalogue-data');
  const sum = (list: string[]) => list.reduce((total, url) => total + servedBytes(url), 0);
  const [catalogue, rest] = [urls.filter(isCatalogue), urls.filter((url) => !isCatalogue(url))];
  return { bytes: sum(rest), files: urls.length, catalogueBytes: sum(catalogue) };
}

/** Script and style of the first route as a browser with an empty cache fetches them, until nothing more comes. */
async function firstRoute(origin: string): Promise<{ bytes: number; files: Record<string, number> }> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, serviceWorkers: 'block' });
  const files: Record<string, number> = {};
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css)$/.test(pathname)) files[pathname.slice(1)] = servedBytes(pathname);
  });
  await page.goto(origin, { waitUntil: 'networkidle' });
  await browser.close();
  return { bytes: Object.values(files).reduce((total, bytes) => total + bytes, 0), files };
}

/** `npm run bench -- size`: what a first visit costs, beside the limits this project set itself. */
export async function benchSize(): Promise<unknown> {
  const data = mkdtempSync(path.join(tmpdir(), 'banso-bench-'));
  const port = await freePort();
  const server = new ServerProcess({ port, data, origin: `http://localhost:${port}` });
  await server.start();
  try {
    const first = await firstRoute(server.origin);
    return {
      bench: 'size',
      firstRoute: { ...first, limit: 95 * 1024, ratio: Number((first.bytes / (95 * 1024)).toFixed(3)) },
      precache: { ...precache(), limit: 450 * 1024 },
    };
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
