// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ListChange } from '#core/ports.ts';
import type { Favourite } from '#core/procedure/favourite.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { Acts } from './Acts.tsx';

const BIRTH = { code: '1.001193', name: 'Thủ tục đăng ký khai sinh' };
const OTHER = { code: '2.000635', name: 'Cấp bản sao trích lục hộ tịch' };
const TITLE = 'Đăng ký khai sinh';
/** What the server answers with a page to read before any script: `/thu-tuc/:code`. */
const ADDRESS = `${window.location.origin}/thu-tuc/1.001193`;

const host = { share: false };
const kept = vi.fn<(change: ListChange<Favourite>) => void>();
const share = vi.fn<(what: ShareData) => Promise<void>>();
const writeText = vi.fn<(text: string) => Promise<void>>();
const none = () => Promise.resolve({ ok: true, value: [] });

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn({ listFavourites: none, listLooks: none, keepFavourites: kept }, { host });
});
beforeEach(() => {
  vi.resetAllMocks();
  host.share = false;
});
afterEach(() => {
  cleanup();
  Reflect.deleteProperty(navigator, 'share');
  Reflect.deleteProperty(navigator, 'clipboard');
});

/** What this browser can do besides what every one can. */
function browserHas(more: object): void {
  for (const [name, value] of Object.entries(more)) {
    Object.defineProperty(navigator, name, { value, configurable: true });
  }
}
const draw = () => render(<Acts favourite={BIRTH} title={TITLE} />);
const passOn = () => fireEvent.click(screen.getByRole('button', { name: 'share.short' }));
const notice = () => screen.queryByText(/^outcome\.(copied|shown|kept|keptOnPhone)$/)?.textContent;

test('SHARE-1 the phone’s own sheet gets the name and the address that the server answers, and nothing more is said', async () => {
  host.share = true;
  browserHas({ share, clipboard: { writeText } });
  share.mockResolvedValue();
  draw();
  passOn();
  await waitFor(() => expect(share.mock.calls).toEqual([[{ title: TITLE, url: ADDRESS }]]));
  expect(writeText).not.toHaveBeenCalled();
  expect(notice()).toBeUndefined();
});

test('SHARE-2 to close the sheet is no failure: nothing is copied behind the person’s back', async () => {
  host.share = true;
  browserHas({ share, clipboard: { writeText } });
  share.mockRejectedValue(new DOMException('closed', 'AbortError'));
  draw();
  passOn();
  await waitFor(() => expect(share.mock.settledResults).toHaveLength(1));
  await act(() => Promise.resolve());
  expect(writeText).not.toHaveBeenCalled();
  expect(notice()).toBeUndefined();
});

test('SHARE-3 without a sheet the address is copied, which is said once it is true', async () => {
  let copied: (() => void) | undefined;
  writeText.mockReturnValue(
    new Promise((done) => {
      copied = done;
    }),
  );
  browserHas({ clipboard: { writeText } });
  draw();
  passOn();
  await waitFor(() => expect(writeText.mock.calls).toEqual([[ADDRESS]]));
  expect(notice()).toBeUndefined();
  copied?.();
  await waitFor(() => expect(notice()).toBe('outcome.copied'));
  screen.getByText(ADDRESS);
});

test.each([
  ['refuses', { clipboard: { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) } }],
  ['is not there', {}],
])('SHARE-4 where the clipboard %s, the address is shown to copy by hand', async (_, more) => {
  browserHas(more);
  draw();
  passOn();
  await waitFor(() => expect(notice()).toBe('outcome.shown'));
  screen.getByText(ADDRESS);
});

test('a procedure is kept and let go again, and where it is kept is said', async () => {
  draw();
  const keep = await screen.findByRole('button', { name: 'favourite.keep', pressed: false });
  await waitFor(() => {
    fireEvent.click(keep);
    expect(kept).toHaveBeenCalled();
  });
  // Another tab has kept one meanwhile.
  expect(kept.mock.lastCall?.[0]([OTHER])).toEqual([BIRTH, OTHER]);
  expect(notice()).toBe('outcome.kept');
  fireEvent.click(screen.getByRole('button', { name: 'favourite.kept', pressed: true }));
  expect(kept.mock.lastCall?.[0]([OTHER, BIRTH])).toEqual([OTHER]);
  expect(notice()).toBeUndefined();
});
