import { describe, expect, test } from 'vitest';
import { inlineHashes } from '#server/http/security.ts';
import { SLIP_HEADERS, slipPage, type Slip } from './slip.ts';

const slip: Slip = {
  code: 'H38.16-261109-0042',
  commune: {
    name: 'Y Tý',
    type: 'xã',
    centre: { name: { vi: 'Trung tâm Phục vụ hành chính công xã Y Tý', en: 'Y Tý centre' }, confidence: 'low' },
  },
  applicant: 'SÙNG THỊ MẨY',
  idNumber: '010195000123',
  phone: null,
  procedure: { official: 'Thủ tục đăng ký khai sinh', name: { vi: 'Đăng ký khai sinh', en: 'Birth registration' } },
  papers: [
    { name: { vi: 'Giấy chứng sinh', en: 'Birth certificate from the clinic' }, pages: 1 },
    { name: null, pages: 2 },
  ],
  receivedAt: Date.UTC(2026, 10, 9, 3, 5),
  promisedDay: '2026-11-09',
  movedTo: null,
  officer: 'Lò Văn Pản',
};

describe('the acceptance slip', () => {
  test('says what the statutory form asks for', async () => {
    const page = await slipPage(slip, 'vi');
    for (const text of [
      'ỦY BAN NHÂN DÂN XÃ Y TÝ',
      'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
      'H38.16-261109-0042',
      'SÙNG THỊ MẨY',
      '010195000123',
      'Thủ tục đăng ký khai sinh',
      'Giấy chứng sinh (1 trang ảnh chụp)',
      'Giấy tờ khác (2 trang ảnh chụp)',
      '10 giờ 05 phút, ngày 09/11/2026',
      'trong ngày 09/11/2026',
      'Lò Văn Pản',
    ]) {
      expect(page).toContain(text);
    }
  });

  test('names the day a pause has moved the promise to, and shows none that is not verified', async () => {
    expect(await slipPage({ ...slip, movedTo: '2026-11-12' }, 'vi')).toContain('12/11/2026');
    const unverified = await slipPage({ ...slip, promisedDay: null }, 'vi');
    expect(unverified).toContain('chưa được xác minh');
    expect(unverified).not.toContain('trong ngày');
  });

  test('shows markup in a name as text', async () => {
    const page = await slipPage({ ...slip, applicant: '<script>alert(1)</script>', officer: '"><img src=x>' }, 'en');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img/);
  });

  test('its policy allows the one style it has', async () => {
    const { styles, scripts } = inlineHashes(await slipPage(slip, 'vi'));
    expect(scripts).toEqual([]);
    expect(styles).toHaveLength(1);
    expect(SLIP_HEADERS['Content-Security-Policy']).toContain(`style-src ${styles[0]};`);
  });
});
