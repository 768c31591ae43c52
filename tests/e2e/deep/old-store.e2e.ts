import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { killPhone, launchPhone } from '#tests/support/chromium.ts';
import { photoOf } from '#tests/support/photos.ts';
import { COPY, COPY_ANSWERS, UNIT } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, sendNow, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

let world: World;
let phone: BrowserContext | null = null;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await openPhone();
});
afterAll(async () => {
  await phone?.close();
  await world.close();
});

/** Starts the browser on the profile as it lies on the disk. */
async function openPhone(): Promise<string[]> {
  phone = await launchPhone(world.profile('old'));
  page = phone.pages()[0] ?? (await phone.newPage());
  return complaintsOf(page);
}

/** What lies on the phone: a submission with its photo that waits, and a draft. */
type Left = {
  readonly entry: {
    readonly command: { readonly id: string; readonly seq: number };
    readonly files: readonly unknown[];
  };
  readonly draft: { readonly id: string };
  readonly photo: { readonly hash: string; readonly size: number; readonly type: string };
  readonly base64: string;
};

/**
 * Puts a store of the first release in the place of the account's: its tables, its records and its sealing, written out
 * here and never changed with the program. The account's key and the device's id are the ones that were there.
 */
async function putFirstRelease(left: Left): Promise<void> {
  await page.evaluate(async ({ entry, draft, photo, base64 }) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
      });
    const all = await indexedDB.databases();
    const name = all.find((one) => /^banso-[0-9a-f]{16}$/.test(one.name ?? ''))?.name ?? '';
    const today = await settled(indexedDB.open(name));
    const { key } = await settled<{ key: CryptoKey }>(today.transaction('keys').objectStore('keys').get('account'));
    const { device } = await settled<{ device: string }>(today.transaction('state').objectStore('state').get('state'));
    today.close();
    await settled(indexedDB.deleteDatabase(name));

    const seal = async (table: string, id: string | number, content: Uint8Array<ArrayBuffer>) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const additionalData = new TextEncoder().encode(`${table}|${id}`);
      return { iv, body: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, content) };
    };
    const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { seq, id } = entry.command;
    const rows: Record<string, unknown> = {
      keys: { id: 'account', key },
      state: { id: 'state', device, seq, cursor: 0, recordings: 0, contact: null },
      drafts: { ...(await seal('drafts', draft.id, text(draft))), id: draft.id, rev: 1, files: [] },
      files: { ...(await seal('files', photo.hash, bytes)), hash: photo.hash },
      progress: { ...photo, sent: 0 },
      outbox: { ...(await seal('outbox', seq, text(entry))), seq, id, files: [photo.hash] },
      log: { ...(await seal('log', 1, text({ at: 1, what: 'wake', result: 'ok' }))), n: 1 },
    };
    const creating = indexedDB.open(name, 10);
    creating.addEventListener('upgradeneeded', () => {
      const db = creating.result;
      db.createObjectStore('keys', { keyPath: 'id' });
      db.createObjectStore('state', { keyPath: 'id' });
      db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('files', 'files', { multiEntry: true });
      db.createObjectStore('files', { keyPath: 'hash' });
      db.createObjectStore('progress', { keyPath: 'hash' });
      const outbox = db.createObjectStore('outbox', { keyPath: 'seq' });
      outbox.createIndex('id', 'id', { unique: true });
      outbox.createIndex('files', 'files', { multiEntry: true });
      db.createObjectStore('dossiers', { keyPath: 'id' }).createIndex('waiting', 'waiting', { multiEntry: true });
      db.createObjectStore('log', { keyPath: 'n' });
    });
    const old = await settled(creating);
    const writing = old.transaction(Object.keys(rows), 'readwrite', { durability: 'strict' });
    for (const [table, row] of Object.entries(rows)) writing.objectStore(table).put(row);
    await new Promise((resolve) => writing.addEventListener('complete', resolve));
    old.close();
  }, left);
}

const FIRST_RELEASE = 10;
/** So many ms after the store has begun to change the browser is killed. */
const MOMENTS = [0, 100, 400, 900];
/** A change is held open for so long, by one request after another: longer than any of these takes. */
const HELD_MS = 5_000;

