import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import type { Answers } from '#core/form/form.ts';
import { openDatabase } from '#server/db/database.ts';
import { launchPhone } from '#tests/support/chromium.ts';
import { findOnDisk } from '#tests/support/disk-scan.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import { answerPages, beginDraft, COPY_ANSWERS, paperCard, pickPages, sealCopy, UNIT } from '#tests/support/prepare.ts';
import { complaintsOf, signIn, waitUntilOffline, World } from '#tests/support/world.ts';

const BIRTH = procedureOf('1.001193');

/** Words that stand nowhere but in what Mẩy types; each by another kind of field. */
const CHILD = 'ZỪNGXÌA';
const HAMLET = 'PHÌNZỒLỬ';
const PAPER = 'KHUẨYZƠRÂM';

const BIRTH_ANSWERS: Answers = {
  childName: `GIÀNG THỊ ${CHILD}`,
  childSex: 'female',
  childBirthDate: '2026-11-03',
  birthPlaceKind: 'home',
  birthAddress: { unit: UNIT, detail: `Bản ${HAMLET}` },
};
const UNSENT_ANSWERS: Answers = { ...COPY_ANSWERS, paperName: `Giấy ${PAPER}` };

let world: World;
let phone: BrowserContext | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterEach(async () => {
  await phone?.close();
  phone = null;
});
afterAll(async () => {
  await world.close();
});

async function openPhone(): Promise<Page> {
  phone = await launchPhone(world.profile('shared'));
  return phone.pages()[0] ?? (await phone.newPage());
}

async function closePhone(): Promise<void> {
  await phone?.close();
  phone = null;
}

/** Everything a screen says, in words and in its title. */
async function wordsOf(page: Page): Promise<string> {
  return `${await page.title()}\n${await page.locator('body').innerText()}`;
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Đăng xuất khỏi máy này' });

async function askToSignOut(page: Page): Promise<void> {
  await page.goto(`${world.origin}/toi`);
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
  await sheet(page).getByRole('checkbox').waitFor();
}

describe('JOURNEY-D one phone, two people', () => {
  test('nothing goes unasked, and nothing stays behind', { timeout: 240_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-d', phone));
    let page = await openPhone();
    await page.addInitScript(rememberPictures);
    const complaints = complaintsOf(page);
    await signIn(page, world.origin, 'Lý Thị Mẩy');
    const [sentPhoto, draftPhoto, unsentPhoto] = [
      await photoOf(page, 'SỔ HỘ NGHÈO', 21),
      await photoOf(page, 'GIẤY CHỨNG SINH', 22),
      await photoOf(page, 'BẰNG TỐT NGHIỆP', 23),
    ];
    const sent = await sealCopy(page, world.origin, COPY_ANSWERS, sentPhoto);
    await page.getByText('Không còn gì chờ').waitFor();
    const file = await fileOnServer(page, sent);
    expect(await statusOf(page, file)).toBe(200);
    await waitUntilOffline(page);

    world.link.cut();
    const unsent = await sealCopy(page, world.origin, UNSENT_ANSWERS, unsentPhoto);
    const draft = await beginDraft(page, world.origin, BIRTH);
    await answerPages(page, pagesFor(BIRTH, BIRTH_ANSWERS).slice(0, 2), BIRTH_ANSWERS);
    await page.goto(`${world.origin}/ban-nhap/${draft}/giay-to`);
    await pickPages(page, 'Giấy chứng sinh', draftPhoto);
    const shot = paperCard(page, 'Giấy chứng sinh').locator('img');
    await shot.waitFor();
    const photoBytes = await bytesOf(page, (await shot.getAttribute('src')) ?? '');
    await page.evaluate(() => localStorage.setItem('canary', 'ĐỂXEMQUÉT'));
    const needles = {
      child: CHILD,
      hamlet: HAMLET,
      paper: PAPER,
      idNumber: '010192004817',
      photo: photoBytes.subarray(photoBytes.length >> 1).subarray(0, 64),
    };

    // Sealed: even with the browser closed and her work on it, the disk does not speak.
    await page.goto(`${world.origin}/ban-nhap/${draft}`);
    await page.locator('#f-birthAddress-detail').or(page.locator('#question')).first().waitFor();
    await closePhone();
    expect(findOnDisk(world.profile('shared'), { control: 'ĐỂXEMQUÉT' })).not.toEqual([]);
    console.log(findOnDisk(world.profile('shared'), { control: 'ĐỂXEMQUÉT', ...needles, who: 'LÝ THỊ MẨY' }));
    void [complaints, unsent, askToSignOut, wordsOf, openDatabase];
  });
});

/** A file of a dossier as the server's address of it, read from what a new device of hers would be told. */
async function fileOnServer(page: Page, dossier: string): Promise<string> {
  const hash = await page.evaluate(async () => {
    const me = (await (await fetch('/api/me')).json()) as { account: string };
    const body = { protocol: 1, account: me.account, device: crypto.randomUUID(), commands: [], cursor: 0 };
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/sync', { method: 'POST', headers, body: JSON.stringify(body) });
    return /"hash":"([0-9a-f]{64})"/.exec(await answer.text())?.[1] ?? '';
  });
  return `/api/dossiers/${dossier}/files/${hash}`;
}

function statusOf(page: Page, path: string): Promise<number> {
  return page.evaluate(async (address) => (await fetch(address, { cache: 'no-store' })).status, path);
}

/** Remembers what a page makes an address for: its policy lets nobody read a picture back by the address. */
function rememberPictures(): void {
  const shown = new Map<string, Blob>();
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (object) => {
    const address = make(object);
    if (object instanceof Blob) shown.set(address, object);
    return address;
  };
  Object.assign(window, { shown });
}

async function bytesOf(page: Page, address: string): Promise<Buffer> {
  const base64 = await page.evaluate(async (from) => {
    const { shown } = window as unknown as { shown: Map<string, Blob> };
    const bytes = new Uint8Array((await shown.get(from)?.arrayBuffer()) ?? new ArrayBuffer(0));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, address);
  return Buffer.from(base64, 'base64');
}
