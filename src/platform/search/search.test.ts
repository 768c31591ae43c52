import { describe, expect, test, vi } from 'vitest';
import { encodeIndex } from '#core/text/search/codec.ts';
import type { SearchEntry } from '#core/text/search/entry.ts';
import { NO_FILTER } from '#core/text/search/filter.ts';
import { buildIndex } from '#core/text/search/index.ts';
import { openSearch, type SearchWorker } from './search.ts';
import { holdIndex, type SearchCall } from './serve.ts';

const entry = (code: string, name: string): SearchEntry => ({
  code,
  name,
  field: 'Hộ tịch',
  level: 'commune',
  agency: '',
  audience: 'person',
  popularity: 1,
});
const entries = [entry('1.001193', 'Đăng ký khai sinh'), entry('1.000894', 'Đăng ký kết hôn')];

/** A worker at the other end of a real message channel: what passes is cloned as a browser clones it. */
function channelWorker(): { worker: SearchWorker; asked: SearchCall[]; fail: () => void } {
  const { port1, port2 } = new MessageChannel();
  const hold = holdIndex();
  const asked: SearchCall[] = [];
  let broken = false;
  const errors: (() => void)[] = [];
  port2.addEventListener('message', ({ data }: MessageEvent<SearchCall>) => {
    asked.push(data);
    if (!broken) port2.postMessage(hold(data));
  });
  port1.start();
  port2.start();
  const worker = {
    postMessage: (message: unknown) => port1.postMessage(message),
    addEventListener: (type: string, listener: (event: MessageEvent) => void) => {
      if (type === 'error') errors.push(() => listener(new MessageEvent('error')));
      else port1.addEventListener(type, listener as never);
    },
    terminate: () => port1.close(),
  } as unknown as SearchWorker;
  return {
    worker,
    asked,
    fail: () => {
      broken = true;
      for (const tell of errors) tell();
    },
  };
}

const inPage = async () => holdIndex();
const codes = (answer: { hits: readonly { code: string }[] } | null) => answer?.hits.map(({ code }) => code);

describe.each([
  ['in a worker', () => channelWorker().worker],
  ['in the page, where there are no workers', () => null],
  [
    'in the page, where a worker may not be made',
    () => {
      throw new Error('SecurityError');
    },
  ],
])('search %s', (_, start) => {
  test('finds in a catalogue, and in its bytes', async () => {
    const search = openSearch(start, inPage);
    expect(await search.ask({ text: 'khai sinh', limit: 5 })).toBeNull();
    expect(await search.facets(NO_FILTER)).toBeNull();
    expect(await search.load(entries)).toBe(true);
    expect(codes(await search.ask({ text: 'khai sinh', limit: 5 }))).toEqual(['1.001193']);
    expect(await search.load(encodeIndex(buildIndex([entry('2.000815', 'Chứng thực bản sao')])))).toBe(true);
    expect(codes(await search.ask({ text: 'chung thuc', limit: 5 }))).toEqual(['2.000815']);
    expect((await search.facets(NO_FILTER))?.fields).toEqual([{ value: 'Hộ tịch', count: 1 }]);
  });

  test('keeps the catalogue before when bytes are no index', async () => {
    const search = openSearch(start, inPage);
    await search.load(entries);
    expect(await search.load(new Uint8Array([1, 2, 3]))).toBe(false);
    expect(codes(await search.ask({ text: 'ket hon', limit: 5 }))).toEqual(['1.000894']);
  });

  test('answers the latest of several questions, and no other twice', async () => {
    const search = openSearch(start, inPage);
    await search.load(entries);
    const answers = await Promise.all(['k', 'kh', 'kha', 'khai s'].map((text) => search.ask({ text, limit: 5 })));
    expect(answers.map(codes)).toEqual([undefined, undefined, undefined, ['1.001193']]);
  });
});

test('only the latest of the questions asked meanwhile reaches the worker', async () => {
  const { worker, asked } = channelWorker();
  const search = openSearch(() => worker, inPage);
  await search.load(entries);
  await Promise.all(['k', 'kh', 'kha', 'khai'].map((text) => search.ask({ text, limit: 5 })));
  expect(asked.map((call) => (call.method === 'ask' ? call.argument.text : call.method))).toEqual([
    'load',
    'k',
    'khai',
  ]);
});

test('a worker that fails is replaced by the page, and no question is lost', async () => {
  const { worker, fail } = channelWorker();
  const load = vi.fn(inPage);
  const search = openSearch(() => worker, load);
  await search.load(entries);
  fail();
  const lost = search.ask({ text: 'khai sinh', limit: 5 });
  expect(codes(await lost)).toEqual(['1.001193']);
  fail();
  expect(codes(await search.ask({ text: 'ket hon', limit: 5 }))).toEqual(['1.000894']);
  expect(load).toHaveBeenCalledTimes(1);
});

test('a worker that never starts loses neither the catalogue nor the question under way', async () => {
  const { worker, fail } = channelWorker();
  const search = openSearch(() => ({ ...worker, postMessage: () => undefined }), inPage);
  const loaded = search.load(entries);
  const asked = search.ask({ text: 'khai sinh', limit: 5 });
  fail();
  expect(await loaded).toBe(true);
  expect(codes(await asked)).toEqual(['1.001193']);
});
