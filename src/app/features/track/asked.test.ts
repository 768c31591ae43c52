import { expect, test } from 'vitest';
import type { Procedure } from '#core/procedure/procedure.ts';
import { askedPapers } from './asked.ts';

const procedure = { documents: [{ id: 'land', maxPages: 3 }, { id: 'card' }] } as unknown as Procedure;
const brief = (...of: Parameters<typeof askedPapers>) => askedPapers(...of).map(({ id, what, max }) => [id, what, max]);

test('each paper is asked for once, with all that is said of it', () => {
  const items = [
    { document: 'land', what: 'Chụp lại trang 2' },
    { what: 'Đơn viết tay' },
    { document: 'land', what: 'Thêm trang 4' },
    { document: 'gone', what: 'Giấy cũ' },
  ];
  expect(brief(items, [], procedure)).toEqual([
    ['land', ['Chụp lại trang 2', 'Thêm trang 4'], 3],
    ['other', ['Đơn viết tay', 'Giấy cũ'], 12],
  ]);
});

test('pages that were added for another request are shown too', () => {
  const page = { hash: 'a'.repeat(64), size: 1, type: 'image/webp' as const };
  expect(brief([{ document: 'land', what: 'Chụp lại' }], [{ document: 'card', files: [page] }], procedure)).toEqual([
    ['land', ['Chụp lại'], 3],
    ['card', [], 12],
  ]);
});
