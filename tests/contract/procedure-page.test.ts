// @vitest-environment jsdom
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { recordOfAuthored } from '#core/procedure/authored.ts';
import { inProvince, type Overlay } from '#core/procedure/overlay.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { PortalProcedure } from '#server/catalogue/portal.ts';
import { recordOf } from '#server/catalogue/from-portal.ts';
import { portalProcedure } from '#tests/support/portal.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import { procedurePage, type PageOptions } from '#server/pages/procedure-page.ts';

const SHELL = `<!doctype html><html lang="vi"><head><meta name="description" content="x" /><title>Bản Số</title></head>
<body><div id="root"><div class="shell"><header></header><p>Bản Số đang mở…</p></div></div>
<script type="module" src="/assets/a.js"></script></body></html>`;

const record = (detail: Record<string, unknown> = {}, name = 'Đăng ký khai sinh'): ProcedureRecord =>
  recordOf(PortalProcedure.parse(portalProcedure('1.001193', detail, name)), '1.001193');
const PLACE: PageOptions = { origin: 'https://banso.example', province: 'Lào Cai' };
const open = async (one: ProcedureRecord, options = PLACE) => {
  const page = await procedurePage(one, SHELL, options);
  expect(brotliDecompressSync(page.brotli).toString()).toBe(page.body);
  return { ...page, document: new DOMParser().parseFromString(page.body, 'text/html') };
};
const words = (document: Document) => (document.querySelector('#plain')?.textContent ?? '').replace(/\s+/g, ' ');

test('says everything without a script, beside an empty root for the app', async () => {
  const { document } = await open(record());
  expect(document.title).toBe('Đăng ký khai sinh – Bản Số');
  expect(document.querySelectorAll('meta[name=description]')).toHaveLength(1);
  expect(document.querySelector('#root')?.childNodes).toHaveLength(0);
  expect(document.querySelector('script[src="/assets/a.js"]')).not.toBeNull();
  const text = words(document);
  for (const said of [
    'Đăng ký khai sinh',
    '1.001193',
    'Hộ tịch',
    '3 ngày làm việc',
    'Tờ khai (bắt buộc)',
    'Giấy khai sinh',
  ]) {
    expect(text).toContain(said);
  }
});

test('PLAIN-1 whatever a source writes is text, in every place', async () => {
  const evil = '"><script>steal()</script><img src=x onerror=steal()>\'$&$1';
  // Past the sanitiser, as a broken one would leave it.
  const { document } = await open({
    ...record(),
    name: evil,
    field: evil,
    agencies: { executing: [evil], receivedAt: evil },
    applicants: [evil],
    methods: [
      {
        channels: ['online'],
        term: { kind: 'asText', text: evil },
        fees: [{ type: 'fee', amount: { kind: 'asText' }, note: evil }],
      },
    ],
    exemptions: [evil],
    cases: [{ name: evil, documents: [{ name: evil, originals: 1, copies: 0, required: true }], remarks: [evil] }],
    steps: [{ title: evil, text: [evil, [evil]] }],
    conditions: [evil, [evil]],
    legalBases: [{ number: evil, name: evil }],
    results: [evil],
    source: { decision: evil },
  });
  expect(document.querySelectorAll('script[src], script:not([type="application/ld+json"])')).toHaveLength(1);
  expect(document.querySelectorAll('script')).toHaveLength(2);
  expect(document.querySelectorAll('img, [onerror]')).toHaveLength(0);
  expect(document.title).toBe(`${evil} – Bản Số`);
  expect(words(document).split(evil).length).toBeGreaterThan(12);
});

test('says what the province has set, who is exempt and by which act', async () => {
  const overlay: Overlay = {
    procedure: '1.001193',
    validFrom: '2026-01-01',
    channels: ['online'],
    fee: { amount: { kind: 'fixed', amount: 5_000, currency: 'VND' }, note: { vi: 'mỗi lần', en: 'each time' } },
    exemptions: [{ vi: 'Hộ nghèo', en: 'Poor households' }],
    source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh Lào Cai', name: 'Mức thu lệ phí hộ tịch' },
    confidence: 'high',
  };
  const { document } = await open(inProvince(record(), [overlay], '2026-06-01'));
  const text = words(document);
  expect(text).toMatch(/Phí, lệ phí \(trực tuyến\)\s+5\.000\s₫ mỗi lần \(01\/2026\/NQ-HĐND\)/);
  expect(text).toContain('Hộ nghèo (01/2026/NQ-HĐND)');
  expect(text).toContain('01/2026/NQ-HĐND: Mức thu lệ phí hộ tịch (HĐND tỉnh Lào Cai)');
});

test('PLAIN-2 an amount that nobody verified is never free', async () => {
  const fees = [{ type: 'FEE', value: 0, description: '' }];
  const method = { submissionMethod: 'DIRECT', processingTime: 1, processingTimeUnit: 'OTHER', description: '', fees };
  const text = words((await open(record({ executionMethods: [method] }))).document);
  expect(text).toContain('Phí, lệ phí (trực tiếp) chưa xác minh');
  expect(text).toContain('Thời hạn (trực tiếp) chưa xác minh');
  expect(text).not.toMatch(/không mất phí|miễn phí|0 ₫/i);
});