/** Opens the app on the store of before, and kills the browser in the middle of its change. */
async function killWhileItChanges(ms: number): Promise<void> {
  await page.addInitScript((heldMs) => {
    const { createObjectStore } = IDBDatabase.prototype;
    let held = false;
    IDBDatabase.prototype.createObjectStore = function (...table) {
      const store = createObjectStore.apply(this, table);
      if (held || !/^banso-[0-9a-f]{16}$/.test(this.name)) return store;
      held = true;
      console.info('changes');
      const until = performance.now() + heldMs;
      const hold = () => {
        if (performance.now() < until) store.count().addEventListener('success', hold);
      };
      hold();
      return store;
    };
  }, HELD_MS);
  const seen = page.waitForEvent('console', (message) => message.text() === 'changes');
  // A browser that is killed meanwhile does not answer.
  page.goto(`${world.origin}/cho-song`).catch(() => undefined);
  await seen;
  await delay(ms);
  await killPhone(world.profile('old'));
  phone = null;
}

/** Of the account's store, from a page that has none open. */
async function versionOnDisk(): Promise<number> {
  await page.goto(`${world.origin}/healthz`);
  return await page.evaluate(async () => {
    const all = await indexedDB.databases();
    return all.find((one) => /^banso-[0-9a-f]{16}$/.test(one.name ?? ''))?.version ?? 0;
  });
}

describe('a phone that kept the store of the first release', () => {
  test(
    'opens today’s app, killed in the middle of its change of the store, and sends what waited once',
    { timeout: 240_000 },
    async () => {
      onTestFailed(() => world.keepEvidence('old-store', phone));
      let complaints = complaintsOf(page);
      await signIn(page, world.origin, 'Lý Thị Mẩy');
      await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
      await waitUntilOffline(page);
      const { buffer } = await photoOf(page, 'SỔ HỘ NGHÈO', 71);
      const photo = {
        hash: createHash('sha256').update(buffer).digest('hex'),
        size: buffer.length,
        type: 'image/jpeg' as const,
      };
      const madeAt = Date.now() - 60 * 24 * 60 * 60_000;
      const dossier = randomUUID();
      const { code, version } = COPY;
      const attachments = [{ document: 'originalPhoto', files: [photo] }];
      const intent = {
        type: 'submit',
        dossier,
        procedure: code,
        version,
        unit: UNIT,
        answers: COPY_ANSWERS,
        attachments,
      };
      const command = { id: randomUUID(), seq: 1, madeAt, intent };
      const draft = {
        id: randomUUID(),
        rev: 1,
        procedure: COPY,
        unit: UNIT,
        answers: { paperKind: 'household' },
        attachments: [],
        place: { at: 'review' },
        startedAt: madeAt,
        savedAt: madeAt,
      };
      const entry = { command, bytes: JSON.stringify(command).length, files: [photo], refusal: null };
      // A page of the same origin that is not the app, so that nothing has the store open.
      await page.goto(`${world.origin}/healthz`);
      await putFirstRelease({ entry, draft, photo, base64: buffer.toString('base64') });

      expect(complaints).toEqual([]);
      // Chromium writes cookies down half a minute late, or when it is closed: killed before, the phone would be signed out.
      await phone?.close();
      await openPhone();
      for (const ms of MOMENTS) {
        await killWhileItChanges(ms);
        complaints = await openPhone();
        const onDisk = await versionOnDisk();
        expect(onDisk, `killed after ${ms} ms`).toBeGreaterThanOrEqual(FIRST_RELEASE);
        // As it starts, the browser may have woken the worker, which has gone on with it.
        if (onDisk > FIRST_RELEASE) break;
      }

      world.link.cut();
      await page.goto(`${world.origin}/cho-song`);
      await page.getByText(/^1 việc · /).waitFor();
      await page.getByText('Chứng thực bản sao').first().waitFor();
      world.link.restore();
      await sendNow(page);
      await page.getByText('Không còn gì chờ').waitFor();
      await page.goto(`${world.origin}/ho-so/${dossier}`);
      await page.getByText('Mã hồ sơ').first().waitFor();
      await page.goto(`${world.origin}/ban-nhap/${draft.id}`);
      await page.locator('#f-paperKind input[value="household"]').or(page.getByText('Gửi hồ sơ')).first().waitFor();
      await page.goto(`${world.origin}/cho-song`);
      await page.getByText('Không còn gì chờ').waitFor();
      expect(complaints).toEqual([]);

      const { dossiers, commands, files } = await rowsOf(world, async (db) => ({
        dossiers: await db.selectFrom('dossier').select(['id', 'papers_complete']).execute(),
        commands: await db.selectFrom('command').select(['id', 'seq']).execute(),
        files: await db.selectFrom('file').select('hash').execute(),
      }));
      expect(dossiers).toEqual([{ id: dossier, papers_complete: true }]);
      expect(commands).toEqual([{ id: command.id, seq: 1 }]);
      expect(files).toEqual([{ hash: photo.hash }]);
    },
  );
});
