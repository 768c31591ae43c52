import { describe, expect, test } from 'vitest';
import { findPostgres } from '#tests/support/postgres.ts';
import { Volume } from '#tests/support/volume.ts';
import { runChaos } from '../run.ts';

const programs = findPostgres();
const tried = Volume.make(64 * 1024 ** 2);
if (tried.ok) tried.volume.destroy();

/** Seconds on a machine that does nothing else; more where many tests run at once. */
const PATIENCE_MS = 5 * 60_000;

const FAULTS = [
  ['answers before it has committed', 'early-answers'],
  ['lets a phone write over a draft it has not seen', 'unseen-drafts'],
  ['takes a transfer as often as it is reported', 'payments-twice'],
] as const;
for (const [does, fault] of FAULTS) {
  const title = `a server that ${does} is found out`;
  if (!programs.ok) {
    test.skip(`${title}: ${programs.why}`);
    continue;
  }
  test(title, { timeout: PATIENCE_MS }, async () => {
    const { findings } = await runChaos({
      engine: 'postgres',
      cycles: 40,
      seed: 2,
      blows: ['server'],
      untilFound: true,
      fault,
    });
    expect(findings.list()).not.toEqual([]);
  });
}

const FLUSH = 'a power cut finds out';
if (!programs.ok || !tried.ok) test.skip(`${FLUSH}: ${programs.ok ? '' : programs.why} ${tried.ok ? '' : tried.why}`);
else {
  describe(FLUSH, () => {
    test('a server that does not flush its files', { timeout: PATIENCE_MS }, async () => {
      const found: string[] = [];
      // Now and then the disk has written everything down by itself before the power goes.
      for (let seed = 3; found.length === 0 && seed < 8; seed += 1) {
        const { findings } = await runChaos({
          engine: 'postgres',
          cycles: 1,
          seed,
          blows: ['power'],
          untilFound: true,
          // After a restore phones send again what is not there, and the loss would not be seen.
          rewind: false,
          fault: 'unflushed-files',
        });
        found.push(...findings.list());
      }
      expect(found).not.toEqual([]);
    });

    test('a database that does not flush its log', { timeout: PATIENCE_MS }, async () => {
      const { findings } = await runChaos({
        engine: 'postgres',
        cycles: 40,
        seed: 4,
        blows: ['power'],
        untilFound: true,
        withoutFsync: true,
      });
      expect(findings.list()).not.toEqual([]);
    });
  });
}
