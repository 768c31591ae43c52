import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decodeVietQr } from '#core/fee/vietqr.ts';
import type { Answers } from '#core/form/form.ts';
import type { BankEntry } from '#server/bank/bank.ts';
import { openDatabase } from '#server/db/database.ts';
import { loadPayee } from '#server/payment/treasury.ts';
import { launchBrowser, launchPhone } from '#tests/support/chromium.ts';
import { pagesFor, procedureOf } from '#tests/support/fill-form.ts';
import { photoOf } from '#tests/support/photos.ts';
import { answerPages, beginDraft, paperCard, pickPages, UNIT } from '#tests/support/prepare.ts';
import { readQr } from '#tests/support/read-qr.ts';
import { complaintsOf, signIn, World } from '#tests/support/world.ts';

const EXTRACT = procedureOf('2.000635');
const ID_CARD = 'Căn cước của người đi xin bản sao';
const OWED = '16.000\u00a0₫';
const ANSWERS: Answers = {
  recordKind: 'birth',
  copies: 2,
  applicantName: 'LÝ THỊ MẨY',
  applicantIdNumber: '010192004817',
  applicantBirthDate: '1992-08-14',
  applicantAddress: { unit: UNIT, detail: 'Bản Dền' },
  subjectIsSelf: true,
  motherName: 'TẨN TẢ MẨY',
  registrationPlace: { unit: UNIT, detail: 'xã Tả Van, huyện Sa Pa' },
  registrationYear: 1992,
  truthDeclaration: true,
};

let world: World;
let phone: BrowserContext | null = null;
let office: Browser | null = null;

beforeAll(async () => {
  world = await World.open();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await world.keepEvidence('journey-b', phone, ...(office?.contexts() ?? []));
  await phone?.close();
  await office?.close();
  phone = null;
  office = null;
});
afterAll(async () => {
  await world.close();
});

describe('JOURNEY-B a fee, paid wrongly and then rightly', () => {
  test('only the bank’s report counts, and it counts once', { timeout: 180_000 }, async () => {
    phone = await launchPhone(world.profile('may'));
    office = await launchBrowser();
    const counter = await office.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' });
    const resident = phone.pages()[0] ?? (await phone.newPage());
    const desk = await counter.newPage();
    const complaints = [complaintsOf(resident), complaintsOf(desk)];

    await signIn(resident, world.origin, 'Lý Thị Mẩy');
    await resident.getByRole('heading', { name: 'Lý Thị Mẩy' }).waitFor();
    const dossier = await submit(resident);
    await signIn(desk, world.origin, 'Vàng Thị Dín', '/mot-cua');
    await askForFee(desk);

    // The resident opens the dossier: the fee is there, with its code, once the province's signature has held.
    await resident.goto(`${world.origin}/ho-so/${dossier}`);
    await resident.getByText(`Cần nộp ${OWED}`).waitFor();
    await resident.getByRole('link', { name: 'Nộp phí' }).click();
    await resident.getByText('Mã đã được tỉnh ký xác nhận').waitFor();
    await resident.getByText('2 bản × 8.000\u00a0₫').waitFor();
    const reference = await rowValue(resident, 'Nội dung');
    const payload = await readQr(phone, resident.getByRole('figure', { name: /^Mã VietQR/ }));
    const payee = loadPayee({ province: 'lao-cai' });
    expect(decodeVietQr(payload)).toEqual({
      ok: true,
      value: {
        bin: payee.bin,
        account: payee.account,
        amount: 16_000,
        purpose: reference,
        service: 'QRIBFTTA',
        currency: 'VND',
        oneTime: true,
      },
    });
    await resident.getByText(payee.name, { exact: true }).waitFor();

    // A wrong amount waits for a person, and nothing is paid.
    await payAtBank(resident, { payload, amount: '15.000', times: '1 lần' });
    const suspense = desk.getByRole('link', { name: 'Tiền chờ đối chiếu' });
    await expect.poll(() => suspense.textContent()).toContain('1');
    await suspense.click();
    const waiting = desk.getByRole('listitem').filter({ hasText: '15.000' });
    await waiting.getByText('Sai số tiền').waitFor();
    await waiting.getByText(reference).waitFor();
    await resident.goto(`${world.origin}/ho-so/${dossier}/nop-phi`);
    await askTwice(resident);
    await resident.getByRole('figure', { name: /^Mã VietQR/ }).waitFor();
    expect(await resident.getByText('Số biên lai').count()).toBe(0);
    await resident.goto(`${world.origin}/ho-so/${dossier}`);
    await resident.getByText(`Cần nộp ${OWED}`).waitFor();

    // The right amount, reported three times: one payment, and the dossier goes on.
    await resident.getByRole('link', { name: 'Nộp phí' }).click();
    await payAtBank(resident, { payload, amount: '16.000', times: '3 lần' });
    expect(await deliveriesOfLast()).toEqual(['delivered 200', 'delivered 200', 'delivered 200']);
    await resident.goto(`${world.origin}/ho-so/${dossier}/nop-phi`);
    await resident.getByText('Số biên lai').waitFor();
    const receiptNo = await rowValue(resident, 'Số biên lai');
    expect(receiptNo).toMatch(/^BL-\d{4}-000001$/);
    await resident.getByText(OWED, { exact: true }).waitFor();
    await resident.getByRole('link', { name: 'Về hồ sơ' }).click();
    await resident.getByText(`Biên lai ${receiptNo}`).waitFor();
    await resident.getByText('Cán bộ đang giải quyết').waitFor();
    expect(await resident.getByText(`Cần nộp ${OWED}`).count()).toBe(0);

    // The officer, whose screen was never touched, may go on too.
    await desk.getByRole('link', { name: 'Đang xử lý' }).click();
    await desk.getByRole('link', { name: /LÝ THỊ MẨY/ }).click();
    await desk.getByText(`${OWED} · biên lai ${receiptNo}`).first().waitFor();
    await desk.getByRole('button', { name: 'Xử lý xong, gửi kết quả' }).waitFor();
    expect(complaints).toEqual([[], []]);

    await assertRows(dossier, reference, receiptNo);
  });
});

