import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { must } from '#core/assert.ts';
import { PROTOCOL } from '#core/sync/messages.ts';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { pagesFor } from '#tests/support/fill-form.ts';
import { putAppOfProtocol1, putVersion } from '#tests/support/new-version.ts';
import { photoOf } from '#tests/support/photos.ts';
import { answerPages, beginDraft, COPY, COPY_ANSWERS, officerDoes, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const PAPER = 'Giấy khen của bản';

const folder = mkdtempSync(path.join(tmpdir(), 'banso-older-app-'));
const app = path.join(folder, 'app');
let world: World;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  await putAppOfProtocol1(app);
  world = await World.open({ BANSO_APP: app });
  phone = await launchPhone(world.profile('may'));
  page = phone.pages()[0] ?? (await phone.newPage());
});
afterAll(async () => {
  await phone.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The protocols this page's phone has spoken so far. */
function protocolsOf(from: Page): Set<number> {
  const spoken = new Set<number>();
  from.on('request', (request) => {
    if (!request.url().endsWith('/api/sync')) return;
    spoken.add((request.postDataJSON() as { protocol: number }).protocol);
  });
  return spoken;
}

describe('a phone that comes back with an app of the first protocol', () => {
  test('is served by today’s server, and takes today’s app with all it has', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('older-app', phone));
    const complaints = complaintsOf(page);
    const spoken = protocolsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    await waitUntilOffline(page);
    const photo = await photoOf(page, 'SỔ HỘ NGHÈO', 71);
    world.link.cut();
    const sent = await sealCopy(page, world.origin, COPY_ANSWERS, photo);
    const draft = await beginDraft(page, world.origin, COPY);
    await page.locator('#f-paperName').fill(PAPER);
    await page.getByText('Đã lưu trên máy lúc').waitFor();

    // Signal, months later: the dossier arrives with its photo, and what the office does is seen.
    world.link.restore();
    await page.goto(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    await page.goto(`${world.origin}/ho-so/${sent}`);
    const code = await page
      .getByText(/^H38\.\d{2}-\d{6}-\d{4}$/)
      .first()
      .textContent();
    await page.getByText('Máy chủ đã nhận đủ giấy tờ').waitFor();
    const office = await launchBrowser();
    const desk = await office.newPage();
    await signIn(desk, world.origin, 'Vàng Thị Dín', '/mot-cua');
    await officerDoes(desk, sent, { type: 'receive' });
    await office.close();
    await page.reload();
    await page.getByText('Hồ sơ đã được tiếp nhận').waitFor();
    expect([...spoken]).toEqual([1]);

    // The update is offered at home, and takes over with everything in its place.
    await world.server.stop();
    putVersion(app);
    await world.server.start();
    await page.goto(world.origin);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    await page.getByRole('button', { name: 'Cập nhật' }).click();
    await page.getByRole('heading', { name: 'Việc trong đời' }).waitFor();
    await page.goto(`${world.origin}/ho-so/${sent}`);
    await page.getByText(must(code, 'code')).first().waitFor();
    await page.getByText('Hồ sơ đã được tiếp nhận').waitFor();
    await page.goto(`${world.origin}/ban-nhap/${draft}`);
    await page.locator('#f-paperName').waitFor();
    expect(await page.locator('#f-paperName').inputValue()).toBe(PAPER);
    await answerPages(page, pagesFor(COPY, COPY_ANSWERS), COPY_ANSWERS);
    await page.getByRole('heading', { name: 'Chụp ảnh giấy tờ' }).waitFor();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.waitForURL(`${world.origin}/cho-song`);
    await page.getByText('Không còn gì chờ').waitFor();
    expect([...spoken]).toEqual([1, PROTOCOL]);
    expect(complaints).toEqual([]);

    const { dossiers, commands, devices } = await rowsOf(world, async (db) => ({
      dossiers: await db.selectFrom('dossier').select(['id', 'status']).orderBy('submitted_at').execute(),
      commands: await db.selectFrom('command').select(['seq']).orderBy('seq').execute(),
      // The officer's browser has a device too, which sent no command.
      devices: await db.selectFrom('device').select('last_seq').where('last_seq', '>', 0).execute(),
    }));
    expect(dossiers).toEqual([
      { id: sent, status: 'received' },
      { id: draft, status: 'registered' },
    ]);
    expect(commands.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(devices).toEqual([{ last_seq: 2 }]);
  });
});
