import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { must } from '#core/assert.ts';
import { Background, callsAskedFor, seatsOf } from '#tests/support/background.ts';
import { launchPhoneThatKeepsPages } from '#tests/support/chromium.ts';
import { askForSupplement, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

let world: World;
let phone: BrowserContext;
let page: Page;
let other: http.Server;
let background: Background;

beforeAll(async () => {
  world = await World.open();
  other = http.createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Báo</title>');
  });
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  phone = await launchPhoneThatKeepsPages(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
  await signIn(page, world.origin, 'Lý Thị Mẩy');
  await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
  await waitUntilOffline(page);
  background = await Background.of(phone, world.origin);
  await page.bringToFront();
});
afterAll(async () => {
  await phone.close();
  other.close();
  await world.close();
});

/** Leaves for another site in the same tab. */
async function leave(): Promise<void> {
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { cameBack: persisted }));
  });
  await page.goto(`http://127.0.0.1:${(must(other.address(), 'address') as AddressInfo).port}/`);
}

/** Goes back. The driver's own way waits for the page to load, and one that was kept does not. */
async function goBack(): Promise<void> {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForURL(`${world.origin}/**`, { waitUntil: 'commit' });
}

/** Whether the very page that was left is shown again; where it was loaded anew, the browser's reasons. */
const howItCameBack = () =>
  page.evaluate(() => {
    if ((globalThis as { cameBack?: boolean }).cameBack) return 'as it was';
    const [load] = performance.getEntriesByType('navigation') as { readonly notRestoredReasons?: unknown }[];
    return JSON.stringify(load?.notRestoredReasons ?? null);
  });

/** Nothing is left for the worker, which would write where the page looks. */
async function waitForRestingWorker(): Promise<void> {
  await expect.poll(() => callsAskedFor(page)).toEqual([]);
  await expect.poll(() => seatsOf(page)).toEqual({ held: 1, awaited: 0 });
}

describe('an app that was left for another site in its own tab', () => {
  test('asks for news as soon as it is come back to as it was', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('back', phone));
    const complaints = complaintsOf(page);
    const id = await sealCopy(page, world.origin);
    await page.getByText('Không còn gì chờ').waitFor();
    await page.goto(`${world.origin}/ho-so/${id}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    await waitForRestingWorker();
    // Nobody looks at the locks from here on: a kept page that is met on its way out of one is given up.
    await leave();
    await askForSupplement(world.origin, id);
    await goBack();
    await expect.poll(howItCameBack).toBe('as it was');
    await page.getByText('Chưa rõ tên của cháu').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('is not waited for meanwhile: the worker sends what it left', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('back-meanwhile', phone));
    const complaints = complaintsOf(page);
    world.link.cut();
    const id = await sealCopy(page, world.origin);
    await page.getByText('Đã lưu chắc chắn trên máy, chưa gửi').waitFor();
    await leave();
    world.link.restore();
    const before = world.server.output().length;
    await background.sync();
    await expect
      .poll(() => world.server.output().slice(before), { timeout: 30_000 })
      .toContain('"route":"POST /api/sync","status":200');
    // The browser gives up a kept page whose store was written to elsewhere: it loads anew.
    await goBack();
    await page.getByText('Không còn gì chờ').waitFor();
    expect(complaints).toEqual([]);
    const rows = await rowsOf(world, async (db) => ({
      dossier: await db.selectFrom('dossier').select('status').where('id', '=', id).execute(),
      commands: await db.selectFrom('command').select('seq').orderBy('seq').execute(),
    }));
    expect(rows).toEqual({ dossier: [{ status: 'registered' }], commands: [{ seq: 1 }, { seq: 2 }] });
  });
});
