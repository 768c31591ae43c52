import { expect, test } from 'vitest';
import { parseNudge } from './live.ts';

test('only a nudge counts on the stream', () => {
  const dossier = '7f3c2f5e-8f0b-4a39-9d3e-0c1a5a6b7c8d';
  expect(parseNudge(JSON.stringify({ dossier }))).toEqual({ dossier });
  expect([parseNudge(''), parseNudge('{}'), parseNudge('<html>')]).toEqual([null, null, null]);
});
