import { uploadPath } from '#protocol/http.ts';
import type { Random } from '#tests/support/random.ts';
import type { Asked } from '#tests/support/send.ts';
import { from, randomHash } from './asked.ts';
import type { FuzzWorld } from './world.ts';

export const TUS = { 'Tus-Resumable': '1.0.0' };
export const BYTES = { 'Content-Type': 'application/offset+octet-stream' };

export function announced(size: number): Record<string, string> {
  return { 'Upload-Length': String(size), 'Upload-Metadata': `type ${btoa('image/jpeg')}` };
}

/** Uploads that break the rules of tus or ours. None may begin, move or end anything. */
export function upload(world: FuzzWorld, random: Random): Omit<Asked, 'port'> {
  const { begun } = world;
  const half = begun.bytes.length / 2;
  const path = uploadPath(begun.hash);
  const fresh = uploadPath(randomHash(random));
  const headers = { ...from(world), ...TUS };
  const patch = (more: Record<string, string>, body: Buffer = begun.bytes.subarray(half)) => ({
    method: 'PATCH',
    path,
    headers: { ...headers, 'Upload-Offset': String(half), ...BYTES, ...more },
    body,
  });
  const post = (more: Record<string, string>, to = fresh, body?: Buffer) => ({
    method: 'POST',
    path: to,
    headers: { ...headers, ...more },
    body,
  });
  return random.pick<() => Omit<Asked, 'port'>>([
    () =>
      patch({
        'Upload-Offset': random.pick([
          '0',
          '1',
          String(half + 1),
          '99999999999',
          '-1',
          'x',
          '',
          '1e3',
          '0x10',
          '10000.5',
        ]),
      }),
    () => patch({ 'Content-Type': random.pick(['application/octet-stream', 'text/plain', 'application/json', '']) }),
    () => patch({ 'Tus-Resumable': random.pick(['0.2.2', '2.0.0', 'x', '']) }),
    () => patch({ Cookie: world.stranger.cookie }),
    () => patch({}, Buffer.alloc(half + 1 + random.int(5_000), 1)),
    () => patch({ 'Upload-Length': '5' }),
    () => ({ ...patch({}), path: fresh }),
    () => ({
      ...patch({}),
      path: uploadPath(
        random.pick(['x', '..', '%2e%2e%2f', begun.hash.toUpperCase(), begun.hash.slice(1), `${begun.hash}0`, '%00']),
      ),
    }),
    () =>
      post({
        'Upload-Length': random.pick(['0', '-1', 'x', '', '1.5', '99999999999999999999', String(10 * 1024 ** 2 + 1)]),
        'Upload-Metadata': `type ${btoa('image/jpeg')}`,
      }),
    () =>
      post({
        'Upload-Length': '100',
        'Upload-Metadata': random.pick([
          '',
          'type',
          'type !!',
          `type ${btoa('image/svg+xml')}`,
          `type ${btoa('text/html')}`,
          'x'.repeat(5_000),
          `filename ${btoa('a')}`,
        ]),
      }),
    () => post({ 'Upload-Defer-Length': '1' }),
    () => post({ 'Upload-Concat': 'partial', 'Upload-Length': 'x' }),
    () => post({ ...announced(100), ...BYTES }, fresh, Buffer.alloc(100)),
    () => post(announced(100), uploadPath(random.pick(['x', '%2e%2e', begun.hash.toUpperCase()]))),
    () => ({ method: random.pick(['DELETE', 'PUT', 'GET']), path, headers }),
    () => ({
      method: 'HEAD',
      path: fresh,
      headers: { ...headers, 'X-HTTP-Method-Override': random.pick(['POST', 'PATCH', 'DELETE']), ...announced(100) },
    }),
    () => ({ method: random.pick(['POST', 'PATCH', 'HEAD']), path, headers: { ...TUS, Origin: world.server.origin } }),
    () => ({ ...patch({ Origin: 'https://example.com' }) }),
  ])();
}
