import { expect, test } from 'vitest';
import { NO_FILTER } from '#core/text/search/filter.ts';
import { filterOf } from './view.ts';

test.each([
  ['', {}],
  ['viec=marriage', { event: 'marriage' }],
  ['cap=province&cho-ai=business', { level: 'province', audience: 'business' }],
  ['linh-vuc=Hộ tịch&co-quan=Sở Tư pháp', { field: 'Hộ tịch', agency: 'Sở Tư pháp' }],
  ['viec=war&cap=moon&cho-ai=cat', {}],
])('the address "%s" narrows to what it knows', (address, narrowed) => {
  expect(filterOf(new URLSearchParams(address))).toEqual({ ...NO_FILTER, ...narrowed });
});