test('TRAP-7 a term that methods and cases disagree on is not verified, nor is one whose unit nobody knows', async () => {
  const cases = [{ name: 'Có yếu tố nước ngoài', processingDay: { qty: 10, type: 'WORKING_DAY' } }];
  const text = words((await open(record({ cases }))).document);
  expect(text).toContain(
    'Thời hạn (trực tiếp, trực tuyến, bưu chính) chưa xác minh, hỏi lại trung tâm (nguồn ghi: 3 ngày làm việc)',
  );
  expect(text).toContain(
    'Thời hạn (Có yếu tố nước ngoài) chưa xác minh, hỏi lại trung tâm (nguồn ghi: 10 ngày làm việc)',
  );
  expect(words((await open(record())).document)).not.toMatch(/Thời hạn \([^)]*\) chưa xác minh/);
});

test('PLAIN-2 nothing online and no word of the counter is not free', async () => {
  const fees = (...descriptions: string[]) =>
    descriptions.map((description) => ({ type: 'FEE', value: 0, description }));
  const way = { processingTime: 1, processingTimeUnit: 'DAY', description: '' };
  const executionMethods = [
    { ...way, submissionMethod: 'ONLINE', fees: fees('Không') },
    { ...way, submissionMethod: 'DIRECT', fees: [] },
  ];
  const one = record({ executionMethods });
  const text = words((await open(one)).document);
  expect(text).toContain('Phí, lệ phí (trực tuyến) không mất phí');
  expect(text).toContain('Phí, lệ phí (trực tiếp) chưa xác minh, hỏi lại trung tâm');
});

test('a paper of ours that only some need is asked of nobody else, and says of whom', async () => {
  const { document, brotli } = await open(recordOfAuthored(procedureOf('1.004194')));
  const text = words(document);
  expect(text).toContain('Giấy giới thiệu của đơn vị Chỉ khi khai “Chỗ ấy là: Đơn vị quân đội, công an”.');
  expect(text).toContain('Giấy đồng ý của cha, mẹ hoặc người giám hộ Chỉ khi khai');
  expect(text).not.toContain('bắt buộc');
  expect(text).toContain('15.000 đồng khi nộp tận nơi');
  expect(brotli.byteLength).toBeLessThan(15_000);
});

test('a list of papers that nobody checked says so, and requires none', async () => {
  const unsure = procedureOf('3.000722');
  expect(unsure.confidence.documents).toBe('low');
  const text = words((await open(recordOfAuthored(unsure))).document);
  expect(text).toContain('Giấy tờ chưa xác minh. Nguồn có nêu các giấy dưới đây');
  expect(text).not.toContain('bắt buộc');
  expect(text).toMatch(
    /Thời hạn \([^)]*\) chưa xác minh, hỏi lại trung tâm \(nguồn ghi: Nhiều cơ quan cùng làm nên thời gian khác nhau/,
  );
  expect(text).toContain('Mức trực tuyến: chưa xác minh');
  expect(words((await open(record())).document)).not.toContain('Giấy tờ chưa xác minh');
});

/** Lines that do not pack well, the last of which is the word itself. */
function longText(last: string): string {
  let seed = 7;
  const syllable = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed.toString(36);
  };
  const lines = Array.from({ length: 400 }, () => Array.from({ length: 40 }, syllable).join(' '));
  return [...lines, last].join('\n');
}

test('PLAIN-3 a text of any length leaves the page under 15 KB, and it links to the whole', async () => {
  const { brotli, document } = await open(record({ requirementsAndConditions: longText('cuoi-cung') }));
  expect(brotli.byteLength).toBeLessThan(15_000);
  const link = document.querySelector('#plain a[href="/thu-tuc/1.001193?toan-van=1"]');
  expect(link?.textContent).toMatch(/^Đọc toàn văn \(khoảng \d+ KB\)$/);
  expect(words(document)).toContain('Giấy khai sinh');
  expect(words(document).includes('cuoi-cung')).toBe(false);
});

test('PLAIN-4 the whole text is to be had, and is not cut', async () => {
  const one = record({ requirementsAndConditions: longText('cuoi-cung') });
  const whole = words((await open(one, { ...PLACE, whole: true })).document);
  expect(whole.includes('cuoi-cung')).toBe(true);
  expect(whole.includes('Đọc toàn văn')).toBe(false);
});

test('PLAIN-5 search engines are told what it is, where it is and whose', async () => {
  const { document } = await open({ ...record(), agencies: { executing: ['Ủy ban nhân dân cấp xã </script>'] } });
  expect(document.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    'https://banso.example/thu-tuc/1.001193',
  );
  expect(JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? '')).toMatchObject({
    '@type': 'GovernmentService',
    name: 'Đăng ký khai sinh',
    identifier: '1.001193',
    url: 'https://banso.example/thu-tuc/1.001193',
    areaServed: { name: 'Lào Cai' },
    provider: { name: 'Ủy ban nhân dân cấp xã </script>' },
  });
});

test('one that holds no longer says so first, with what holds instead', async () => {
  const withdrawn = { day: '2026-06-30', replacedBy: { code: '1.000002', name: 'Khai sinh & khai tử' } };
  const { document } = await open(record(), { ...PLACE, withdrawn });
  expect(words(document)).toContain('thôi áp dụng từ sau ngày 30/06/2026. Nay làm theo thủ tục Khai sinh & khai tử.');
  expect(document.querySelector('#plain a[href="/thu-tuc/1.000002"]')).not.toBeNull();
});
