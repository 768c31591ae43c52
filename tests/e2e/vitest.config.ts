import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Slow days run where BANSO_DEEP is set, as CI does.
    include: [process.env['BANSO_DEEP'] ? 'tests/e2e/**/*.e2e.ts' : 'tests/e2e/*.e2e.ts'],
    root: process.cwd(),
    // Nothing of a journey outlives it in its process, and to load the driver and the database again costs seconds.
    isolate: false,
    globalSetup: 'tests/e2e/setup.ts',
    // Half of a journey is waiting: two at once fill two cores, more would only get in each other's way.
    maxWorkers: 2,
    testTimeout: 120_000,
    // A machine with much else to do is no fault of the app: what is waited for is given longer than the usual second.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 120_000,
  },
});
