import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchPhone } from '#tests/support/chromium.ts';
import { putVersion } from '#tests/support/new-version.ts';
import { sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const TWO_DAYS = 2 * 24 * 60 * 60_000;

/**
 * Chromium offers no clock of its own to set: the pages' `Date` is replaced before their first script, and the
 * service worker's by a line at the head of its script. What the browser itself dates (cookies, TLS) stays true.
 */
function shifted(ms: number): string {
  return `{
    const True = Date;
    globalThis.Date = class Date extends True {
      constructor(...parts) {
        if (parts.length === 0) super(True.now() + ${ms});
        else super(...parts);
      }
      static now() {
        return True.now() + ${ms};
      }
    };
  }\n`;
}

const folder = mkdtempSync(path.join(tmpdir(), 'banso-clock-'));
const app = path.join(folder, 'app');
let world: World;
const phones: BrowserContext[] = [];

/** The service worker's clock, for whoever installs it from now on. */
function setWorkerClock(ms: number): void {
  putVersion(app);
  const worker = path.join(app, 'sw.js');
  rmSync(`${worker}.br`, { force: true });
  writeFileSync(worker, shifted(ms) + readFileSync(worker, 'utf8'));
}

/** `ms`: by how much its clock is wrong; its worker's has been set before. */
async function openPhone(name: string, who: string, ms: number): Promise<{ page: Page; complaints: string[] }> {
  const phone = await launchPhone(world.profile(name));
  phones.push(phone);
  await phone.addInitScript(shifted(ms));
  const page = phone.pages()[0] ?? (await phone.newPage());
  const complaints = complaintsOf(page);
  await signIn(page, world.origin, who);
  await page.getByRole('heading', { name: who }).waitFor();
  await waitUntilOffline(page);
  return { page, complaints };
}

beforeAll(async () => {
  setWorkerClock(TWO_DAYS);
  world = await World.open({ BANSO_APP: app });
});
afterAll(async () => {
  for (const phone of phones) await phone.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a phone whose clock is two days wrong', () => {
  test('has its work dated by the server, in the order it was made', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('wrong-clock', ...phones));
    const began = Date.now();
    const early = await openPhone('early', 'Lý Thị Mẩy', TWO_DAYS);
    await world.server.stop();
    setWorkerClock(-TWO_DAYS);
    await world.server.start();
    const late = await openPhone('late', 'Giàng A Páo', -TWO_DAYS);
    const phoneTime = await early.page.evaluate(() => new Date().getTime());
    expect(Math.abs(phoneTime - TWO_DAYS - Date.now())).toBeLessThan(60_000);

    // Made without signal, sent later: first the phone that believes it is the day after tomorrow.
    world.link.cut();
    const first = await sealCopy(early.page, world.origin);
    const second = await sealCopy(early.page, world.origin);
    const third = await sealCopy(late.page, world.origin);
    const restored = Date.now();
    world.link.restore();
    for (const { page } of [early, late]) {
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await page.getByText('Không còn gì chờ').waitFor();
      await page.reload();
      await page.getByText('Không còn gì chờ').waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    expect([...early.complaints, ...late.complaints]).toEqual([]);

    const ended = Date.now();
    const { dossiers, events, commands } = await rowsOf(world, async (db) => ({
      dossiers: await db
        .selectFrom('dossier')
        .select(['id', 'code', 'submitted_at', 'claimed_at'])
        .orderBy('code')
        .execute(),
      events: await db.selectFrom('dossier_event').select(['at', 'event']).execute(),
      commands: await db.selectFrom('command').select(['seq', 'at', 'outcome']).orderBy('seq').execute(),
    }));
    expect(dossiers).toHaveLength(3);
    // Numbered as they were made, whatever the other phone brought in between.
    expect(dossiers.map(({ id }) => id).filter((id) => id !== third)).toEqual([first, second]);
    for (const { id, code, submitted_at, claimed_at } of dossiers) {
      expect(submitted_at.getTime(), id).toBeGreaterThanOrEqual(restored);
      expect(submitted_at.getTime(), id).toBeLessThanOrEqual(ended);
      // What the phone believed is kept beside it, and is off by what its clock was off.
      const believed = claimed_at.getTime() - (id === third ? -TWO_DAYS : TWO_DAYS);
      expect(believed, id).toBeGreaterThanOrEqual(began);
      expect(believed, id).toBeLessThanOrEqual(restored);
      expect(code).toContain(dayInCode(submitted_at));
    }
    for (const { at, event } of events) {
      expect(at.getTime()).toBe(event.at);
      expect(at.getTime()).toBeGreaterThanOrEqual(restored);
      expect(at.getTime()).toBeLessThanOrEqual(ended);
    }
    expect(commands.map(({ seq }) => seq)).toEqual([1, 1, 2]);
    for (const { outcome } of commands) expect(outcome.at).toBeGreaterThanOrEqual(restored);
  });
});

/** The day in Vietnam as a dossier's code has it: YYMMDD. */
function dayInCode(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');
}
