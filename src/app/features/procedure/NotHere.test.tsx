// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { CatalogueEntry } from '#core/procedure/entry.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { NotHere, type NotHereProps } from './NotHere.tsx';

const FERRY: CatalogueEntry = {
  code: '1.009999',
  name: 'Cấp phép bến đò ngang',
  field: 'Đường thủy',
  level: 'commune',
  agency: 'Ủy ban nhân dân cấp xã',
  audience: 'person',
  popularity: 5,
  rev: 1,
};
const ask = vi.fn();

beforeAll(async () => {
  await createInstance()
    .use(initReactI18next)
    .init({
      lng: 'vi',
      interpolation: { escapeValue: false },
      resources: { vi: { procedures: { official: { ask: 'Tải ngay', askHint: '{{usual}} | {{most}}' } } } },
    });
  await startSignedIn();
});
afterEach(cleanup);

const draw = (more: Partial<NotHereProps>) =>
  render(<NotHere entry={FERRY} looking={false} asking={false} onAsk={ask} onBack={ask} {...more} />);

test('what is known of it stands there, and what the rest would cost stands under the button that fetches it', () => {
  draw({});
  for (const text of [FERRY.name, FERRY.code, 'Đường thủy · Ủy ban nhân dân cấp xã']) screen.getByText(text);
  const button = screen.getByRole('button', { name: 'Tải ngay' });
  const hint = document.getElementById(button.getAttribute('aria-describedby') ?? '');
  expect(hint?.textContent.replaceAll('\u00a0', ' ')).toBe('4 KB | 20 KB');
  expect(ask).not.toHaveBeenCalled();
  fireEvent.click(button);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('while the phone itself is still being asked, nothing is offered that costs anything', () => {
  draw({ looking: true });
  expect(screen.queryByRole('button', { name: 'Tải ngay' })).toBeNull();
  expect(document.querySelector('[data-arriving]')).not.toBeNull();
});

test('a second tap while it is being fetched asks for nothing', () => {
  ask.mockClear();
  draw({ asking: true, entry: null });
  fireEvent.click(screen.getByRole('button', { name: /^official.asking/ }));
  expect(ask).not.toHaveBeenCalled();
});
