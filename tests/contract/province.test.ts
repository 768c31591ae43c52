import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { Province } from '#core/procedure/province.ts';
import { ProvinceProfile, type SigningKey } from '#protocol/province.ts';
import { provinceRoute } from '#server/routes/province.ts';
import laoCai from '#content/provinces/lao-cai.json' with { type: 'json' };
import { serve, type TestServer } from './http-server.ts';

const key: SigningKey = { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: 'k1', x: 'x', y: 'y' };
let now = 1_000;
let server: TestServer;

beforeAll(async () => {
  server = await serve([provinceRoute(Province.parse(laoCai), [key], true, () => now)]);
});
afterAll(() => server.stop());

const ask = (tag?: string) =>
  fetch(`${server.origin}/api/province`, tag === undefined ? {} : { headers: { 'If-None-Match': tag } });

test('tells anyone the units, the keys and whether this is a sandbox', async () => {
  const profile = ProvinceProfile.parse(await (await ask()).json());
  expect(profile).toMatchObject({ code: '15', sandbox: true, keys: [key], serverTime: 1_000 });
  expect(profile.units).toHaveLength(laoCai.communes.length);
});

test('costs only headers while nothing but the time has changed', async () => {
  const tag = must((await ask()).headers.get('ETag'), 'tag');
  now += 60_000;
  for (const given of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
    const again = await ask(given);
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag]);
  }
  expect((await ask('"other"')).status).toBe(200);
});

test('has another tag with another key', async () => {
  const other = await serve([provinceRoute(Province.parse(laoCai), [{ ...key, kid: 'k2' }], true, () => now)]);
  const tag = (await fetch(`${other.origin}/api/province`)).headers.get('ETag');
  await other.stop();
  expect(tag).not.toBe((await ask()).headers.get('ETag'));
});
