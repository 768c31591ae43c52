import { expect, test } from 'vitest';
import { runFuzz } from './run.ts';

test('what nobody should send is refused in words of the protocol, and leaves everything as it was', async () => {
  const { wrong, changed, up } = await runFuzz({ requests: 2_000, seed: 1 });
  expect({ wrong, changed, up }).toEqual({ wrong: [], changed: [], up: true });
}, 300_000);
