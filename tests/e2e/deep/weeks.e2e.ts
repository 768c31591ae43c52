import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchPhone } from '#tests/support/chromium.ts';
import { photoOf } from '#tests/support/photos.ts';
import { COPY_ANSWERS, sealCopy } from '#tests/support/prepare.ts';
import { rowsOf } from '#tests/support/rows.ts';
import { signInByHttp } from '#tests/support/sign-in.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const WEEKS_MS = 40 * 24 * 60 * 60_000;

let world: World;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('shared'));
  page = phone.pages()[0] ?? (await phone.newPage());
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

const outbox = () => page.goto(`${world.origin}/cho-song`);

describe('a phone that comes back after weeks', () => {
  test('keeps work for its person, sends it under no other name, and once', { timeout: 180_000 }, async () => {
    onTestFailed(() => world.keepEvidence('weeks', phone));
    const complaints = complaintsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    await page.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    await waitUntilOffline(page);
    const photo = await photoOf(page, 'SỔ HỘ NGHÈO', 71);
    world.link.cut();
    const ids = [await sealCopy(page, world.origin, COPY_ANSWERS, photo), await sealCopy(page, world.origin)];
    await page.getByText(/^2 việc · /).waitFor();

    // The weeks pass: the server's row of the session is over.
    await rowsOf(world, async (db) => {
      const over = new Date(Date.now() - WEEKS_MS);
      await db
        .updateTable('session')
        .set({ seen_at: over, expires_at: new Date(over.getTime() + 30 * 24 * 3_600_000) })
        .execute();
    });
    await world.server.start();
    world.link.restore();
    await page.getByRole('button', { name: 'Gửi ngay' }).click();
    await page.getByText('Cần đăng nhập lại để gửi').waitFor();
    await page.getByText(/^2 việc · /).waitFor();

    // Meanwhile a neighbour uses the phone under his own name, and sends something of his own.
    await signIn(page, world.origin, 'Giàng A Páo');
    await page.getByRole('heading', { name: 'Giàng A Páo' }).waitFor();
    await outbox();
    await page.getByText('Không còn gì chờ').waitFor();
    const his = await sealCopy(page, world.origin, { ...COPY_ANSWERS, applicantName: 'GIÀNG A PÁO' });
    await page.goto(`${world.origin}/ho-so/${his}`);
    await page.getByText('Mã hồ sơ').first().waitFor();
    await page.goto(`${world.origin}/ho-so/${ids[0]}`);
    await page.getByText('Không thấy hồ sơ này').first().waitFor();

    // Asked of the server by an officer, who sees everybody's.
    const { cookie } = await signInByHttp(world.origin, 'vang-thi-din');
    const answers = [...ids, his].map(async (id) => {
      return (await fetch(`${world.origin}/api/desk/dossiers/${id}`, { headers: { Cookie: cookie } })).status;
    });
    expect(await Promise.all(answers)).toEqual([404, 404, 200]);

    await signIn(page, world.origin, 'Lý Thị Mẩy', '/cho-song');
    await page.getByText('Không còn gì chờ').waitFor();
    await page.reload();
    await page.getByText('Không còn gì chờ').waitFor();
    // Nobody's store was thrown away: nobody is told that it was.
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(complaints).toEqual([]);

    const { dossiers, commands, devices } = await rowsOf(world, async (db) => ({
      dossiers: await db
        .selectFrom('dossier')
        .innerJoin('account', 'account.id', 'dossier.owner')
        .select(['dossier.id', 'account.name', 'papers_complete'])
        .execute(),
      commands: await db
        .selectFrom('command')
        .innerJoin('account', 'account.id', 'command.account')
        .select(['account.name', 'seq'])
        .orderBy('account.name')
        .orderBy('seq')
        .execute(),
      devices: await db.selectFrom('device').select('last_seq').orderBy('last_seq').execute(),
    }));
    const own = (id: string | undefined, name: string) => ({ id, name, papers_complete: true });
    expect(dossiers).toHaveLength(3);
    expect(dossiers).toEqual(
      expect.arrayContaining([own(ids[0], 'Lý Thị Mẩy'), own(ids[1], 'Lý Thị Mẩy'), own(his, 'Giàng A Páo')]),
    );
    expect(commands).toEqual([
      { name: 'Giàng A Páo', seq: 1 },
      { name: 'Lý Thị Mẩy', seq: 1 },
      { name: 'Lý Thị Mẩy', seq: 2 },
    ]);
    expect(devices).toEqual([{ last_seq: 1 }, { last_seq: 2 }]);
  });
});