/** Makes the dossier with its one paper and sends it; answers its id once the server has all of it. */
async function submit(page: Page): Promise<string> {
  const id = await beginDraft(page, world.origin, EXTRACT);
  await answerPages(page, pagesFor(EXTRACT, ANSWERS), ANSWERS);
  await pickPages(page, ID_CARD, await photoOf(page, 'CĂN CƯỚC', 21));
  await paperCard(page, ID_CARD).getByText('1 trang').waitFor();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByText(`Phí, lệ phí: ${OWED}`).waitFor();
  await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
  await page.getByText(/^Máy chủ đã nhận hồ sơ H38/).waitFor();
  await page.getByText('Không còn gì chờ').waitFor();
  return id;
}

/** The officer receives the dossier and asks for the fee, whose amount is the procedure's and not theirs to change. */
async function askForFee(desk: Page): Promise<void> {
  await desk.getByRole('link', { name: /LÝ THỊ MẨY/ }).click();
  await desk.getByRole('button', { name: /^Tiếp nhận và hẹn trả/ }).click();
  await desk.getByRole('button', { name: 'Yêu cầu nộp phí' }).click();
  const amount = desk.getByLabel('Số tiền');
  expect(await amount.inputValue()).toBe(OWED);
  expect(await amount.isEditable()).toBe(false);
  expect(await desk.getByLabel('Nội dung khoản thu').inputValue()).toContain('Lệ phí');
  await desk.getByRole('button', { name: 'Gửi yêu cầu nộp phí' }).click();
  await desk.getByText('Đã gửi yêu cầu nộp phí').waitFor();
}

/** Pays at the sandbox bank, from the link on the pay page, and waits until the bank has reported it every time. */
async function payAtBank(page: Page, pay: { payload: string; amount: string; times: string }): Promise<void> {
  await page.getByRole('link', { name: 'Mở ngân hàng thử nghiệm' }).click();
  await page.getByRole('heading', { name: 'Chuyển tiền' }).waitFor();
  // What the bank was given is what the code on the screen says.
  expect(await page.locator('input[name=qr]').inputValue()).toBe(pay.payload);
  await page.getByLabel('Số tiền (đồng)').fill(pay.amount);
  await page.getByLabel('Số lần ngân hàng báo').selectOption(pay.times);
  await page.getByRole('button', { name: 'Trả tiền thử' }).click();
  await page.getByText('Đã trả thử.').waitFor();
  const times = Number.parseInt(pay.times, 10);
  const last = page.locator('#transfers > ul > li').first();
  await expect.poll(() => last.getByText('Đã báo xong').count(), { timeout: 15_000 }).toBe(times);
}

/** How the reports of the newest transfer fared, as the bank says. */
async function deliveriesOfLast(): Promise<string[]> {
  const answer = await fetch(`${world.origin}/sandbox/bank/transfers`);
  const { transfers } = (await answer.json()) as { transfers: BankEntry[] };
  return transfers[0]!.deliveries.map(({ state, status }) => `${state} ${String(status)}`);
}

/** Asks the server twice from the pay page: when the second answer comes, the first is in the phone's store. */
async function askTwice(page: Page): Promise<void> {
  for (let left = 2; left > 0; left -= 1) {
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/sync') && response.ok());
    await page.getByRole('button', { name: 'Đã chuyển tiền, hỏi lại máy chủ' }).click();
    await answered;
  }
}

/** The value beside a label, without the words of the button that copies it. */
async function rowValue(page: Page, label: string): Promise<string> {
  const row = page.locator('dl > div').filter({ has: page.locator('dt').getByText(label, { exact: true }) });
  return (await row.locator('dd').innerText()).split('\n')[0]!.trim();
}

/** What the server's rows say of the money, read from its stopped database. */
async function assertRows(dossier: string, reference: string, receiptNo: string): Promise<void> {
  await world.server.stop();
  const database = await openDatabase({ dataDir: world.server.data });
  const fees = await database.db.selectFrom('fee').selectAll().execute();
  expect(fees).toHaveLength(1);
  const fee = fees[0]!;
  expect(fee).toMatchObject({ dossier, amount: 16_000, reference });

  const transfers = await database.db.selectFrom('bank_transaction').selectAll().orderBy('received_at').execute();
  expect(transfers).toHaveLength(2);
  expect(transfers[0]).toMatchObject({
    amount: 15_000,
    memo: reference,
    matched_fee: fee.id,
    why_suspended: 'amount',
    resolved_at: null,
  });
  expect(transfers[1]).toMatchObject({ amount: 16_000, memo: reference, matched_fee: fee.id, why_suspended: null });
  expect(fee.paid_at).toEqual(transfers[1]!.paid_at);

  const events = await database.db.selectFrom('dossier_event').selectAll().orderBy('n').execute();
  const happened = events.map(({ event }) => event.what);
  expect(happened.map(({ type }) => type)).toEqual([
    'submitted',
    'papersComplete',
    'received',
    'feeRequested',
    'paymentRecorded',
  ]);
  expect(happened.at(-1)).toMatchObject({ fee: fee.id, amount: 16_000, receiptNo });
  const rows = await database.db.selectFrom('dossier').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ id: dossier, procedure: EXTRACT.code, status: 'processing', paid: true });
  expect(await database.db.selectFrom('receipt_counter').select('last').execute()).toEqual([{ last: 1 }]);
  await database.close();
}
