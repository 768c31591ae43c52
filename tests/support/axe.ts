import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds on a page as it stands: "rule: element", one line for each element. It is evaluated
 * through the debugger, which the page's own security policy does not reach.
 */
export async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    // What still moves is measured half faded: the end of a movement is what people read.
    for (const moving of document.getAnimations()) {
      if (moving.effect?.getComputedTiming().iterations !== Infinity) moving.finish();
    }
    // No rule that runs reads style sheets or media, which would be fetched anew each time.
    return axe.run({ resultTypes: ['violations'], preload: false });
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n')[1]?.trim() ?? '';
      return `${id}: ${target.join(' ')} (${why})`;
    }),
  );
}
