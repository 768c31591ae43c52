import { afterAll, describe, expect, test } from 'vitest';
import { DEATHS, play } from './crash.ts';
import { FLOWS } from './flows.ts';

let enumerated = 0;

describe.each(FLOWS)('CRASH $name', (flow) => {
  test.each(DEATHS)('%s at every await', async (death) => {
    const { points, wrong } = await play(flow, death, 0);
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(1);
    for (let at = 1; at <= points; at += 1) {
      expect((await play(flow, death, at)).wrong, `${death} at await ${at} of ${points}`).toEqual([]);
    }
    enumerated += points;
  });
});

afterAll(() => console.log(`crashes at every await: ${enumerated} of ${FLOWS.length} flows`));
