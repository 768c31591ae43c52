import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchPhone } from '#tests/support/chromium.ts';
import { complaintsOf, waitUntilOffline, World } from '#tests/support/world.ts';

let world: World;
let phone: BrowserContext;

beforeAll(async () => {
  world = await World.open();
  phone = await launchPhone(world.profile('guide'));
});
afterAll(async () => {
  await phone.close();
  await world.close();
});

const answer = (page: Page, name: string) => page.locator('main').getByRole('button', { name }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
/** The heading that just came has the focus, so that a screen reader says it. */
const asks = async (page: Page, name: string) => {
  await heading(page, name).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name);
};

describe('JOURNEY-G a guide without network', () => {
  test('from home to the right procedure, back, and with another answer', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-g', phone));
    const page = phone.pages()[0] ?? (await phone.newPage());
    await page.goto(world.origin);
    await waitUntilOffline(page);
    world.link.cut();
    const complaints = complaintsOf(page);
    await page.goto(world.origin);

    await page.getByRole('link', { name: 'Sinh con' }).click();
    await heading(page, 'Bà con cần giấy tờ cho ai?').waitFor();
    await answer(page, 'Bé dưới 6 tuổi, chưa có giấy khai sinh');
    await asks(page, 'Cha mẹ của bé thế nào?');
    // The keyboard does it as well.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Đã đăng ký kết hôn');
    await page.keyboard.press('Enter');
    await asks(page, 'Bé sinh khi nào?');
    await answer(page, 'Chưa quá 60 ngày');
    await asks(page, 'Có ai trong nhà ra xã được không?');
    expect(await page.getByText('Câu 4').count()).toBe(1);

    // The system's back button goes one question back; the answer is given anew.
    await page.goBack();
    await asks(page, 'Bé sinh khi nào?');
    await answer(page, 'Chưa quá 60 ngày');
    await answer(page, 'Ra xã được');
    await asks(page, 'Ba việc, theo thứ tự');
    const steps = page.getByRole('list', { name: 'Việc cần làm' }).getByRole('link');
    expect(await steps.allInnerTexts()).toEqual([
      'Đăng ký khai sinh',
      'Đăng ký thường trú',
      'Đăng ký, gia hạn thẻ bảo hiểm y tế',
    ]);

    // To the procedure and back to the advice; the address alone brings it again.
    await steps.first().click();
    await page.waitForURL(`${world.origin}/thu-tuc/1.001193`);
    await page.goBack();
    await heading(page, 'Ba việc, theo thứ tự').waitFor();
    await page.reload();
    await heading(page, 'Ba việc, theo thứ tự').waitFor();

    // An earlier answer is changed; what was answered after it is not asked again.
    await page.getByRole('button', { name: 'Đổi câu trả lời: Cha mẹ của bé thế nào?' }).click();
    await asks(page, 'Cha mẹ của bé thế nào?');
    expect(await page.locator('main li button[class*=chosen]').innerText()).toContain('Đã đăng ký kết hôn');
    await answer(page, 'Chưa đăng ký kết hôn, cha cùng đứng tên');
    await asks(page, 'Ba việc, theo thứ tự');
    expect(await steps.first().innerText()).toBe('Khai sinh kèm nhận cha, mẹ, con');
    await page.getByText('Khai sinh trong 60 ngày từ ngày sinh là đúng hạn').waitFor();

    await page.getByRole('button', { name: 'Bắt đầu lại' }).click();
    await asks(page, 'Bà con cần giấy tờ cho ai?');

    // The whole list is a tap away, and leads back to the questions.
    await page.getByRole('link', { name: 'Xem cả danh sách thủ tục' }).click();
    await page.locator('main li a[href="/thu-tuc/1.001193"]').waitFor();
    await page.getByRole('link', { name: 'Không biết chọn gì?' }).click();
    await heading(page, 'Bà con cần giấy tờ cho ai?').waitFor();
    expect(complaints.filter((line) => !line.includes('ERR_'))).toEqual([]);
  });

  test('in English, from a shared link, to what cannot be done here', { timeout: 120_000 }, async () => {
    onTestFailed(() => world.keepEvidence('journey-g-en', phone));
    const page = phone.pages()[0] ?? (await phone.newPage());
    await page.evaluate(() => localStorage.setItem('banso-language', 'en'));
    await page.goto(`${world.origin}/huong-dan/ket-hon?need=marry&with=both&groomBorn=from20`);
    await heading(page, 'When was the wife born?').waitFor();
    await answer(page, 'Not yet 18');
    await asks(page, 'Not yet: too young');
    await page.getByText('A woman may marry from 18 full years on.').waitFor();
    expect(await page.getByText('Điều 8, 52/2014/QH13').count()).toBe(2);

    // Made-up answers lead to the first question that has none.
    await page.goto(`${world.origin}/huong-dan/ket-hon?need=constructor&brideBorn=x`);
    await heading(page, 'What do you need?').waitFor();
    await answer(page, 'Divorce');
    await asks(page, 'Not at the commune: go to the court');

    await page.goto(`${world.origin}/huong-dan/khong-co`);
    await page.getByRole('link', { name: 'A death' }).click();
    await heading(page, 'Has the death been registered?').waitFor();
  });
});
