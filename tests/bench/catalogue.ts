import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { brotliDecompressSync, createGunzip } from 'node:zlib';
import { must } from '#core/assert.ts';
import { CatalogueNews } from '#core/procedure/news.ts';
import { chunkPath, newsPath } from '#protocol/catalogue.ts';
import { readPortal } from '#server/catalogue/read.ts';
import { procedurePage, WHOLE } from '#server/pages/procedure-page.ts';
import { HARVEST, hasHarvest } from '#tests/support/portal.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';

const KB = 1_000;

/** `npm run bench -- catalogue`: the import of the real harvest, and what a phone fetches of it, beside their limits. */
export async function benchCatalogue(): Promise<unknown> {
  if (!hasHarvest) return { bench: 'catalogue', skipped: `no ${HARVEST}` };
  const data = mkdtempSync(path.join(tmpdir(), 'banso-bench-'));
  try {
    // On a folder that is not there yet, as on a new machine.
    const first = await runImport(data, HARVEST);
    const whole = await withServer(data, firstDownload);
    const again = await runImport(data, HARVEST);

    const changedFile = path.join(data, 'changed.jsonl');
    const changed = await changeTwenty(changedFile, new Set(whole.pocketCodes));
    const second = await runImport(data, changedFile);
    const news = await withServer(data, async (origin) => ({
      day: (await fetchRaw(origin, newsPath(whole.have, 'pocket'))).bytes,
      unchanged: (await fetchRaw(origin, newsPath({ version: 2, indexHash: '' }, 'pocket'))).bytes,
    }));
    return {
      bench: 'catalogue',
      import: { first, again, dayLater: second, memoryLimitMB: 300 },
      firstDownload: { ...whole.bytes, limit: 600 * KB, ratio: ratio(whole.bytes.total, 600 * KB) },
      unchangedCheck: { bytes: news.unchanged, limit: KB, ratio: ratio(news.unchanged, KB) },
      plainPages: await plainPages(),
      dayOfChanges: { procedures: changed, bytes: news.day, limit: 40 * KB, ratio: ratio(news.day, 40 * KB) },
    };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Every procedure as a page without script, in the shell of the built app: bytes as served. */
async function plainPages() {
  const shell = readFileSync('dist/app/index.html', 'utf8');
  const options = { origin: 'https://banso.example', province: 'Lào Cai' };
  const sizes: number[] = [];
  let cut = 0;
  for await (const item of readPortal(createReadStream(HARVEST), { province: 'H38' })) {
    if (item.kind !== 'record') continue;
    const { brotli, body } = await procedurePage(item.record, shell, options);
    sizes.push(brotli.byteLength);
    if (body.includes(`?${WHOLE}=1`)) cut += 1;
  }
  sizes.sort((a, b) => a - b);
  const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
  const max = at(1);
  return { pages: sizes.length, p50: at(0.5), p99: at(0.99), max, cut, limit: 15 * KB, ratio: ratio(max, 15 * KB) };
}

async function withServer<T>(data: string, work: (origin: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const server = new ServerProcess({ port, data, origin: `http://localhost:${port}` });
  await server.start();
  try {
    return await work(server.origin);
  } finally {
    await server.stop();
  }
}

/** Runs the command as an administrator would. Memory is the process's peak, read from the kernel (Linux). */
async function runImport(data: string, file: string) {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [, ...args] = must(scripts['import'], 'the import script').split(' ');
  const began = performance.now();
  const child = spawn(process.execPath, [...args, file, '--yes'], {
    env: { ...process.env, BANSO_DATA: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakMB: number | null = null;
  const watch = setInterval(() => {
    peakMB = peakOf(child.pid) ?? peakMB;
  }, 100);
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return { exit, seconds: Number(((performance.now() - began) / 1000).toFixed(1)), peakMB };
}

function peakOf(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
    return kilobytes === undefined ? null : Math.round((Number(kilobytes) * 1024) / 1e6);
  } catch {
    return null;
  }
}

/** What a new phone fetches: the news, the index and the pocket, with the headers of every answer. */
async function firstDownload(origin: string) {
  const asked = await fetchRaw(origin, newsPath(null, 'pocket'));
  const news = CatalogueNews.parse(JSON.parse(asked.text));
  if (news.kind !== 'whole') throw new Error(`The server has no catalogue: ${news.kind}`);
  const { index, pocket, rest, indexHash, procedures } = news.manifest;
  const pocketCodes: string[] = [];
  const parts = { news: asked.bytes, index: 0, pocket: 0 };
  for (const { hash } of index.chunks) parts.index += (await fetchRaw(origin, chunkPath(hash))).bytes;
  for (const { hash } of pocket.chunks) {
    const { bytes, text } = await fetchRaw(origin, chunkPath(hash));
    parts.pocket += bytes;
    pocketCodes.push(...(JSON.parse(text) as [number, { code: string }][]).map(([, { code }]) => code));
  }
  const total = parts.news + parts.index + parts.pocket;
  const requests = 1 + index.chunks.length + pocket.chunks.length;
  return {
    have: { version: news.version, indexHash },
    pocketCodes,
    bytes: { total, ...parts, requests, procedures, pocketProcedures: pocketCodes.length, restBytes: rest.bytes },
  };
}

/** One answer's bytes off the wire, status line and headers and all, and its text unpacked. */
async function fetchRaw(origin: string, where: string): Promise<{ bytes: number; text: string }> {
  return await new Promise((resolve, reject) => {
    const sent = request(origin + where, { agent: false, headers: { 'Accept-Encoding': 'br' } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        const packed = answer.headers['content-encoding'] === 'br';
        const text = (packed ? brotliDecompressSync(body) : body).toString('utf8');
        resolve({ bytes: answer.socket.bytesRead, text });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The harvest with a sentence added to twenty procedures that phones keep: the dearest twenty there can be. */
async function changeTwenty(to: string, pocket: ReadonlySet<string>): Promise<number> {
  const every = Math.floor(pocket.size / 20);
  const lines = createInterface({ input: createReadStream(HARVEST).pipe(createGunzip()) });
  const out: string[] = [];
  let [seen, changed] = [0, 0];
  for await (const text of lines) {
    const record = JSON.parse(text) as { code: string; detail: { requirementsAndConditions: string } };
    if (pocket.has(record.code.trim())) {
      seen += 1;
      if (seen % every === 0 && changed < 20) {
        record.detail.requirementsAndConditions += '\nBổ sung một điều kiện.';
        changed += 1;
      }
    }
    out.push(JSON.stringify(record));
  }
  writeFileSync(to, out.join('\n') + '\n');
  return changed;
}

function ratio(value: number, limit: number): number {
  return Number((value / limit).toFixed(3));
}
